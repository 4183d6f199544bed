import GANNumerics
import GANONNX

/// The generator of lucidrains' stylegan2-pytorch: plain linear styles with 1 added, bilinear doubling, one noise image for all layers.
enum LucidrainsStyleGAN2Family: GraphFamily {
    static let name = "stylegan2-lucidrains"
    static let projects = "lucidrains' stylegan2-pytorch"
    static let assumptions = "slopes of 0.2, bilinear doubling, uniform noise, no last activation"

    static func recognizesGenerator(_ names: GraphNames) -> Bool {
        names.has("G.initial_conv.weight") && names.has("S.net.0.weight") && names.has("G.blocks.0.conv1.weight")
    }

    /// The averages of both parts, `GE` and `SE`, else `G` and `S`.
    static func gathered(_ file: GraphNames) -> [String: String]? {
        for (generator, mapping) in [("GE", "SE"), ("G", "S")] {
            let ending = "\(generator).blocks.0.conv1.weight"
            guard let found = file.order.first(where: { $0 == ending || $0.hasSuffix("." + ending) }) else { continue }
            let prefix = String(found.dropLast(ending.count))
            var places: [String: String] = [:]
            for name in file.order where name.hasPrefix(prefix) {
                let rest = name.dropFirst(prefix.count)
                for (part, own) in [(generator, "G"), (mapping, "S")] where rest.hasPrefix(part + ".") {
                    places["\(own).\(rest.dropFirst(part.count + 1))"] = name
                }
            }
            if places["S.net.0.weight"] != nil { return places }
        }
        return nil
    }

    static func generator(_ weights: GraphWeights, _ options: GraphOptions) throws -> GraphGenerator {
        let noise = options.noise ?? .random
        guard noise != .constant else {
            throw ModelOptionError.notForModel(
                path: weights.path, option: .noise, found: "it holds no noise images", remedy: "Give none or random.")
        }
        var state = weights.state(name)
        let blocks = min(12, weights.count("G.blocks.", ".conv1.weight"))
        let side = 4 << max(0, blocks - 1)
        var w = ""
        var latent = 0
        // The layers stand at even places, their activations between them.
        for index in stride(from: 0, to: 2 * 64, by: 2) where index == 0 || weights.has("S.net.\(index).weight") {
            let layer = state.equalized("S.net.\(index)", weightGain: 0.1, biasGain: 0.1)
            if index == 0 {
                latent = layer.weight.shape[1]
                w = unitLength(state.graph.input("z", shape: [latent]), &state)
            }
            w = state.leaky(state.linear(w, layer), slope: 0.2)
        }
        var x: String
        if weights.has("G.to_initial_block.weight") {
            let weight = state.take("G.to_initial_block.weight", axes: 4)
            x = state.transposedConvolution(
                state.onGrid(w), "G.to_initial_block", weight: weight,
                bias: weights.has("G.to_initial_block.bias")
                    ? state.take("G.to_initial_block.bias", [weight.shape[1]]).scalars : nil,
                pads: [0, 0, 0, 0], stride: 1)
        } else {
            let start = state.take("G.initial_block", axes: 4)
            // One for each sample.
            x = state.sum(
                state.graph.initializer("G.initial_block", start),
                state.product(state.onGrid(state.columnMean(w)), state.constant(0)))
        }
        let first = state.take("G.initial_conv.weight", axes: 4)
        x = state.convolution(
            x, "G.initial_conv", weight: first, bias: state.take("G.initial_conv.bias", [first.shape[0]]).scalars,
            padding: 1)
        var random: String?
        if noise == .random {
            // Their noise is uniform in [0, 1): the normal draws that ganeval gives are brought there by their distribution function.
            let normal = state.graph.input("noise", shape: [side, side, 1])
            let uniform = state.scaled(
                state.sum(
                    state.graph.node("Erf", [state.scaled(normal, by: Float(0.5).squareRoot())]), state.constant(1)),
                by: 0.5)
            random = state.graph.node("Transpose", [uniform], attributes: ["perm": .integers([0, 3, 2, 1])])
        }
        var image: String?
        var channels = 0
        for index in 0..<max(1, blocks) {
            let block = "G.blocks.\(index)"
            if index > 0 { x = state.bilinearUpsampled(x) }
            for number in 1...2 {
                x = convolution(
                    x, block, number, w, noise: random.map { cropped($0, to: 4 << index, &state) }, &state)
            }
            let colour = state.take("\(block).to_rgb.conv.weight", axes: 4)
            channels = colour.shape[0]
            let style = state.linear(w, linear("\(block).to_rgb.to_style", &state))
            var y = state.convolution(
                state.product(x, state.onGrid(state.sum(style, state.constant(1)))), "\(block).to_rgb.conv",
                weight: colour)
            if let image { y = state.sum(y, image) }
            if index < blocks - 1 {
                y = blurred(
                    state.bilinearUpsampled(y), "\(block).to_rgb.upsample.1", channels: channels, weights: weights,
                    &state)
            }
            image = y
        }
        _ = state.graph.node("Identity", [image ?? x], output: "images")
        state.graph.output("images", shape: [channels, side, side])
        return GraphGenerator(
            graph: try state.finish(), latent: LatentPrior(shape: [latent]), valueRange: ValueRange(low: 0, high: 1),
            sampleShape: [side, side, channels],
            parameterCount: weights.tensors.values.reduce(0) { $0 + $1.count }, noise: noise,
            truncationProblem: "it holds no mean of w to truncate towards",
            notes: ["The rate of the mapping network, 0.1, is assumed: a state dict does not hold it."])
    }

