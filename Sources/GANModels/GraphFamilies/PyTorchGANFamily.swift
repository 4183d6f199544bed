import GANNumerics
import GANONNX

/// The generators of eriklindernoren's PyTorch-GAN whose layers its scripts fix: cgan and acgan, which take classes, dcgan and those
/// with dcgan's layers; gan and wgan_gp only where `--architecture` names the family, for any chain of linear layers looks like them.
///
/// Leaky rectifiers of slope 0.2, batch normalization with ε 0.8 but for the first of dcgan's, a hyperbolic tangent at the end.
enum PyTorchGANFamily: GraphFamily {
    static let name = "pytorch-gan"
    static let projects = "PyTorch-GAN's cgan, acgan, dcgan, gan, wgan_gp"
    static let assumptions = "slopes of 0.2, normalization's ε of 0.8, tanh"

    private static let epsilon: Float = 0.8

    static func recognizesGenerator(_ names: GraphNames) -> Bool {
        let isPerceptron = names.has("label_emb.weight") && names.has("model.0.weight")
        return isPerceptron || names.has("l1.0.weight") && names.has("conv_blocks.2.weight")
    }

    static func generator(
        _ weights: GraphWeights, _ options: GraphOptions
    ) throws(ModelError) -> GraphGenerator {
        var names = ResidualNames.mimicry
        names.family = name
        var parts = ResidualGraph(weights.state(name), names)
        var built = weights.has("l1.0.weight") ? convolutional(weights, &parts) : perceptron(weights, &parts)
        built.graph = try parts.state.finish()
        return built
    }

    private static func result(
        _ parts: ResidualGraph, latent: Int, side: Int, channels: Int, classes: Int?, _ weights: GraphWeights
    ) -> GraphGenerator {
        GraphGenerator(
            graph: parts.state.graph, latent: LatentPrior(shape: [latent]), sampleShape: [side, side, channels],
            parameterCount: weights.tensors.values.reduce(0) { $0 + $1.count }, classCount: classes)
    }

    /// The class's vector before the latent vector, linear layers with normalization, and an image of 1 or 3 channels.
    private static func perceptron(_ weights: GraphWeights, _ parts: inout ResidualGraph) -> GraphGenerator {
        let prefix = weights.has("model.0.weight") ? "model." : ""
        let width = weights.shape("\(prefix)0.weight").flatMap { $0.count == 2 ? $0[1] : nil } ?? 1
        var (latent, classes): (Int, Int?) = (width, nil)
        var x = ""
        if weights.has("label_emb.weight") {
            let table = parts.state.take("label_emb.weight", axes: 2)
            classes = table.shape[0]
            latent = max(1, width - table.shape[1])
            let label = parts.state.graph.input("label", shape: [table.shape[0]])
            let y = parts.state.graph.node(
                "MatMul", [label, parts.state.graph.initializer("label_emb.weight", table)])
            x = parts.state.graph.node(
                "Concat", [y, parts.state.graph.input("z", shape: [latent])], attributes: ["axis": .integer(1)])
        } else {
            x = parts.state.graph.input("z", shape: [latent])
        }
        let last = (0..<4096).last { weights.shape("\(prefix)\($0).weight")?.count == 2 } ?? 0
        var size = width
        for index in 0...last {
            let module = "\(prefix)\(index)"
            guard let shape = weights.shape("\(module).weight") else { continue }
            if shape.count == 2 {
                if index > 0 { x = parts.state.leaky(x, slope: 0.2) }
                let weight = parts.state.take("\(module).weight", [shape[0], size])
                let bias = parts.state.take("\(module).bias", [shape[0]]).scalars
                x = parts.state.linear(x, module, weight: weight, bias: bias)
                size = shape[0]
            } else {
                x = parts.normalizedVector(x, module, size: size, epsilon: epsilon)
            }
        }
        let channels = square(size) != nil ? 1 : 3
        let side = square(size / channels) ?? 0
        if side * side * channels != size { _ = parts.state.take("\(prefix)\(last).weight", [784, width]) }
        let image = parts.state.reshaped(x, [0, channels, max(1, side), max(1, side)])
        _ = parts.state.graph.node("Tanh", [image], output: "images")
        parts.state.graph.output("images", shape: [channels, max(1, side), max(1, side)])
        return result(parts, latent: latent, side: side, channels: channels, classes: classes, weights)
    }

