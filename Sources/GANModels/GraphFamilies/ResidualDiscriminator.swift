import GANData
import GANNumerics
import GANONNX

/// Puts a residual discriminator together: blocks that halve the image, self-attention, a sum over all places, a linear layer and where there
/// are classes the projection on a class's vector.
///
/// Miyato and Koyama 2018, 1802.05637; Brock et al. 2019, 1809.11096. Its weights take images of any side.
struct ResidualDiscriminator {
    /// One of the layers before the sum.
    enum Stage {
        case block(String, halves: Bool)
        case attention(String)
    }

    var parts: ResidualGraph
    /// Whether the rectifier that begins a block changes its input: the shortcut then gets it rectified, too, as PyTorch's in-place layers have it.
    let rectifiesInPlace: Bool
    /// The normalization of the shortcut, in blocks that have some.
    static let shortcutNorm = "bn0"

    init(_ weights: GraphWeights, _ names: ResidualNames, rectifiesInPlace: Bool) {
        parts = ResidualGraph(weights.state(names.family), names)
        self.rectifiesInPlace = rectifiesInPlace
    }

    /// The discriminator whose last layer and classes' vectors, where its scores depend on classes, have these names; `start` is the
    /// convolution before all blocks, where there is one.
    ///
    /// What `ignoring` says yes to may be left over. Throws `wrongTensors`, `unsuitableModel` for images of unknown size, and `unsuitableSamples` for those that are too small.
    mutating func discriminator(
        _ stages: [Stage], start: String? = nil, last: String, classes: String?, shape: SampleShape?,
        weights: GraphWeights, ignoring ignored: (String) -> Bool = { _ in false }
    ) throws(ModelError) -> GraphDiscriminator {
        let halvings = stages.count {
            if case .block(_, true) = $0 { true } else { false }
        }
        let image = try Self.image(shape, halvings: halvings, path: weights.path)
        var x = parts.state.graph.input("images", shape: [image.channels, image.height, image.width])
        var channels = image.channels
        if let start { (x, channels) = parts.convolution(x, start, inputs: channels) }
        var isFirst = start == nil
        for stage in stages {
            switch stage {
            case .block(let name, let halves):
                (x, channels) = block(x, name, inputs: channels, isFirst: isFirst, halves: halves)
                isFirst = false
            case .attention(let name): x = parts.attention(x, name, channels: channels)
            }
        }
        score(x, channels: channels, last: last, classes: classes, weights: weights)
        return GraphDiscriminator(
            graph: try parts.state.finish(ignoring: ignored),
            sampleShape: [image.height, image.width, image.channels])
    }

    /// The rectified image's sum over all places, and its score.
    mutating func score(_ x: String, channels: Int, last: String, classes: String?, weights: GraphWeights) {
        let total = parts.state.graph.node(
            "ReduceSum", [parts.state.rectified(x), parts.state.constant(integers: [2, 3])],
            attributes: ["keepdims": .integer(0)])
        let weight = parts.state.take("\(last).weight", [1, channels])
        let bias = weights.has("\(last).bias") ? parts.state.take("\(last).bias", [1]).scalars : nil
        var score = parts.state.linear(total, last, weight: weight, bias: bias)
        if let classes {
            var table = parts.state.take("\(classes).weight", axes: 2)
            if table.shape[1] != channels { table = parts.state.take("\(classes).weight", [table.shape[0], channels]) }
            let label = parts.state.graph.input("label", shape: [table.shape[0]])
            let vector = parts.state.graph.node(
                "MatMul", [label, parts.state.graph.initializer("\(classes).weight", table)])
            let products = parts.state.product(vector, total)
            let projection = parts.state.graph.node(
                "ReduceSum", [products, parts.state.constant(integers: [1])], attributes: ["keepdims": .integer(1)])
            score = parts.state.sum(score, projection)
        }
        _ = parts.state.graph.node("Identity", [score], output: "scores")
        parts.state.graph.output("scores", shape: [1])
    }

    /// The images' shape; throws `unsuitableModel` where it is unknown, and `unsuitableSamples` where less than a pixel would be left.
    static func image(_ shape: SampleShape?, halvings: Int, path: String) throws(ModelError) -> ImageShape {
        guard let image = shape?.imageShape else {
            throw .unsuitableModel(
                path: path, problem: "its weights take images of any size",
                expected: "a size that is known before it is opened",
                remedy: "Name it beside the data that it judges; `ganeval export` takes the size by --samples HxWxC.")
        }
        guard halvings < 20, min(image.height, image.width) >> halvings >= 1 else {
            throw .unsuitableSamples(
                source: path, found: "images of \(image.height)×\(image.width) pixels",
                expected: "images that can be halved \(halvings) times")
        }
        return image
    }

    /// A residual block; the first one has no rectifier before its first convolution.
    private mutating func block(
        _ x: String, _ name: String, inputs: Int, isFirst: Bool, halves: Bool
    ) -> (y: String, outputs: Int) {
        let names = parts.names
        let isNormalized = parts.state.has("\(name).\(names.norms[0]).running_mean")
        let isDeep = names.convolutions.count > 2
        var (h, channels) = (x, inputs)
        var beside = x
        for (index, convolution) in names.convolutions.enumerated() {
            let norm = isFirst ? index - 1 : index
            if isNormalized, names.norms.indices.contains(norm) {
                h = parts.normalized(h, "\(name).\(names.norms[norm])", channels: channels, condition: nil)
            }
            if !isFirst || index > 0 { h = parts.state.rectified(h) }
            if index == 0, rectifiesInPlace, !isNormalized { beside = h }
            if isDeep, halves, index == names.convolutions.count - 1 { h = parts.state.halved(h) }
            (h, channels) = parts.convolution(h, "\(name).\(convolution)", inputs: channels)
        }
        if halves {
            if !isDeep { h = parts.state.halved(h) }
            beside = parts.state.halved(beside)
        }
        beside = shortcut(beside, name, inputs: inputs, outputs: channels, isNormalized: isNormalized, isDeep: isDeep)
        return (parts.state.sum(h, beside), channels)
    }

    /// What is added to a block's result: a convolution of one pixel and a mean commute, so the mean comes first.
    private mutating func shortcut(
        _ x: String, _ name: String, inputs: Int, outputs: Int, isNormalized: Bool, isDeep: Bool
    ) -> String {
        let key = "\(name).\(parts.names.shortcut)"
        guard parts.state.has("\(key).weight") else {
            if inputs != outputs { _ = parts.state.take("\(key).weight", [outputs, inputs, 1, 1]) }
            return x
        }
        if isDeep {
            // More channels are made beside those that there are.
            let more = parts.state.take("\(key).weight", [max(0, outputs - inputs), inputs, 1, 1])
            let bias =
                parts.state.has("\(key).bias") ? parts.state.take("\(key).bias", [more.shape[0]]).scalars : nil
            let y = parts.state.convolution(x, key, weight: more, bias: bias)
            return parts.state.graph.node("Concat", [x, y], attributes: ["axis": .integer(1)])
        }
        var y = x
        if isNormalized {
            y = parts.normalized(y, "\(name).\(Self.shortcutNorm)", channels: inputs, condition: nil)
        }
        let (result, channels) = parts.convolution(y, key, inputs: inputs)
        if channels != outputs { _ = parts.state.take("\(key).weight", [outputs, inputs, 1, 1]) }
        return result
    }
}