    /// z / max(‖z‖, 1e-12).
    private static func unitLength(_ x: String, _ state: inout StateDictGraph) -> String {
        state.unitVector(x, axis: 1)
    }

    private static func linear(_ name: String, _ state: inout StateDictGraph) -> StyleLinear {
        state.equalized(name, weightGain: 1, biasGain: 1)
    }

    /// The upper left corner of the noise.
    private static func cropped(_ noise: String, to side: Int, _ state: inout StateDictGraph) -> String {
        state.graph.node(
            "Slice",
            [
                noise, state.constant(integers: [0, 0]), state.constant(integers: [side, side]),
                state.constant(integers: [2, 3]),
            ])
    }

    private static func convolution(
        _ x: String, _ block: String, _ number: Int, _ w: String, noise: String?, _ state: inout StateDictGraph
    ) -> String {
        let name = "\(block).conv\(number)"
        let weight = state.take("\(name).weight", axes: 4)
        let style = state.sum(state.linear(w, linear("\(block).to_style\(number)", &state)), state.constant(1))
        var y = state.convolution(
            state.product(x, state.onGrid(style)), name, weight: weight, padding: weight.shape[2] / 2)
        let table = state.graph.initializer("\(name).squares", weight.squaresByChannel())
        let energy = state.graph.node("MatMul", [state.product(style, style), table])
        y = state.product(y, state.onGrid(state.reciprocalRoot(state.sum(energy, state.constant(1e-8)))))
        let strength = state.take("\(block).to_noise\(number).weight", [weight.shape[0], 1])
        let bias = state.take("\(block).to_noise\(number).bias", [weight.shape[0]])
        if let noise {
            let factor = state.graph.initializer(
                "\(block).to_noise\(number).weight", strength.reshaped([1, strength.count, 1, 1]))
            y = state.sum(y, state.product(noise, factor))
        }
        let offset = state.graph.initializer(
            "\(block).to_noise\(number).bias", bias.reshaped([1, bias.count, 1, 1]))
        return state.leaky(state.sum(y, offset), slope: 0.2)
    }

    private static func blurred(
        _ x: String, _ name: String, channels: Int, weights: GraphWeights, _ state: inout StateDictGraph
    ) -> String {
        let line = weights.has("\(name).f") ? state.take("\(name).f", [3]).scalars : [1, 2, 1]
        return state.blurred(x, name, line: line, channels: channels)
    }
}

extension StateDictGraph {
    /// x / max(‖x‖, 1e-12) along an axis.
    mutating func unitVector(_ x: String, axis: Int) -> String {
        let length = graph.node("ReduceL2", [x], attributes: ["axes": .integers([axis]), "keepdims": .integer(1)])
        return graph.node("Div", [x, graph.node("Max", [length, constant(1e-12)])])
    }

    /// `[N, 1]`: the mean over columns.
    mutating func columnMean(_ x: String) -> String {
        graph.node("ReduceMean", [x], attributes: ["axes": .integers([1]), "keepdims": .integer(1)])
    }

    /// A separable 3×3 blur of sum 1, over edges that mirror.
    mutating func blurred(_ x: String, _ name: String, line: [Float], channels: Int) -> String {
        let total = line.reduce(0) { $0 + abs($1) }
        let kernel = line.flatMap { a in line.map { a * $0 / (total * total) } }
        let padded = graph.node(
            "Pad", [x, constant(integers: [0, 0, 1, 1, 0, 0, 1, 1])], attributes: ["mode": .text("reflect")])
        return convolution(
            padded, "\(name).blur", weight: Tensor(shape: [3, 3], scalars: kernel).forEachOf(channels), groups: channels
        )
    }

    /// A gated linear unit: the first half of the channels times the sigmoid of the second.
    mutating func gated(_ x: String, channels: Int) -> String {
        let axis = constant(integers: [1])
        let half = constant(integers: [channels / 2])
        let first = graph.node("Slice", [x, constant(integers: [0]), half, axis])
        let second = graph.node("Slice", [x, half, constant(integers: [channels]), axis])
        return product(first, graph.node("Sigmoid", [second]))
    }
}

extension Tensor {
    /// `[inputs, outputs]`: of kernels `[outputs, inputs, k, k]` the sums of squares over each.
    func squaresByChannel() -> Tensor {
        let (outputs, inputs) = (shape[0], shape[1])
        let area = count / max(1, inputs * outputs)
        var squares = [Float](repeating: 0, count: inputs * outputs)
        for output in 0..<outputs {
            for channel in 0..<inputs {
                let start = (output * inputs + channel) * area
                let sum = scalars[start..<start + area].reduce(0.0) { $0 + Double($1) * Double($1) }
                squares[channel * outputs + output] = Float(sum)
            }
        }
        return Tensor(shape: [inputs, outputs], scalars: squares)
    }
}
