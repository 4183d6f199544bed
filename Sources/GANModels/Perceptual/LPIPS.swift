import GANCheckpoints
import GANData
import GANNumerics
import GANONNX

/// The learned perceptual image patch similarity by the weights that its authors trained: version 0.1, all three networks.
///
///     d(x, y) = Σ over layers of the mean over places of Σ over channels of w·(f̂(x) − f̂(y))²,   f̂ = f/(‖f‖ + 1e-10) along the channels
///
/// Images are taken at their own size, grey levels brought to [−1, 1]; grey images three times. The state dict of a whole `lpips.LPIPS` object holds both the
/// network and w; the small files that the package brings along hold w alone. Source: Zhang et al. 2018, arXiv 1801.03924, equation 1, and the package lpips
/// 0.1.4. AlexNet: Krizhevsky 2014, 1404.5997; VGG-16: 1409.1556; SqueezeNet 1.1: 1602.07360.
enum LPIPS: String, CaseIterable {
    case alexNet = "AlexNet"
    case vgg16 = "VGG-16"
    case squeezeNet = "SqueezeNet"

    /// What protocols and results call it.
    var name: String { "LPIPS (\(rawValue))" }

    /// One step of a network; the names of its tensors follow "net.".
    enum Step: Equatable {
        case convolution(name: String, outputs: Int, kernel: Int, stride: Int, padding: Int)
        /// SqueezeNet's: few channels, from which kernels of 1 and 3 each make `outputs`.
        case fire(name: String, squeezed: Int, outputs: Int)
        case maximum(kernel: Int, roundsUp: Bool)
        /// What there is now is a layer.
        case layer
    }

    /// The network, in order.
    var steps: [Step] {
        switch self {
        case .alexNet:
            let pool = Step.maximum(kernel: 3, roundsUp: false)
            return [
                .convolution(name: "slice1.0", outputs: 64, kernel: 11, stride: 4, padding: 2), .layer, pool,
                .convolution(name: "slice2.3", outputs: 192, kernel: 5, stride: 1, padding: 2), .layer, pool,
                .convolution(name: "slice3.6", outputs: 384, kernel: 3, stride: 1, padding: 1), .layer,
                .convolution(name: "slice4.8", outputs: 256, kernel: 3, stride: 1, padding: 1), .layer,
                .convolution(name: "slice5.10", outputs: 256, kernel: 3, stride: 1, padding: 1), .layer,
            ]
        case .vgg16:
            let blocks = [
                (64, [0, 2]), (128, [5, 7]), (256, [10, 12, 14]), (512, [17, 19, 21]), (512, [24, 26, 28]),
            ]
            return Array(
                blocks.enumerated().map { index, block -> [Step] in
                    block.1.map {
                        .convolution(
                            name: "slice\(index + 1).\($0)", outputs: block.0, kernel: 3, stride: 1, padding: 1)
                    } + [.layer]
                }.joined(separator: [.maximum(kernel: 2, roundsUp: false)]))
        case .squeezeNet:
            let pool = Step.maximum(kernel: 3, roundsUp: true)
            func fire(_ name: String, _ squeezed: Int, _ outputs: Int) -> Step {
                .fire(name: name, squeezed: squeezed, outputs: outputs)
            }
            return [
                .convolution(name: "slice1.0", outputs: 64, kernel: 3, stride: 2, padding: 0), .layer, pool,
                fire("slice2.3", 16, 64), fire("slice2.4", 16, 64), .layer, pool,
                fire("slice3.6", 32, 128), fire("slice3.7", 32, 128), .layer, pool,
                fire("slice4.9", 48, 192), .layer, fire("slice5.10", 48, 192), .layer,
                fire("slice6.11", 64, 256), .layer, fire("slice7.12", 64, 256), .layer,
            ]
        }
    }

    /// The network of a file's weights for images of a shape.
    ///
    /// Throws what reading the file throws, `unsuitableModel` for weights that are no whole LPIPS's, `wrongTensors` listing what else is wrong, and
    /// `unsuitableSamples` for images too small for all layers.
    static func network(weights path: String, sampleShape: SampleShape) throws -> PerceptualNetwork {
        let file = try WeightFile.read(path)
        let tensors = try file.select(role: .network).tensors.mapValues { $0.tensor() }
        guard let kind = allCases.first(where: { $0.recognizes(tensors) }) else {
            let isHalf = tensors.keys.contains { $0.hasPrefix("lin0.") || $0.hasPrefix("features.") }
            throw ModelError.unsuitableModel(
                path: path,
                problem: isHalf
                    ? "it holds one half of LPIPS: the network and the weights of its channels belong together"
                    : "it holds no weights of LPIPS",
                expected: "the state dict of a whole lpips.LPIPS object",
                remedy: "Write one where the package lpips is: python3 -c \"import lpips, torch; "
                    + "torch.save(lpips.LPIPS(net='alex').state_dict(), 'lpips-alex.pth')\".")
        }
        guard case .image(let height, let width, _) = sampleShape else {
            throw ModelError.unsuitableSamples(source: kind.name, found: "each a \(sampleShape)", expected: "images")
        }
        let size = ImageSize(height: height, width: width)
        let (graph, weights, input) = try kind.build(tensors, size: size, path: path)
        return PerceptualNetwork(
            name: kind.name, model: try graph.bytes(path: path), weightsDigest: file.digest(), input: input,
            channelWeights: weights)
    }

