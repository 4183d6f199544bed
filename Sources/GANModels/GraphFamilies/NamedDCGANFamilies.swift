import GANNumerics
import GANONNX

/// PyTorch-StudioGAN's backbone `deep_conv`: a linear layer, transposed convolutions of kernel 4, and a convolution; its ACGAN and cGAN
/// normalize by class.
enum StudioDCGANFamily: GraphFamily {
    static let name = "studiogan-dcgan"
    static let projects = "PyTorch-StudioGAN's DCGAN and ACGAN"
    static let assumptions = "rectifiers, normalization's ε of 1e-4, tanh"

    static func recognizesGenerator(_ names: GraphNames) -> Bool {
        names.has("linear0.weight") && names.has("blocks.0.0.deconv0.weight") && names.has("conv4.weight")
    }

    static func generator(
        _ weights: GraphWeights, _ options: GraphOptions
    ) throws(ModelError) -> GraphGenerator {
        var names = ResidualNames.studio
        names.family = name
        var parts = ResidualGraph(weights.state(name), names)
        let first = parts.state.take("linear0.weight", axes: 2)
        var channels = weights.shape("blocks.0.0.deconv0.weight")?.first ?? 1
        var side = PyTorchGANFamily.square(first.shape[0] / max(1, channels)) ?? 0
        if side == 0 || side * side * channels != first.shape[0] {
            side = 4
            _ = parts.state.take("linear0.weight", [16 * channels, first.shape[1]])
        }
        var x = parts.state.linear(
            parts.state.graph.input("z", shape: [first.shape[1]]), "linear0", weight: first,
            bias: parts.state.take("linear0.bias", [first.shape[0]]).scalars)
        x = parts.state.reshaped(x, [0, channels, side, side])
        var classes: Int?
        var condition: String?
        if let gain = weights.shape("blocks.0.0.bn0.gain.weight"), gain.count == 2 {
            classes = gain[1]
            condition = parts.state.graph.input("label", shape: [gain[1]])
        }
        var index = 0
        while index < 4096 {
            let name = "blocks.\(index).0"
            if weights.has("\(name).\(names.attention.theta).weight") {
                x = parts.attention(x, name, channels: channels)
            } else if weights.has("\(name).deconv0.weight") {
                (x, channels) = parts.doublingConvolution(x, "\(name).deconv0", inputs: channels)
                side *= 2
                x = parts.state.rectified(
                    parts.normalized(x, "\(name).bn0", channels: channels, condition: condition))
            } else {
                break
            }
            guard side <= 4096 else {
                throw .unknownArchitecture(path: weights.path, problem: "its images would be \(side) pixels wide")
            }
            index += 1
        }
        (x, channels) = parts.convolution(x, "conv4", inputs: channels)
        _ = parts.state.graph.node("Tanh", [x], output: "images")
        parts.state.graph.output("images", shape: [channels, side, side])
        return GraphGenerator(
            graph: try parts.state.finish(), latent: LatentPrior(shape: [first.shape[1]]),
            sampleShape: [side, side, channels],
            parameterCount: weights.tensors.values.reduce(0) { $0 + $1.count }, classCount: classes)
    }
}

/// pytorch_GAN_zoo's DCGAN, whose names, `formatLayer` and `outlayer`, do not give the order in which its layers run.
enum GANZooDCGANFamily: GraphFamily {
    static let name = "gan-zoo-dcgan"
    static let projects = "pytorch_GAN_zoo's DCGAN"
    static let assumptions = "rectifiers, normalization's ε of 1e-5, tanh"

    static func recognizesGenerator(_ names: GraphNames) -> Bool {
        names.has("formatLayer.weight") && names.has("main.outlayer.weight")
    }

    static func generator(
        _ weights: GraphWeights, _ options: GraphOptions
    ) throws(ModelError) -> GraphGenerator {
        var names = ResidualNames.mimicry
        names.family = name
        var parts = ResidualGraph(weights.state(name), names)
        let first = parts.state.take("formatLayer.weight", axes: 4)
        var channels = first.shape[1]
        let z = parts.state.graph.input("z", shape: [first.shape[0]])
        var x = parts.state.transposedConvolution(
            parts.state.onGrid(z), "formatLayer", weight: first,
            bias: weights.has("formatLayer.bias") ? parts.state.take("formatLayer.bias", [channels]).scalars : nil,
            pads: [0, 0, 0, 0], stride: 1)
        var side = first.shape[2]
        let count = min(10, weights.count("main.convTranspose", ".weight", from: 1))
        for index in 0...count {
            if index > 0 {
                (x, channels) = parts.doublingConvolution(x, "main.convTranspose\(index)", inputs: channels)
                side *= 2
            }
            x = parts.state.rectified(
                parts.normalized(x, "main.batchNorm\(index)", channels: channels, condition: nil))
        }
        (x, channels) = parts.doublingConvolution(x, "main.outlayer", inputs: channels)
        side *= 2
        _ = parts.state.graph.node("Tanh", [x], output: "images")
        parts.state.graph.output("images", shape: [channels, side, side])
        return GraphGenerator(
            graph: try parts.state.finish(), latent: LatentPrior(shape: [first.shape[0]]),
            sampleShape: [side, side, channels],
            parameterCount: weights.tensors.values.reduce(0) { $0 + $1.count })
    }
}

extension ResidualGraph {
    /// A transposed convolution of kernel 4, stride 2 and padding 1, which doubles the image.
    mutating func doublingConvolution(_ x: String, _ name: String, inputs: Int) -> (y: String, outputs: Int) {
        let weight = state.take("\(name).weight", axes: 4)
        if weight.shape[0] != inputs || weight.shape[2] != 4 || weight.shape[3] != 4 {
            _ = state.take("\(name).weight", [inputs, weight.shape[1], 4, 4])
        }
        let bias = state.has("\(name).bias") ? state.take("\(name).bias", [weight.shape[1]]).scalars : nil
        return (
            state.transposedConvolution(x, name, weight: weight, bias: bias, pads: [1, 1, 1, 1], stride: 2),
            weight.shape[1]
        )
    }
}
