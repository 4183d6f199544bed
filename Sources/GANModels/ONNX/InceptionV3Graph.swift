package import GANNumerics
package import GANONNX

/// The Inception-v3 of the Fréchet inception distance, as an ONNX graph made from its weights.
///
/// It is the network that pytorch-fid runs with the weights of TensorFlow's 2015 release, not torchvision's: average
/// pools leave the padding out of their means, the last block pools by maximum, 1008 classes.
///
/// Source: Szegedy et al. 2015, 1512.00567; the differences from mseitzer/pytorch-fid, inception.py.
package enum InceptionV3Graph {
    /// The input, `[N, 3, 299, 299]`, grey levels already mapped to [-1, 1].
    package static let inputName = "images"
    package static let side = 299
    /// The features of the Fréchet inception distance, `[N, 2048]`.
    package static let featuresName = "pool3"
    package static let featureCount = 2048
    /// Class logits without the bias, `[N, 1008]`, of which inception scores are made.
    package static let logitsName = "logits"
    /// Class logits with the bias.
    package static let biasedLogitsName = "logits_biased"
    package static let classCount = 1008
    /// The features of the spatial Fréchet distance, `[N, 2023]`: the first 7 channels of a 17×17 grid, channels last.
    ///
    /// guided-diffusion reads them at TensorFlow's `mixed_6/conv:0`, which is `Mixed_6d.branch1x1` after its rectifier.
    package static let spatialName = "spatial"
    package static let spatialCount = 17 * 17 * spatialChannels
    private static let spatialChannels = 7

    /// The graph with the weights of a state dict in torchvision's names.
    ///
    /// The weights of the auxiliary classifier (`AuxLogits.…`) may be there and are not used. `path` names the file in
    /// errors. Throws `ModelError.wrongTensors` listing all that is missing, misshapen or unknown.
    package static func build(_ tensors: [String: Tensor], path: String) throws(ModelError) -> ONNXGraphBuilder {
        var net = InceptionBlocks(StateDictGraph(name: "inception-v3-fid", tensors: tensors, path: path))
        var x = net.state.graph.input(inputName, shape: [3, side, side])
        x = net.convolution(x, "Conv2d_1a_3x3", 3, 32, (3, 3), stride: 2)
        x = net.convolution(x, "Conv2d_2a_3x3", 32, 32, (3, 3))
        x = net.convolution(x, "Conv2d_2b_3x3", 32, 64, (3, 3), padded: true)
        x = net.maximumPool(x, stride: 2)
        x = net.convolution(x, "Conv2d_3b_1x1", 64, 80)
        x = net.convolution(x, "Conv2d_4a_3x3", 80, 192, (3, 3))
        x = net.maximumPool(x, stride: 2)
        x = net.blockA(x, "Mixed_5b", inputs: 192, pooled: 32)
        x = net.blockA(x, "Mixed_5c", inputs: 256, pooled: 64)
        x = net.blockA(x, "Mixed_5d", inputs: 288, pooled: 64)
        x = net.blockB(x, "Mixed_6a", inputs: 288)
        x = net.blockC(x, "Mixed_6b", width: 128).output
        x = net.blockC(x, "Mixed_6c", width: 160).output
        let spatial: String
        (x, spatial) = net.blockC(x, "Mixed_6d", width: 160)
        x = net.blockC(x, "Mixed_6e", width: 192).output
        x = net.blockD(x, "Mixed_7a")
        x = net.blockE(x, "Mixed_7b", inputs: 1280, poolingByMaximum: false)
        x = net.blockE(x, "Mixed_7c", inputs: 2048, poolingByMaximum: true)
        let features = net.state.globalMean(x, output: featuresName)
        appendLogits(features, to: &net.state)
        appendSpatial(spatial, to: &net.state.graph)
        net.state.graph.output(featuresName, shape: [featureCount])
        net.state.graph.output(logitsName, shape: [classCount])
        net.state.graph.output(biasedLogitsName, shape: [classCount])
        net.state.graph.output(spatialName, shape: [spatialCount])
        return try net.state.finish { $0.hasPrefix("AuxLogits.") }
    }

    private static func appendLogits(_ features: String, to state: inout StateDictGraph) {
        let weight = state.graph.initializer("fc.weight", state.take("fc.weight", [classCount, featureCount]))
        let bias = state.graph.initializer("fc.bias", state.take("fc.bias", [classCount]))
        let logits = state.graph.node(
            "Gemm", [features, weight], output: logitsName, attributes: ["transB": .integer(1)])
        _ = state.graph.node("Add", [logits, bias], output: biasedLogitsName)
    }

    private static func appendSpatial(_ branch: String, to graph: inout ONNXGraphBuilder) {
        let bounds = [
            graph.initializer("spatial.start", integers: [0]),
            graph.initializer("spatial.end", integers: [spatialChannels]),
            graph.initializer("spatial.axis", integers: [1]),
        ]
        let channels = graph.node("Slice", [branch] + bounds)
        let grid = graph.node("Transpose", [channels], attributes: ["perm": .integers([0, 2, 3, 1])])
        _ = graph.node("Flatten", [grid], output: spatialName, attributes: ["axis": .integer(1)])
    }
}