    /// dcgan's layers: a linear one, then twice doubling, convolution and normalization; acgan multiplies the class's vector in.
    private static func convolutional(_ weights: GraphWeights, _ parts: inout ResidualGraph) -> GraphGenerator {
        let weight = parts.state.take("l1.0.weight", axes: 2)
        let latent = weight.shape[1]
        var z = parts.state.graph.input("z", shape: [latent])
        var classes: Int?
        if weights.has("label_emb.weight") {
            let table = parts.state.take("label_emb.weight", axes: 2)
            if table.shape[1] != latent { _ = parts.state.take("label_emb.weight", [table.shape[0], latent]) }
            classes = table.shape[0]
            let label = parts.state.graph.input("label", shape: [table.shape[0]])
            z = parts.state.product(
                z,
                parts.state.graph.node("MatMul", [label, parts.state.graph.initializer("label_emb.weight", table)]))
        }
        var x = parts.state.linear(
            z, "l1.0", weight: weight, bias: parts.state.take("l1.0.bias", [weight.shape[0]]).scalars)
        var channels = weights.shape("conv_blocks.0.weight")?.first ?? weight.shape[0]
        var side = square(weight.shape[0] / max(1, channels)) ?? 0
        if side * side * channels != weight.shape[0] || side == 0 {
            side = 1
            _ = parts.state.take("l1.0.weight", [channels, latent])
        }
        x = parts.state.reshaped(x, [0, channels, side, side])
        x = parts.normalized(x, "conv_blocks.0", channels: channels, condition: nil)
        for index in [2, 6] {
            x = parts.state.nearestUpsampled(x)
            side *= 2
            (x, channels) = parts.convolution(x, "conv_blocks.\(index)", inputs: channels)
            x = parts.normalized(
                x, "conv_blocks.\(index + 1)", channels: channels, condition: nil, epsilon: epsilon)
            x = parts.state.leaky(x, slope: 0.2)
        }
        (x, channels) = parts.convolution(x, "conv_blocks.9", inputs: channels)
        _ = parts.state.graph.node("Tanh", [x], output: "images")
        parts.state.graph.output("images", shape: [channels, side, side])
        return result(parts, latent: latent, side: side, channels: channels, classes: classes, weights)
    }

    /// The root of a square number.
    static func square(_ number: Int) -> Int? {
        guard number > 0 else { return nil }
        let root = Int(Double(number).squareRoot().rounded())
        return root * root == number ? root : nil
    }
}

extension ResidualGraph {
    /// Batch normalization of vectors `[N, d]`.
    mutating func normalizedVector(_ x: String, _ name: String, size: Int, epsilon: Float) -> String {
        let weight = state.take("\(name).weight", [size]).scalars
        let bias = state.take("\(name).bias", [size]).scalars
        let mean = state.take("\(name).running_mean", [size]).scalars
        let variance = state.take("\(name).running_var", [size]).scalars
        let count = min(weight.count, bias.count, mean.count, variance.count)
        let scale = (0..<count).map { weight[$0] / (variance[$0] + epsilon).squareRoot() }
        let offset = (0..<count).map { bias[$0] - mean[$0] * scale[$0] }
        let factor = state.graph.initializer("\(name).scale", Tensor(shape: [1, count], scalars: scale))
        let summand = state.graph.initializer("\(name).offset", Tensor(shape: [1, count], scalars: offset))
        return state.sum(state.product(x, factor), summand)
    }
}
