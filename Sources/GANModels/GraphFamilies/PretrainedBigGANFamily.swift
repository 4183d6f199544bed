import Foundation
import GANNumerics
import GANONNX

/// BigGAN-deep of Hugging Face's pytorch-pretrained-BigGAN, which keeps running statistics for each of several truncations.
///
/// A truncation is built into the graph. Which blocks double the image stands in `config.json` beside the weights; without it the
/// published models' rule is taken: every second block.
enum PretrainedBigGANFamily: GraphFamily {
    static let name = "biggan-hf"
    static let projects = "pytorch-pretrained-BigGAN's BigGAN-deep"
    static let assumptions = "rectifiers, nearest doubling, normalization's ε of 1e-4, keys pooled 2×2, tanh"

    static func recognizesGenerator(_ names: GraphNames) -> Bool {
        names.has("gen_z.weight") && names.has("layers.0.conv_0.weight")
    }

    static func gathered(_ file: GraphNames) -> [String: String]? {
        guard file.has("generator.gen_z.weight"), file.has("embeddings.weight") else { return nil }
        var places: [String: String] = [:]
        for name in file.order {
            if name.hasPrefix("generator.") { places[String(name.dropFirst(10))] = name }
            if name.hasPrefix("embeddings.") { places[name] = name }
        }
        return places
    }

    static func generator(_ weights: GraphWeights, _ options: GraphOptions) throws -> GraphGenerator {
        let truncation = options.truncation ?? 1
        guard truncation > 0, truncation <= 1 else {
            throw ModelOptionError.notForModel(
                path: weights.path, option: .truncation,
                found: "it keeps statistics for truncations above 0, up to 1, and not for \(truncation)",
                remedy: "Give a truncation in that range.")
        }
        var names = ResidualNames.huggingFace
        if let epsilon = weights.number("", "eps") { names.epsilon = Float(epsilon) }
        var parts = ResidualGraph(weights.state(name), names)
        parts.truncationRows = statistics(truncation, rows: weights.shape("bn.running_means")?.first ?? 1)
        let weight = parts.state.take("gen_z.weight", axes: 2)
        let embeddings = parts.state.take("embeddings.weight", axes: 2)
        let (embedded, classes) = (embeddings.shape[0], embeddings.shape[1])
        let size = max(1, weight.shape[1] - embedded)
        let z = parts.state.graph.input("z", shape: [size])
        let label = parts.state.graph.input("label", shape: [classes])
        let condition = parts.state.graph.node(
            "Concat", [z, parts.state.linear(label, "embeddings", weight: embeddings)],
            attributes: ["axis": .integer(1)])
        var channels = weights.shape("layers.0.conv_0.weight").flatMap { $0.count == 4 ? $0[1] : nil } ?? 1
        var side = Int(Double(weight.shape[0] / max(1, channels)).squareRoot().rounded())
        if side * side * channels != weight.shape[0] {
            side = 4
            _ = parts.state.take("gen_z.weight", [16 * channels, weight.shape[1]])
        }
        var x = parts.state.linear(
            condition, "gen_z", weight: weight, bias: parts.state.take("gen_z.bias", [weight.shape[0]]).scalars)
        // Its first image comes with channels last.
        x = parts.state.graph.node(
            "Transpose", [parts.state.reshaped(x, [0, side, side, channels])],
            attributes: ["perm": .integers([0, 3, 1, 2])])
        let ups = weights.numbers("", "layers")
        var block = 0
        var index = 0
        while index < 4096 {
            let name = "layers.\(index)"
            if weights.has("\(name).snconv1x1_theta.weight") {
                x = parts.attention(x, name, channels: channels)
            } else if weights.has("\(name).conv_0.weight") {
                let upsamples = ups.map { block < $0.count && $0[block] != 0 } ?? (block % 2 == 1)
                (x, channels) = parts.block(x, name, inputs: channels, condition: condition, upsamples: upsamples)
                if upsamples { side *= 2 }
                block += 1
            } else {
                break
            }
            guard side <= 4096 else {
                throw ModelError.unknownArchitecture(
                    path: weights.path, problem: "its images would be \(side) pixels wide")
            }
            index += 1
        }
        x = parts.state.rectified(parts.normalized(x, "bn", channels: channels, condition: nil))
        (x, channels) = parts.convolution(x, "conv_to_rgb", inputs: channels)
        x = parts.leading(x, 3)
        _ = parts.state.graph.node("Tanh", [x], output: "images")
        parts.state.graph.output("images", shape: [3, side, side])
        var generator = GraphGenerator(
            graph: try parts.state.finish(), latent: LatentPrior(shape: [size]), sampleShape: [side, side, 3],
            parameterCount: weights.tensors.values.reduce(0) { $0 + $1.count }, classCount: classes,
            takesTruncation: true, fixedTruncation: truncation)
        generator.notes.append(
            "Truncation \(truncation) chooses running statistics; latent vectors are standard normal, where its own code cuts them at ±2 and scales them."
        )
        if ups == nil {
            generator.notes.append(
                "There is no config.json beside it that lists its layers: that every second block doubles the image is assumed."
            )
        }
        return generator
    }

    /// Which two rows of the statistics a truncation mixes, as its own code does: the lower row gets the fraction.
    private static func statistics(_ truncation: Float, rows: Int) -> (first: Int, share: Float) {
        guard rows > 1 else { return (0, 1) }
        // Of the decimal number that was written: 0.3 is a whole row of fifty-one.
        let written = Double("\(truncation)") ?? Double(truncation)
        let place = written / (1 / Double(rows - 1))
        let first = place.rounded(.down)
        let share = place - first
        return (min(rows - 1, Int(first)), share == 0 ? 1 : Float(share))
    }
}
