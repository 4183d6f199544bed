import GANData
import GANNumerics
import GANONNX

/// The parts of which translators are made: convolutions with what a state dict says of their norms, and edges.
struct TranslatorGraph {
    var state: StateDictGraph
    private let weights: GraphWeights
    /// What running statistics were left aside.
    private(set) var ignoresStatistics = false
    /// Whether a batch normalization runs with its running statistics.
    private(set) var hasBatchNorm = false

    /// An image in the network: its value's name, and one sample's channels, height and width.
    struct Image {
        var name: String
        var channels: Int
        var height: Int
        var width: Int
    }

    init(_ weights: GraphWeights, family: String) {
        self.weights = weights
        state = weights.state(family)
    }

    /// The input, which is what the first convolution, `key`, takes; throws for images of other channels.
    mutating func input(_ key: String, shape: ImageShape) throws(ModelError) -> Image {
        let channels = weights.shape("\(key).weight").flatMap { $0.count == 4 ? $0[1] : nil } ?? shape.channels
        guard channels == shape.channels else {
            throw .unsuitableSamples(
                source: "--inputs", found: "\(SampleShape(shape))",
                expected:
                    "images of \(channels) channels, which \(weights.path) takes; --as rgb or --as grey makes such")
        }
        let name = state.graph.input("image", shape: [channels, shape.height, shape.width])
        return Image(name: name, channels: channels, height: shape.height, width: shape.width)
    }

    /// A convolution `key` with zeros around the image, or with its edges mirrored.
    mutating func convolution(
        _ x: Image, _ key: String, stride: Int = 1, padding: Int, mirrored: Bool = false
    ) -> Image {
        var weight = state.take("\(key).weight", axes: 4)
        if weight.shape[1] != x.channels {
            weight = state.take("\(key).weight", [weight.shape[0], x.channels] + weight.shape.suffix(2))
        }
        var name = x.name
        if mirrored { name = padded(x, before: padding, after: padding, mode: "reflect") }
        let y = state.convolution(
            name, key, weight: weight, bias: bias(key, weight.shape[0]), padding: mirrored ? 0 : padding, stride: stride
        )
        func side(_ size: Int, _ kernel: Int) -> Int { (size + 2 * padding - kernel) / stride + 1 }
        return Image(
            name: y, channels: weight.shape[0], height: side(x.height, weight.shape[2]),
            width: side(x.width, weight.shape[3]))
    }

    /// A transposed convolution `key` that doubles the image.
    mutating func doubled(_ x: Image, _ key: String) -> Image {
        var weight = state.take("\(key).weight", axes: 4)
        if weight.shape[0] != x.channels {
            weight = state.take("\(key).weight", [x.channels] + weight.shape.dropFirst())
        }
        // Kernels of 3 get the row that is missing at the end.
        let more = weight.shape[2] % 2
        var inputs = [x.name, state.graph.initializer("\(key).weight", weight)]
        if let bias = bias(key, weight.shape[1]) {
            inputs.append(state.graph.initializer("\(key).bias", Tensor(shape: [bias.count], scalars: bias)))
        }
        let pad = (weight.shape[2] - 1) / 2
        let y = state.graph.node(
            "ConvTranspose", inputs,
            attributes: [
                "kernel_shape": .integers(Array(weight.shape.suffix(2))), "strides": .integers([2, 2]),
                "pads": .integers([pad, pad, pad, pad]), "output_padding": .integers([more, more]),
            ])
        return Image(name: y, channels: weight.shape[1], height: 2 * x.height, width: 2 * x.width)
    }

    /// Half the image by the low-pass filter `key`.filt, a copy for each channel, with its edges mirrored.
    mutating func filteredHalf(_ x: Image, _ key: String, side: Int) -> Image {
        let weight = filter(key, channels: x.channels, side: side)
        let (before, after) = ((side - 1) / 2, side / 2)
        let padded = padded(x, before: before, after: after, mode: "reflect")
        let y = state.convolution(padded, "\(key).filt", weight: weight, stride: 2, groups: x.channels)
        return Image(name: y, channels: x.channels, height: (x.height + 1) / 2, width: (x.width + 1) / 2)
    }

    /// Twice the image by the filter `key`.filt: its edges are repeated, zeros put between the pixels, and what the filter adds is cut.
    mutating func filteredDouble(_ x: Image, _ key: String, side: Int) -> Image {
        let weight = filter(key, channels: x.channels, side: side)
        let before = 2 + (side - 1) / 2
        let after = side.isMultiple(of: 2) ? before : before - 1
        let y = state.transposedConvolution(
            padded(x, before: 1, after: 1, mode: "edge"), "\(key).filt", weight: weight,
            pads: [before, before, after, after], stride: 2, groups: x.channels)
        return Image(name: y, channels: x.channels, height: 2 * x.height, width: 2 * x.width)
    }

