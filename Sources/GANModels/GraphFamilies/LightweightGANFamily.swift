import GANNumerics
import GANONNX

/// The generator of lucidrains' lightweight-gan: transposed convolution, then pixel shuffle, blur, convolution, noise and gated linear
/// units at each resolution, with channels weighted by what an earlier resolution saw.
///
/// Liu et al. 2021, 2101.04775.
enum LightweightGANFamily: GraphFamily {
    static let name = "lightweight-gan"
    static let projects = "lucidrains' lightweight-gan"
    static let assumptions = "swish, gated units, slopes of 0.1, normalization's ε of 1e-5, no last activation"

    /// After so many more resolutions a context weights channels.
    private static let contextDistance = 3

    static func recognizesGenerator(_ names: GraphNames) -> Bool {
        names.has("initial_conv.0.weight") && names.has("layers.0.0.0.net.0.weight") && names.has("out_conv.weight")
    }

    /// The average, `GE`, else `G`.
    static func gathered(_ file: GraphNames) -> [String: String]? {
        for part in ["GE", "G"] {
            let ending = "\(part).layers.0.0.0.net.0.weight"
            guard let found = file.order.first(where: { $0 == ending || $0.hasSuffix("." + ending) }) else { continue }
            let prefix = found.dropLast(ending.count) + part + "."
            var places: [String: String] = [:]
            for name in file.order where name.hasPrefix(prefix) { places[String(name.dropFirst(prefix.count))] = name }
            return places
        }
        return nil
    }

    static func generator(_ weights: GraphWeights, _ options: GraphOptions) throws -> GraphGenerator {
        let noise = options.noise ?? .random
        guard noise != .constant else {
            throw ModelOptionError.notForModel(
                path: weights.path, option: .noise, found: "it holds no noise images", remedy: "Give none or random.")
        }
        var parts = ResidualGraph(weights.state(name), .mimicry)
        let start = parts.state.take("initial_conv.0.weight", axes: 4)
        var channels = start.shape[1]
        let z = parts.state.graph.input("z", shape: [start.shape[0]])
        var x = parts.state.transposedConvolution(
            parts.state.onGrid(z), "initial_conv.0", weight: start,
            bias: parts.state.take("initial_conv.0.bias", [channels]).scalars, pads: [0, 0, 0, 0], stride: 1)
        x = parts.normalized(x, "initial_conv.1", channels: channels, condition: nil)
        x = parts.state.unitVector(parts.state.gated(x, channels: channels), axis: 1)
        channels /= 2
        var side = start.shape[2]
        let count = min(10, weights.count("layers.", ".0.0.net.0.weight"))
        var contexts: [Int: String] = [:]
        for index in 0..<count {
            let layer = "layers.\(index).0"
            let (wide, quadruple) = parts.convolution(x, "\(layer).0.net.0", inputs: channels)
            let swish = parts.state.product(wide, parts.state.graph.node("Sigmoid", [wide]))
            x = parts.state.graph.node(
                "DepthToSpace", [swish], attributes: ["blocksize": .integer(2), "mode": .text("CRD")])
            channels = quadruple / 4
            side *= 2
            let line = weights.has("\(layer).1.f") ? parts.state.take("\(layer).1.f", [3]).scalars : [1, 2, 1]
            x = parts.state.blurred(x, "\(layer).1", line: line, channels: channels)
            let weight = parts.state.take("\(layer).2.1.weight", axes: 4)
            if weight.shape[1] != channels {
                _ = parts.state.take("\(layer).2.1.weight", [weight.shape[0], channels] + weight.shape.suffix(2))
            }
            let (before, after) = (weight.shape[2] / 2, (weight.shape[2] - 1) / 2)
            channels = weight.shape[0]
            x = parts.state.convolution(
                x, "\(layer).2.1", weight: weight, bias: parts.state.take("\(layer).2.1.bias", [channels]).scalars,
                pads: [before, before, after, after])
            let strength = parts.state.take("\(layer).3.weight", [1]).scalars[0]
            if noise == .random, strength != 0 {
                let image = parts.state.graph.input("noise \(layer)", shape: [1, side, side])
                x = parts.state.sum(x, parts.state.scaled(image, by: strength))
            }
            x = parts.normalized(x, "\(layer).4", channels: channels, condition: nil)
            x = parts.state.gated(x, channels: channels)
            channels /= 2
            if weights.has("layers.\(index).1.to_k.weight") {
                contexts[index + contextDistance] = context(x, "layers.\(index).1", channels: channels, &parts)
            }
            if let context = contexts[index] { x = parts.state.product(x, context) }
        }
        (x, channels) = parts.convolution(x, "out_conv", inputs: channels)
        _ = parts.state.graph.node("Identity", [x], output: "images")
        parts.state.graph.output("images", shape: [channels, side, side])
        return GraphGenerator(
            graph: try parts.state.finish(), latent: LatentPrior(shape: [start.shape[0]]),
            valueRange: ValueRange(low: 0, high: 1), sampleShape: [side, side, channels],
            parameterCount: weights.tensors.values.reduce(0) { $0 + $1.count }, noise: noise)
    }

    /// `[N, c, 1, 1]`: a factor for each channel, from a weighted mean over the image.
    private static func context(_ x: String, _ name: String, channels: Int, _ parts: inout ResidualGraph) -> String {
        let (keys, one) = parts.convolution(x, "\(name).to_k", inputs: channels)
        let weights = parts.state.graph.node(
            "Softmax", [parts.state.reshaped(keys, [0, one, -1])], attributes: ["axis": .integer(-1)])
        let places = parts.state.graph.node(
            "Transpose", [parts.state.reshaped(x, [0, channels, -1])], attributes: ["perm": .integers([0, 2, 1])])
        let mean = parts.state.graph.node("MatMul", [weights, places])
        let grid = parts.state.reshaped(mean, [0, channels, 1, 1])
        let (hidden, width) = parts.convolution(grid, "\(name).net.0", inputs: channels)
        let (y, _) = parts.convolution(parts.state.leaky(hidden, slope: 0.1), "\(name).net.2", inputs: width)
        return parts.state.graph.node("Sigmoid", [y])
    }
}
