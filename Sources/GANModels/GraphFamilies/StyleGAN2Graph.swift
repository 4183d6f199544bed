import GANNumerics
import GANONNX

/// A StyleGAN2 generator as a graph.
///
/// A modulated convolution is taken apart: `conv(x·s)·(s²·ΣW² + ε)^(-1/2)`, with s a sample's styles, which is the same as a
/// convolution by weights of each sample's own, and runs over a whole batch. Gains of activations are folded into what comes before
/// them, for leaky rectifiers commute with positive factors.
struct StyleGAN2Graph {
    private var state: StateDictGraph
    private let network: StyleGAN2Network
    private let noise: GeneratorNoise

    init(_ network: StyleGAN2Network, in state: StateDictGraph, noise: GeneratorNoise) {
        self.network = network
        self.state = state
        self.noise = noise
    }

    /// Which part of the generator a graph holds.
    enum Part {
        case whole, mapping, synthesis
    }

    /// The state with the finished nodes: inputs `z`, `label` and `truncation`, or `w`; output `images`, or `w`.
    mutating func build(_ part: Part = .whole) -> StateDictGraph {
        let width = network.mapping.width
        let w: String
        if part == .synthesis {
            w = state.graph.input("w", shape: [width])
        } else {
            w = state.mapped(network.mapping, output: part == .mapping ? "w" : nil)
            if part == .mapping {
                state.graph.output("w", shape: [width])
                return state
            }
        }
        let image = synthesized(w)
        _ = state.graph.node("Identity", [image], output: "images")
        let side = network.side
        let channels = network.blocks.last?.colour?.bias.count ?? 0
        state.graph.output("images", shape: [channels, side.height, side.width])
        return state
    }

    // MARK: Synthesis

    private mutating func synthesized(_ w: String) -> String {
        var x = state.graph.initializer(
            "const", network.start.reshaped([1] + network.start.shape))
        var image: String?
        for block in network.blocks {
            let gain: Float = block.skip == nil ? 1 : Float(0.5).squareRoot()
            var beside: String?
            if let skip = block.skip {
                let channels = skip.weight.shape[0]
                let thin = state.convolution(x, skip.name, weight: skip.weight.scaled(by: gain))
                beside = doubled(thin, skip.filter, channels: channels, "\(skip.name).up")
            }
            for (index, layer) in block.convolutions.enumerated() {
                x = convolution(x, layer, w, gain: index == block.convolutions.count - 1 ? gain : 1)
            }
            if let beside { x = state.sum(beside, x) }
            if let colour = block.colour {
                let y = coloured(x, colour, w)
                if let before = image, let filter = colour.filter {
                    image = state.sum(doubled(before, filter, channels: colour.bias.count, "\(colour.name).up"), y)
                } else {
                    image = y
                }
            }
        }
        return image ?? x
    }

    /// `[N, C, 1, 1]` styles of a layer.
    private mutating func style(_ w: String, _ layer: StyleLinear) -> (flat: String, onGrid: String) {
        let flat = state.linear(w, layer)
        return (flat, state.onGrid(flat))
    }

    private mutating func convolution(
        _ input: String, _ layer: StyleGAN2Network.Convolution, _ w: String, gain: Float
    ) -> String {
        let shape = layer.weight.shape
        let (outputs, kernel) = (shape[0], shape[2])
        let styles = style(w, layer.style)
        var x = state.product(input, styles.onGrid)
        if layer.isUp {
            // A transposed convolution's weights have inputs first.
            x = state.transposedConvolution(
                x, layer.name, weight: layer.weight.swappingFirstAxes(), pads: [0, 0, 0, 0], stride: 2)
            if let filter = layer.filter {
                let m = filter.shape[0]
                // The kernel's own widening is taken off the filter's pads, so that sides become exactly twice as long.
                let before = kernel / 2 + (m + 1) / 2 - (kernel - 1)
                let after = kernel / 2 + (m - 2) / 2 - (kernel - 2)
                x = state.convolution(
                    x, "\(layer.name).blur", weight: filter.flipped().scaled(by: 4).forEachOf(outputs),
                    pads: [before, before, after, after], groups: outputs)
            }
        } else {
            x = state.convolution(x, layer.name, weight: layer.weight, padding: kernel / 2)
        }
        let full = layer.activation.gain * gain
        let table = state.graph.initializer("\(layer.name).squares", layer.weight.squaresByChannel())
        let energy = state.graph.node("MatMul", [state.product(styles.flat, styles.flat), table])
        let factor = state.reciprocalRoot(state.sum(energy, state.constant(layer.epsilon)))
        x = state.product(x, state.onGrid(state.scaled(factor, by: full)))
        x = noisy(x, layer, gain: full)
        let bias = state.graph.initializer(
            "\(layer.name).bias", Tensor(shape: [1, outputs, 1, 1], scalars: layer.bias.map { $0 * full }))
        x = state.sum(x, bias)
        switch layer.activation {
        case .leaky: x = state.leaky(x, slope: 0.2)
        case .rectifier: x = state.rectified(x)
        case .linear: break
        }
        return layer.clamp.map { state.clamped(x, to: $0 * gain) } ?? x
    }

    private mutating func noisy(_ x: String, _ layer: StyleGAN2Network.Convolution, gain: Float) -> String {
        guard let source = layer.noise, source.strength != 0 else { return x }
        let shape = [1] + source.grid
        switch noise {
        case .none: return x
        case .constant:
            guard let constant = source.image else { return x }
            let image = state.graph.initializer(
                "\(layer.name).noise", constant.scaled(by: source.strength * gain).reshaped([1] + shape))
            return state.sum(x, image)
        case .random:
            let image = state.graph.input("noise \(layer.name)", shape: shape)
            return state.sum(x, state.scaled(image, by: source.strength * gain))
        }
    }

    private mutating func coloured(_ x: String, _ layer: StyleGAN2Network.Colour, _ w: String) -> String {
        let y = state.convolution(
            state.product(x, style(w, layer.style).onGrid), layer.name, weight: layer.weight, bias: layer.bias,
            padding: layer.weight.shape[2] / 2)
        return layer.clamp.map { state.clamped(y, to: $0) } ?? y
    }

    /// An image of twice the sides: zeros between the pixels, then the filter four times as strong.
    private mutating func doubled(_ x: String, _ filter: Tensor, channels: Int, _ name: String) -> String {
        let m = filter.shape[0]
        let before = (m - 1) - (m + 1) / 2
        return state.transposedConvolution(
            x, name, weight: filter.scaled(by: 4).forEachOf(channels),
            pads: [before, before, m - 2 - before, m - 2 - before], stride: 2, groups: channels)
    }
}

extension Tensor {
    /// `[a, b, …]` as `[b, a, …]`.
    func swappingFirstAxes() -> Tensor {
        let (first, second) = (shape[0], shape[1])
        let inner = count / max(1, first * second)
        return Tensor(shape: [second, first] + shape.dropFirst(2)) { target in
            for a in 0..<first {
                for b in 0..<second {
                    for k in 0..<inner { target[(b * first + a) * inner + k] = scalars[(a * second + b) * inner + k] }
                }
            }
        }
    }

    /// A filter `[m, m]` turned by half a circle.
    func flipped() -> Tensor { Tensor(shape: shape, scalars: scalars.reversed()) }

    /// A filter `[m, m]` for each of `channels`, as a depthwise convolution's weights.
    func forEachOf(_ channels: Int) -> Tensor {
        Tensor(shape: [channels, 1] + shape, scalars: (0..<channels).flatMap { _ in scalars })
    }
}