    /// Whether tensors are this network's, by the first one's name and shape.
    private func recognizes(_ tensors: [String: Tensor]) -> Bool {
        guard case .convolution(let name, let outputs, let kernel, _, _) = steps[0],
            tensors["lin0.model.1.weight"] != nil
        else { return false }
        // The first convolution of VGG-16 and SqueezeNet has the same shape; their second tensors don't have the same name.
        let second = self == .squeezeNet ? "net.slice2.3.squeeze.weight" : self == .vgg16 ? "net.slice1.2.weight" : nil
        return tensors["net.\(name).weight"]?.shape == [outputs, 3, kernel, kernel]
            && second.map { tensors[$0] != nil } ?? true
    }

    /// The graph for images of `size`, the weights of its layers' channels, and how images are prepared.
    func build(
        _ tensors: [String: Tensor], size: ImageSize, path: String
    ) throws(ModelError) -> (ONNXGraphBuilder, weights: [[Float]], ExtractorDescription.Input) {
        func fits(_ side: Int) -> Bool { steps.reduce(side) { Self.length(after: $1, $0) } > 0 }
        guard fits(size.height), fits(size.width) else {
            let side = (1...256).first(where: fits) ?? 256
            throw .unsuitableSamples(
                source: name, found: "images of \(size) pixels", expected: "images of at least \(side) pixels each way")
        }
        var state = StateDictGraph(name: name, tensors: tensors, path: path)
        var x = state.graph.input("images", shape: [3, size.height, size.width])
        var (grid, channels, weights) = ([size.height, size.width], 3, [[Float]]())
        for step in steps {
            grid = grid.map { Self.length(after: step, $0) }
            switch step {
            case .convolution(let name, let outputs, let kernel, let stride, let padding):
                x = state.rectified(
                    x, "net.\(name)", inputs: channels, outputs: outputs, kernel: kernel, stride: stride,
                    padding: padding)
                channels = outputs
            case .fire(let name, let squeezed, let outputs):
                let inner = state.rectified(x, "net.\(name).squeeze", inputs: channels, outputs: squeezed, kernel: 1)
                let sides = [(1, 0), (3, 1)].map { kernel, padding in
                    state.rectified(
                        inner, "net.\(name).expand\(kernel)x\(kernel)", inputs: squeezed, outputs: outputs,
                        kernel: kernel, padding: padding)
                }
                x = state.graph.node("Concat", sides, attributes: ["axis": .integer(1)])
                channels = 2 * outputs
            case .maximum(let kernel, let roundsUp):
                x = state.graph.node(
                    "MaxPool", [x],
                    attributes: [
                        "kernel_shape": .integers([kernel, kernel]), "strides": .integers([2, 2]),
                        "ceil_mode": .integer(roundsUp ? 1 : 0),
                    ])
            case .layer:
                let weight = state.take("lin\(weights.count).model.1.weight", [1, channels, 1, 1])
                weights.append(weight.scalars)
                state.graph.output(x, shape: [channels] + grid)
            }
        }
        let shift = state.take("scaling_layer.shift", [1, 3, 1, 1]).scalars
        let scale = state.take("scaling_layer.scale", [1, 3, 1, 1]).scalars
        // The package's object knows the same weights by a second name.
        let graph = try state.finish { $0.hasPrefix("lins.") }
        var input = ExtractorDescription.Input(height: size.height, width: size.width, resize: .torchBilinear)
        // x/127.5 − 1, less the shift, over the scale.
        input.subtract = shift.map { 127.5 * (1 + $0) }
        input.divide = scale.map { 127.5 * $0 }
        return (graph, weights, input)
    }

    /// Places along an axis behind a step; 0 where there is none, and behind that.
    private static func length(after step: Step, _ length: Int) -> Int {
        switch step {
        case .convolution(_, _, let kernel, let stride, let padding):
            length == 0 || length + 2 * padding < kernel ? 0 : (length + 2 * padding - kernel) / stride + 1
        case .maximum(let kernel, let roundsUp):
            // Rounded up, a window may reach one place beyond the end.
            length + (roundsUp ? 1 : 0) < kernel ? 0 : (length - kernel + (roundsUp ? 1 : 0)) / 2 + 1
        case .fire, .layer: length
        }
    }
}

extension StateDictGraph {
    /// A convolution with a bias and a rectifier behind it.
    fileprivate mutating func rectified(
        _ x: String, _ name: String, inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0
    ) -> String {
        let names = [
            graph.initializer("\(name).weight", take("\(name).weight", [outputs, inputs, kernel, kernel])),
            graph.initializer("\(name).bias", take("\(name).bias", [outputs])),
        ]
        let y = graph.node(
            "Conv", [x] + names,
            attributes: [
                "kernel_shape": .integers([kernel, kernel]), "strides": .integers([stride, stride]),
                "pads": .integers([Int](repeating: padding, count: 4)),
            ])
        return graph.node("Relu", [y])
    }
}