    /// A filter of 2 to 8 rows; any other is told by `finish`.
    private mutating func filter(_ key: String, channels: Int, side: Int) -> Tensor {
        let rows = min(max(side, 2), 8)
        return state.take("\(key).filt", [channels, 1, rows, rows])
    }

    private mutating func padded(_ x: Image, before: Int, after: Int, mode: String) -> String {
        state.graph.node(
            "Pad", [x.name, state.constant(integers: [0, 0, before, before, 0, 0, after, after])],
            attributes: ["mode": .text(mode)])
    }

    private mutating func bias(_ key: String, _ count: Int) -> [Float]? {
        weights.has("\(key).bias") ? state.take("\(key).bias", [count]).scalars : nil
    }

    /// What normalizes the result of the convolution `key`: `norm`, as its tensors say.
    ///
    /// Scales with running statistics are batch normalization. Instance normalization has none of its own, so that a convolution with a
    /// bias tells it (`always` where a project never leaves it away); running statistics without scales are those of its old form,
    /// which its projects drop when they load a file.
    mutating func normalized(_ x: Image, _ norm: String, after key: String, always: Bool = false) -> Image {
        var result = x
        let channels = [x.channels]
        if weights.has("\(norm).running_mean") {
            let mean = state.take("\(norm).running_mean", channels),
                variance = state.take("\(norm).running_var", channels)
            if weights.has("\(norm).weight") {
                hasBatchNorm = true
                let scale = state.take("\(norm).weight", channels), offset = state.take("\(norm).bias", channels)
                let inputs = [("weight", scale), ("bias", offset), ("running_mean", mean), ("running_var", variance)]
                    .map { state.graph.initializer("\(norm).\($0)", $1) }
                result.name = state.graph.node("BatchNormalization", [x.name] + inputs)
                return result
            }
            ignoresStatistics = true
        } else if !always, !weights.has("\(norm).weight"), !weights.has("\(key).bias") {
            return x
        }
        let isAffine = weights.has("\(norm).weight")
        let scale = isAffine ? state.take("\(norm).weight", channels) : Tensor(shape: channels, repeating: 1)
        let offset = isAffine ? state.take("\(norm).bias", channels) : Tensor(shape: channels)
        let inputs = [
            state.graph.initializer("\(norm).weight", scale), state.graph.initializer("\(norm).bias", offset),
        ]
        result.name = state.graph.node(
            "InstanceNormalization", [x.name] + inputs, attributes: ["epsilon": .float(1e-5)])
        return result
    }

    /// A function of each value.
    mutating func rectified(_ x: Image) -> Image { changed(x, state.rectified(x.name)) }
    mutating func leaky(_ x: Image) -> Image { changed(x, state.leaky(x.name, slope: 0.2)) }

    /// The sum of two images of one shape.
    mutating func sum(_ a: Image, _ b: Image) -> Image { changed(a, state.sum(a.name, b.name)) }

    /// The channels of two images of one size.
    mutating func joined(_ a: Image, _ b: Image) -> Image {
        var result = a
        result.name = state.graph.node("Concat", [a.name, b.name], attributes: ["axis": .integer(1)])
        result.channels = a.channels + b.channels
        return result
    }

    /// An image twice as large by the nearest pixel.
    mutating func enlarged(_ x: Image) -> Image {
        Image(name: state.nearestUpsampled(x.name), channels: x.channels, height: 2 * x.height, width: 2 * x.width)
    }

    private func changed(_ x: Image, _ name: String) -> Image {
        var result = x
        result.name = name
        return result
    }

    /// The whole network, which ends with a hyperbolic tangent; throws `wrongTensors`.
    mutating func finish(_ x: Image) throws(ModelError) -> GraphTranslator {
        _ = state.graph.node("Tanh", [x.name], output: "images")
        state.graph.output("images", shape: [x.channels, x.height, x.width])
        var notes: [String] = []
        if hasBatchNorm {
            notes.append(
                "Batch normalization takes its running statistics and dropout is off, as evaluation mode has it (test.py --eval)."
            )
        }
        if ignoresStatistics {
            notes.append("Running statistics of instance normalization are left aside: each image has its own.")
        }
        return GraphTranslator(graph: try state.finish(), notes: notes)
    }
}
