import GANData
import GANNumerics
import GANONNX

/// StyleGAN2's discriminators: NVIDIA's stylegan2-ada-pytorch and stylegan3 (`resnet`, `skip`, `orig`, with classes and without), StudioGAN's copy,
/// and rosinality's.
///
/// Karras et al. 2020, 1912.04958. The deviation over a batch, which its last layers get, is that of a single sample: so a score depends on its
/// sample alone.
extension StyleGAN2Family {
    static func recognizesDiscriminator(_ names: GraphNames) -> Bool {
        names.has("b4.fc.weight") && names.has("b4.out.weight")
            || names.has("final_linear.0.weight") && names.has("final_conv.0.weight")
    }

    static func discriminator(_ weights: GraphWeights, shape: SampleShape?) throws -> GraphDiscriminator {
        var builder = StyleGAN2Discriminator(weights)
        return try weights.has("b4.fc.weight") ? builder.named() : builder.numbered(shape: shape)
    }
}

/// Puts a StyleGAN2 discriminator together, in either project's names.
private struct StyleGAN2Discriminator {
    let weights: GraphWeights
    var state: StateDictGraph
    /// What a block's two roads are multiplied by, so that their sum is as strong as each.
    private static let half = Float(0.5).squareRoot()
    /// The root of what is added to a variance, which is all that a single sample has.
    private static let deviation: Float = 1e-4
    private static let note =
        "The deviation over a batch is that of a single sample, where training took groups of several: scores are comparable with each other, not with its log's."

    init(_ weights: GraphWeights) {
        self.weights = weights
        state = weights.state(StyleGAN2Family.name)
    }

    /// A layer whose bias and leaky rectifier, where there are such, have names of their own.
    struct Layer {
        var weight: String
        var bias: String?
        /// The low-pass filter by which the image is halved.
        var filter: Tensor?
        var isActive = true
        var gain: Float = 1
        var clamp: Float?
    }

    /// A convolution of an image with `inputs` channels.
    mutating func convolution(_ x: String, _ layer: Layer, inputs: Int) -> (y: String, outputs: Int) {
        var weight = state.take("\(layer.weight).weight", axes: 4)
        let side = weight.shape[2]
        if weight.shape[1] != inputs || weight.shape[3] != side || side != 1 && side != 3 {
            weight = state.take("\(layer.weight).weight", [weight.shape[0], inputs, min(side, 3), min(side, 3)])
        }
        let outputs = weight.shape[0]
        let gain =
            weights.number(layer.weight, "weight_gain").map { Float($0) }
            ?? 1 / Float(max(1, weight.count / max(1, outputs))).squareRoot()
        // A leaky rectifier commutes with its gain.
        let full = layer.gain * (layer.isActive ? Float(2).squareRoot() : 1)
        let bias = layer.bias.map { state.take($0, [outputs]).scalars.map { $0 * full } }
        var (y, padding, stride) = (x, side / 2, 1)
        if let filter = layer.filter {
            // The filter widens what the strided convolution then sees without edges of its own.
            let (total, rows) = (filter.shape[0] - 2 + 2 * (side / 2), filter.flipped().forEachOf(inputs))
            let pads = [(total + 1) / 2, (total + 1) / 2, total / 2, total / 2]
            y = state.convolution(y, "\(layer.weight).blur", weight: rows, pads: pads, groups: inputs)
            (padding, stride) = (0, 2)
        }
        y = state.convolution(
            y, layer.weight, weight: weight.scaled(by: gain * full), bias: bias, padding: padding, stride: stride)
        if layer.isActive { y = state.leaky(y, slope: 0.2) }
        return (layer.clamp.map { state.clamped(y, to: $0 * layer.gain) } ?? y, outputs)
    }

    /// A fully connected layer with a leaky rectifier or without.
    private mutating func linear(_ x: String, _ name: String, isActive: Bool) -> (y: String, outputs: Int) {
        let layer = state.equalized(
            name, weightGain: weights.number(name, "weight_gain").map { Float($0) },
            biasGain: weights.number(name, "bias_gain").map { Float($0) }, isActive: isActive)
        return (state.linear(x, layer), layer.weight.shape[0])
    }

    /// Constant channels beside an image's own, as many as `wanted` has more.
    private mutating func withDeviation(_ x: String, channels: Int, wanted: Int) -> String {
        guard wanted > channels, wanted - channels <= channels else { return x }
        let some = state.graph.node(
            "Slice",
            [
                x, state.constant(integers: [0]), state.constant(integers: [wanted - channels]),
                state.constant(integers: [1]),
            ])
        let constant = state.sum(state.scaled(some, by: 0), state.constant(Self.deviation))
        return state.graph.node("Concat", [x, constant], attributes: ["axis": .integer(1)])
    }

    private mutating func finish(_ score: String, side: Int, channels: Int) throws(ModelError) -> GraphDiscriminator {
        _ = state.graph.node("Identity", [score], output: "scores")
        state.graph.output("scores", shape: [1])
        let graph = try state.finish { name in
            name.hasSuffix(".resample_filter") || name.hasSuffix(".kernel") || name.hasSuffix("w_avg")
                || ["linear_mi.", "embedding_mi.", "linear2.", "embedding."].contains { name.hasPrefix($0) }
        }
        return GraphDiscriminator(graph: graph, sampleShape: [side, side, channels], notes: [Self.note])
    }

    // MARK: NVIDIA's names

