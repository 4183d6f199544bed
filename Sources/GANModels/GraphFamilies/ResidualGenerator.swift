import GANNumerics
import GANONNX

/// Puts a residual generator together: a linear layer, blocks that double the image, self-attention, and colours.
struct ResidualGenerator {
    /// One of the layers between the first and the last.
    enum Stage {
        case block(String, upsamples: Bool)
        case attention(String)
    }

    private(set) var parts: ResidualGraph
    private var classCount: Int?
    private var latentSize = 0

    init(_ weights: GraphWeights, _ names: ResidualNames) {
        parts = ResidualGraph(weights.state(names.family), names)
    }

    /// The generator whose stages, last normalization and last convolution have these names.
    mutating func generator(
        _ stages: [Stage], norm: String, colour: String, weights: GraphWeights
    ) throws(ModelError) -> GraphGenerator {
        let names = parts.names
        let weight = parts.state.take("\(names.first).weight", axes: 2)
        let bias =
            parts.state.has("\(names.first).bias")
            ? parts.state.take("\(names.first).bias", [weight.shape[0]]).scalars : nil
        let blocks = stages.compactMap { stage -> String? in
            if case .block(let name, _) = stage { return name }
            return nil
        }
        let (z, conditions) = inputs(width: weight.shape[1], blocks: blocks, weights: weights)
        let first = blocks.first.map { "\($0).\(names.convolutions[0]).weight" } ?? ""
        var channels = weights.shape(first).flatMap { $0.count == 4 ? $0[1] : nil } ?? weight.shape[0]
        let area = weight.shape[0] / max(1, channels)
        var side = Int(Double(area).squareRoot().rounded())
        if side * side * channels != weight.shape[0] {
            side = 4
            _ = parts.state.take("\(names.first).weight", [16 * channels, weight.shape[1]])
        }
        var x = parts.state.linear(z, names.first, weight: weight, bias: bias)
        x = parts.state.reshaped(x, [0, channels, side, side])
        var block = 0
        for stage in stages {
            switch stage {
            case .block(let name, let upsamples):
                (x, channels) = parts.block(
                    x, name, inputs: channels, condition: conditions.isEmpty ? nil : conditions[block],
                    upsamples: upsamples)
                if upsamples { side *= 2 }
                block += 1
            case .attention(let name): x = parts.attention(x, name, channels: channels)
            }
            guard side <= 4096 else {
                throw .unknownArchitecture(path: weights.path, problem: "its images would be \(side) pixels wide")
            }
        }
        x = parts.state.rectified(parts.normalized(x, norm, channels: channels, condition: nil))
        (x, channels) = parts.convolution(x, colour, inputs: channels)
        _ = parts.state.graph.node("Tanh", [x], output: "images")
        parts.state.graph.output("images", shape: [channels, side, side])
        return GraphGenerator(
            graph: try parts.state.finish(), latent: LatentPrior(shape: [latentSize]),
            sampleShape: [side, side, channels],
            parameterCount: weights.tensors.values.reduce(0) { $0 + $1.count }, classCount: classCount)
    }

    /// What the first layer takes, and the condition of each block; none of an unconditional generator.
    private mutating func inputs(
        width: Int, blocks: [String], weights: GraphWeights
    ) -> (first: String, conditions: [String]) {
        let names = parts.names
        let norm = blocks.first.map { "\($0).\(names.norms[0])" } ?? ""
        if let table = weights.shape("\(norm).embed.weight"), table.count == 2 {
            return (latent(width), repeated(label(table[0]), blocks))
        }
        guard let gain = weights.shape("\(norm).gain.weight"), gain.count == 2 else { return (latent(width), []) }
        if let shared = names.shared, weights.has("\(shared).weight") {
            let table = parts.state.take("\(shared).weight", axes: 2)
            let size = table.shape[1]
            let y = parts.state.graph.node(
                "MatMul", [label(table.shape[0]), parts.state.graph.initializer("\(shared).weight", table)])
            if gain[1] == size { return (latent(width), repeated(y, blocks)) }
            if gain[1] == width, width > size {
                // BigGAN-deep: class and whole latent vector go everywhere.
                let z = joined(y, latent(width - size))
                return (z, repeated(z, blocks))
            }
            let chunks = chunks(of: width, blocks)
            return (chunks[0], chunks.dropFirst().map { joined(y, $0) })
        }
        let convolution = "\(blocks.first ?? "").\(names.convolutions[0]).weight"
        let isEmbedding =
            weights.shape(convolution).map { $0.count == 4 && $0[1] != gain[0] && $0[1] == gain[1] } ?? false
        let classes = isEmbedding ? gain[0] : gain[1]
        // BigGAN-PyTorch has linear gains only of a class's vector from this table.
        if !isEmbedding, names.family == ResidualNames.brock.family { _ = parts.state.take("shared.weight", axes: 2) }
        if !isEmbedding, gain[1] == width {
            let chunks = chunks(of: width, blocks)
            return (chunks[0], Array(chunks.dropFirst()))
        }
        return (latent(width), repeated(label(classes), blocks))
    }

    private func repeated(_ condition: String, _ blocks: [String]) -> [String] { blocks.map { _ in condition } }

    private mutating func latent(_ size: Int) -> String {
        latentSize = size
        return parts.state.graph.input("z", shape: [size])
    }

    private mutating func label(_ classes: Int) -> String {
        classCount = classes
        return parts.state.graph.input("label", shape: [classes])
    }

    private mutating func joined(_ a: String, _ b: String) -> String {
        parts.state.graph.node("Concat", [a, b], attributes: ["axis": .integer(1)])
    }

    /// A latent vector in pieces: one for the first layer, one for each block.
    private mutating func chunks(of size: Int, _ blocks: [String]) -> [String] {
        let z = latent(size * (blocks.count + 1))
        return (0...blocks.count).map { parts.columns(z, $0 * size..<($0 + 1) * size) }
    }
}
