import GANCheckpoints
import GANData
import GANNumerics
import GANONNX

/// A network whose graph ganeval writes itself, around weights from a file.
public enum BuiltinNetwork: String, Sendable, CaseIterable {
    /// Inception-v3 as the Fréchet inception distance is defined on it, from the weights that pytorch-fid and torch-fidelity use.
    case inceptionV3FID = "inception-v3-fid"
    /// EfficientNet-lite0, trained on ImageNet.
    case efficientNetLite0 = "efficientnet-lite0"

    /// The weights' file as its makers name it.
    public var weightsFile: String {
        switch self {
        case .inceptionV3FID: return "pt_inception-2015-12-05-6726825d.pth"
        case .efficientNetLite0: return "efficientnet_lite0.pth"
        }
    }

    /// How the SHA-256 of the published weights begins, where their makers say so.
    var publishedDigestPrefix: String? {
        switch self {
        case .inceptionV3FID: return "6726825d"
        case .efficientNetLite0: return "57934424"
        }
    }

    /// The fingerprint of the published weights, where they could be run when this was written.
    var fingerprint: [Double]? {
        switch self {
        case .inceptionV3FID: return nil
        // Computed by the package efficientnet-lite-pytorch 0.1.0, images resized by Pillow.
        case .efficientNetLite0:
            return [0.170940, 0.581037, 0.160149, 0.564160, 0.159936, 0.562915, 0.169803, 0.568087]
        }
    }

    /// The network as an ONNX model around the weights of a file, and the file's SHA-256.
    ///
    /// Throws what reading the file throws, and `wrongTensors` when it holds another network's weights.
    func graph(weights path: String) throws -> (model: [UInt8], digest: String) {
        let file = try WeightFile.read(path)
        let tensors = try file.select(role: .network).tensors.mapValues { $0.tensor() }
        let graph =
            switch self {
            case .inceptionV3FID: try InceptionV3Graph.build(tensors, path: path)
            case .efficientNetLite0: try EfficientNetLite0Graph.build(tensors, path: path)
            }
        return (try graph.bytes(path: path), file.digest())
    }

    /// EfficientNet-lite0 with its layers as outputs around the weights of a file, and the file's SHA-256; throws as `graph`.
    static func layers(weights path: String) throws -> (model: [UInt8], digest: String) {
        let file = try WeightFile.read(path)
        let tensors = try file.select(role: .network).tensors.mapValues { $0.tensor() }
        return (
            try EfficientNetLite0Graph.build(tensors, path: path, layers: true).bytes(path: path), file.digest()
        )
    }

    /// What to do about weights that are missing.
    package var remedy: String {
        switch self {
        case .inceptionV3FID:
            return
                "Get \(weightsFile) as pytorch-fid publishes it, then: ganeval extractor add inception-v3-fid --weights FILE."
        case .efficientNetLite0:
            return "Run ./setup, or: ganeval extractor add efficientnet-lite0 --weights FILE."
        }
    }

    /// What goes in and comes out.
    public var description: ExtractorDescription {
        switch self {
        case .inceptionV3FID:
            // The order and the range of torch-fidelity, which follow the TensorFlow graph: resize on grey levels without
            // half-pixel centres, then (x − 128) / 128.
            var input = ExtractorDescription.Input(height: 299, width: 299, resize: .tf1Bilinear)
            input.subtract = [128]
            input.divide = [128]
            return ExtractorDescription(
                name: rawValue, network: .builtin(self), input: input,
                outputs: .init(features: "pool3", logits: "logits", spatial: "spatial"), classes: classes, batch: 16)
        case .efficientNetLite0:
            var input = ExtractorDescription.Input(height: 224, width: 224, resize: .pilBicubic)
            input.subtract = [127]
            input.divide = [128]
            return ExtractorDescription(
                name: rawValue, network: .builtin(self), input: input,
                outputs: .init(features: "features", logits: "logits"), classes: classes, batch: 16)
        }
    }

    /// What the logits speak of; the weights' files hold no names.
    private var classes: ExtractorDescription.Classes {
        switch self {
        case .inceptionV3FID: return .unnamed("the 1,008 outputs of TensorFlow's ImageNet network, names unknown here")
        case .efficientNetLite0: return .unnamed("ImageNet, names unknown here")
        }
    }
}