    /// Blocks by the side of the image that they get, down to `b4`.
    mutating func named() throws(ModelError) -> GraphDiscriminator {
        var side = 4
        while side < 4096, weights.has("b\(side * 2).conv0.weight") { side *= 2 }
        let full = side
        let colours = weights.shape("b\(side).fromrgb.weight").flatMap { $0.count == 4 ? $0[1] : nil } ?? 1
        var image = state.graph.input("images", shape: [colours, side, side])
        var (x, channels) = ("", 0)
        while side >= 4 {
            let name = "b\(side)"
            if x.isEmpty || weights.has("\(name).fromrgb.weight") {
                let (y, outputs) = convolution(image, layer("\(name).fromrgb"), inputs: colours)
                (x, channels) = (x.isEmpty ? y : state.sum(x, y), outputs)
            }
            guard side > 4 else { break }
            let filter = state.filter("\(name).resample_filter")
            if weights.has("b\(side / 2).fromrgb.weight") {
                image = halved(image, filter, channels: colours, "\(name).image")
            }
            let hasSkip = weights.has("\(name).skip.weight")
            var beside: String?
            if hasSkip {
                let own = weights.has("\(name).skip.resample_filter")
                var skip = Layer(weight: "\(name).skip", filter: filter, isActive: false, gain: Self.half)
                if own { skip.filter = state.filter("\(name).skip.resample_filter") }
                beside = convolution(x, skip, inputs: channels).y
            }
            (x, channels) = convolution(x, layer("\(name).conv0"), inputs: channels)
            var last = layer("\(name).conv1")
            last.filter =
                weights.has("\(name).conv1.resample_filter") ? state.filter("\(name).conv1.resample_filter") : filter
            if hasSkip { last.gain = Self.half }
            (x, channels) = convolution(x, last, inputs: channels)
            if let beside { x = state.sum(beside, x) }
            side /= 2
        }
        return try finish(epilogue(x, channels: channels), side: full, channels: colours)
    }

    private func layer(_ name: String) -> Layer {
        Layer(weight: name, bias: "\(name).bias", clamp: weights.number(name, "conv_clamp").map { Float($0) })
    }

    /// The layers behind 4×4 pixels, and the product with the class's vector.
    private mutating func epilogue(_ x: String, channels: Int) -> String {
        let wanted = weights.shape("b4.conv.weight").flatMap { $0.count == 4 ? $0[1] : nil } ?? channels
        let (y, outputs) = convolution(
            withDeviation(x, channels: channels, wanted: wanted), layer("b4.conv"), inputs: wanted)
        let flat = state.reshaped(y, [0, outputs * 16])
        let (hidden, features) = linear(flat, "b4.fc", isActive: true)
        let (score, width) = linear(hidden, "b4.out", isActive: false)
        guard weights.has("mapping.embed.weight") else {
            if width != 1 { _ = state.take("b4.out.weight", [1, features]) }
            return score
        }
        let embedding = state.equalized("mapping.embed")
        let label = state.graph.input("label", shape: [embedding.weight.shape[1]])
        var w = state.rootMeanNormalized(state.linear(label, embedding))
        for index in 0..<weights.count("mapping.fc", ".weight") {
            let name = "mapping.fc\(index)"
            let layer = state.equalized(
                name, rate: 0.01, weightGain: weights.number(name, "weight_gain").map { Float($0) },
                biasGain: weights.number(name, "bias_gain").map { Float($0) }, isActive: true)
            w = state.linear(w, layer)
        }
        let sum = state.graph.node(
            "ReduceSum", [state.product(score, w), state.constant(integers: [1])],
            attributes: ["keepdims": .integer(1)])
        return state.scaled(sum, by: 1 / Float(max(1, width)).squareRoot())
    }

    /// Half an image by its filter.
    private mutating func halved(_ x: String, _ filter: Tensor, channels: Int, _ name: String) -> String {
        let total = filter.shape[0] - 2
        return state.convolution(
            x, name, weight: filter.flipped().forEachOf(channels),
            pads: [(total + 1) / 2, (total + 1) / 2, total / 2, total / 2], stride: 2, groups: channels)
    }

    // MARK: rosinality's names

    /// Blocks by number, `convs.1` and so on; the image's side follows from how many there are.
    mutating func numbered(shape: SampleShape?) throws(ModelError) -> GraphDiscriminator {
        let blocks = min(10, weights.count("convs.", ".conv1.0.weight", from: 1))
        let side = 4 << blocks
        let colours = weights.shape("convs.0.0.weight").flatMap { $0.count == 4 ? $0[1] : nil } ?? 3
        let image = state.graph.input("images", shape: [colours, side, side])
        var (x, channels) = convolution(
            image, Layer(weight: "convs.0.0", bias: "convs.0.1.bias"), inputs: colours)
        for index in 1..<blocks + 1 {
            let name = "convs.\(index)"
            let skip = Layer(
                weight: "\(name).skip.1", filter: state.filter("\(name).skip.0.kernel"), isActive: false,
                gain: Self.half)
            let beside = convolution(x, skip, inputs: channels).y
            (x, channels) = convolution(
                x, Layer(weight: "\(name).conv1.0", bias: "\(name).conv1.1.bias"), inputs: channels)
            let last = Layer(
                weight: "\(name).conv2.1", bias: "\(name).conv2.2.bias", filter: state.filter("\(name).conv2.0.kernel"),
                gain: Self.half)
            (x, channels) = convolution(x, last, inputs: channels)
            x = state.sum(beside, x)
        }
        let wanted = channels + 1
        (x, channels) = convolution(
            withDeviation(x, channels: channels, wanted: wanted),
            Layer(weight: "final_conv.0", bias: "final_conv.1.bias"), inputs: wanted)
        let hidden = linear(state.reshaped(x, [0, channels * 16]), "final_linear.0", isActive: true).y
        let (score, width) = linear(hidden, "final_linear.1", isActive: false)
        if width != 1 { _ = state.take("final_linear.1.weight", [1, channels]) }
        return try finish(score, side: side, channels: colours)
    }
}
