package import GANNumerics
package import GANONNX

/// EfficientNet-lite0 as an ONNX graph made from its weights.
///
/// Inverted residual blocks without squeeze and excitation, rectifiers that stop at 6, TensorFlow's "same" padding for
/// images of 224 pixels.
///
/// Source: Tan & Le 2019, 1905.11946; the lite variants of tensorflow/tpu, models/official/efficientnet/lite; names of
/// tensors from the package efficientnet-lite-pytorch 0.1.0.
package enum EfficientNetLite0Graph {
    /// The input, `[N, 3, 224, 224]`, each channel already normalized.
    package static let inputName = "images"
    package static let side = 224
    /// The mean over the last grid, `[N, 1280]`.
    package static let featuresName = "features"
    package static let featureCount = 1280
    /// ImageNet class logits, `[N, 1000]`.
    package static let logitsName = "logits"
    package static let classCount = 1000

    /// TensorFlow's, not PyTorch's usual 1e-5.
    private static let epsilon = 1e-3

    /// Blocks of one width; the first of them may change the grid.
    private struct Stage {
        var blocks: Int
        var kernel: Int
        var stride: Int
        /// How many times wider a block is inside.
        var expansion: Int
        var outputs: Int
    }

    private static let stages = [
        Stage(blocks: 1, kernel: 3, stride: 1, expansion: 1, outputs: 16),
        Stage(blocks: 2, kernel: 3, stride: 2, expansion: 6, outputs: 24),
        Stage(blocks: 2, kernel: 5, stride: 2, expansion: 6, outputs: 40),
        Stage(blocks: 3, kernel: 3, stride: 2, expansion: 6, outputs: 80),
        Stage(blocks: 3, kernel: 5, stride: 1, expansion: 6, outputs: 112),
        Stage(blocks: 4, kernel: 5, stride: 2, expansion: 6, outputs: 192),
        Stage(blocks: 1, kernel: 3, stride: 1, expansion: 6, outputs: 320),
    ]
    private static let stemChannels = 32

    /// The last stage of each grid: what comes after it is coarser, or the head.
    private static let layerStages = [0, 1, 2, 4, 6]

    /// The graph with the weights of a state dict; `path` names the file in errors.
    ///
    /// With `layers` its outputs are what the network holds before each change of its grid and before its head, `[N, c, side, side]`, instead of features and logits, which
    /// are left out; from 112 pixels a side down to 7. Throws `ModelError.wrongTensors` listing all that is missing, misshapen or unknown.
    package static func build(
        _ tensors: [String: Tensor], path: String, layers: Bool = false
    ) throws(ModelError) -> ONNXGraphBuilder {
        var state = StateDictGraph(name: "efficientnet-lite0", tensors: tensors, path: path)
        var grid = side
        var x = state.graph.input(inputName, shape: [3, side, side])
        x = convolution(
            x, "_conv_stem", "_bn0", inputs: 3, outputs: stemChannels, kernel: 3, stride: 2, grid: &grid, in: &state)
        var channels = stemChannels
        var index = 0
        for (number, stage) in stages.enumerated() {
            for block in 0..<stage.blocks {
                var stage = stage
                if block > 0 { stage.stride = 1 }
                x = append(stage, to: x, name: "_blocks.\(index)", inputs: channels, grid: &grid, in: &state)
                channels = stage.outputs
                index += 1
            }
            if layers, layerStages.contains(number) { state.graph.output(x, shape: [channels, grid, grid]) }
        }
        if layers { return try state.finish { isHead($0) } }
        x = convolution(x, "_conv_head", "_bn1", inputs: channels, outputs: featureCount, grid: &grid, in: &state)
        let features = state.globalMean(x, output: featuresName)
        let head = [
            state.graph.initializer("_fc.weight", state.take("_fc.weight", [classCount, featureCount])),
            state.graph.initializer("_fc.bias", state.take("_fc.bias", [classCount])),
        ]
        _ = state.graph.node("Gemm", [features] + head, output: logitsName, attributes: ["transB": .integer(1)])
        state.graph.output(featuresName, shape: [featureCount])
        state.graph.output(logitsName, shape: [classCount])
        return try state.finish()
    }

    /// Whether a tensor is of what comes after the last layer.
    private static func isHead(_ name: String) -> Bool {
        ["_conv_head.", "_bn1.", "_fc."].contains { name.hasPrefix($0) }
    }

    private static func append(
        _ stage: Stage, to input: String, name: String, inputs: Int, grid: inout Int, in state: inout StateDictGraph
    ) -> String {
        let inner = inputs * stage.expansion
        var x = input
        if stage.expansion > 1 {
            x = convolution(
                x, "\(name)._expand_conv", "\(name)._bn0", inputs: inputs, outputs: inner, grid: &grid, in: &state)
        }
        x = convolution(
            x, "\(name)._depthwise_conv", "\(name)._bn1", inputs: inner, outputs: inner, kernel: stage.kernel,
            stride: stage.stride, depthwise: true, grid: &grid, in: &state)
        x = convolution(
            x, "\(name)._project_conv", "\(name)._bn2", inputs: inner, outputs: stage.outputs, then: .none, grid: &grid,
            in: &state)
        guard stage.stride == 1, inputs == stage.outputs else { return x }
        return state.graph.node("Add", [x, input])
    }

    /// A convolution with "same" padding of a square grid, whose new size `grid` gets.
    ///
    /// TensorFlow makes ⌈size/stride⌉ outputs and puts the odd pixel of padding below and to the right.
    private static func convolution(
        _ x: String, _ weight: String, _ norm: String, inputs: Int, outputs: Int, kernel: Int = 1, stride: Int = 1,
        depthwise: Bool = false, then activation: StateDictGraph.Activation = .rectifier6, grid: inout Int,
        in state: inout StateDictGraph
    ) -> String {
        let size = (grid + stride - 1) / stride
        let padding = max(0, (size - 1) * stride + kernel - grid)
        let (before, after) = (padding / 2, padding - padding / 2)
        grid = size
        return state.convolution(
            x, weight: weight, norm: norm, epsilon: epsilon,
            .init(
                inputs: inputs, outputs: outputs, kernel: (kernel, kernel), stride: stride,
                padding: [before, before, after, after], depthwise: depthwise),
            then: activation)
    }
}
