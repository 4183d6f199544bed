import Foundation
import GANCheckpoints
import GANNumerics
import GANONNX

/// A StyleGAN3 synthesis network as a graph: Fourier features, then modulated convolutions whose non-linearities work at a higher
/// sampling rate between two low-pass filters.
struct StyleGAN3Graph {
    /// A layer's tensors with what surrounds them.
    struct Layer {
        var plan: StyleGAN3Schedule.Layer
        var weight: Tensor
        var bias: [Float]
        var style: StyleLinear
        /// (magnitude)^(-1/2), by which the layer's input is brought to unit size.
        var gain: Float
        var upFilter: Tensor?
        var downFilter: Tensor?
        var clamp: Float?
    }

    private(set) var state: StateDictGraph
    private let weights: GraphWeights
    private let schedule: StyleGAN3Schedule
    private var input = Input()

    /// The tensors of the Fourier features.
    private struct Input {
        var weight = Tensor(0)
        var frequencies = Tensor(0)
        var phases: [Float] = []
        var transform = Tensor(0)
        var affine = StyleLinear(name: "", weight: Tensor(0), bias: [])
    }

    init(_ state: StateDictGraph, weights: GraphWeights, schedule: StyleGAN3Schedule) {
        self.state = state
        self.weights = weights
        self.schedule = schedule
    }

    /// Takes every tensor of the synthesis.
    mutating func read() -> [Layer] {
        let mapping = NVIDIAMapping(weights: weights)
        let mix = state.take("synthesis.input.weight", axes: 2)
        let channels = mix.shape[0]
        if mix.shape[1] != channels { _ = state.take("synthesis.input.weight", [channels, channels]) }
        input.weight = mix
        input.frequencies = state.take("synthesis.input.freqs", [channels, 2])
        input.phases = state.take("synthesis.input.phases", [channels]).scalars
        input.transform = state.take("synthesis.input.transform", [3, 3])
        input.affine = mapping.linear("synthesis.input.affine", &state)
        if input.affine.weight.shape[0] != 4 {
            _ = state.take("synthesis.input.affine.weight", [4, input.affine.weight.shape[1]])
        }
        var inputs = channels
        var layers: [Layer] = []
        for plan in schedule.layers {
            let weight = state.take("\(plan.name).weight", axes: 4)
            let kernel = weight.shape[2]
            if weight.shape[1] != inputs || weight.shape[3] != kernel || kernel > 16 {
                _ = state.take("\(plan.name).weight", [weight.shape[0], inputs, min(kernel, 16), min(kernel, 16)])
            }
            var style = mapping.linear("\(plan.name).affine", &state)
            if plan.isColour {
                let gain = 1 / Float(inputs * kernel * kernel).squareRoot()
                style.weight = style.weight.scaled(by: gain)
                style.bias = style.bias.map { $0 * gain }
            }
            let magnitude =
                weights.has("\(plan.name).magnitude_ema") ? state.take("\(plan.name).magnitude_ema", []).scalar : 1
            inputs = weight.shape[0]
            layers.append(
                Layer(
                    plan: plan, weight: weight, bias: state.take("\(plan.name).bias", [inputs]).scalars, style: style,
                    gain: 1 / magnitude.squareRoot(), upFilter: filter("\(plan.name).up_filter"),
                    downFilter: filter("\(plan.name).down_filter"),
                    clamp: clamp(plan.name)))
        }
        return layers
    }

    /// Where activations are cut: what the module holds, which may be nothing, else the published 256.
    private func clamp(_ name: String) -> Float? {
        guard let stored = weights.attribute(name, "conv_clamp") else { return 256 }
        return stored.number.map { Float($0) }
    }

    /// A filter of one axis, applied along both, or of two.
    private mutating func filter(_ name: String) -> Tensor? {
        guard let shape = weights.shape(name) else { return nil }
        let filter = state.take(name, axes: shape.count == 2 ? 2 : 1)
        if filter.shape.contains(where: { $0 > 256 }) { _ = state.take(name, [12]) }
        return filter
    }

    /// The graph of a part of the generator.
    func built(_ layers: [Layer], mapping: StyleMapping, part: StyleGAN2Graph.Part) -> ONNXGraphBuilder {
        var copy = self
        return copy.build(layers, mapping: mapping, part: part)
    }

    private mutating func build(
        _ layers: [Layer], mapping: StyleMapping, part: StyleGAN2Graph.Part
    ) -> ONNXGraphBuilder {
        let w: String
        if part == .synthesis {
            w = state.graph.input("w", shape: [mapping.width])
        } else {
            w = state.mapped(mapping, output: part == .mapping ? "w" : nil)
            if part == .mapping {
                state.graph.output("w", shape: [mapping.width])
                return state.graph
            }
        }
        var x = fourierFeatures(w)
        for layer in layers { x = self.layer(x, layer, w) }
        let scale = weights.number("synthesis", "output_scale").map { Float($0) } ?? 0.25
        _ = state.graph.node("Mul", [x, state.constant(scale)], output: "images")
        let side = schedule.layers.last?.output ?? (width: 1, height: 1)
        state.graph.output("images", shape: [layers.last?.weight.shape[0] ?? 0, side.height, side.width])
        return state.graph
    }

    // MARK: Fourier features

    /// sin 2π(f·p + φ) over the grid, with frequencies and phases turned and moved as w says, faded beyond the band.
    private mutating func fourierFeatures(_ w: String) -> String {
        let channels = input.weight.shape[0]
        let t = state.linear(w, input.affine)
        var raw: [String] = []
        for index in 0..<4 {
            let bounds = [[index], [index + 1], [1]]
            var inputs = [t]
            for bound in bounds { inputs.append(state.constant(integers: bound)) }
            raw.append(state.graph.node("Slice", inputs))
        }
        let length = state.graph.node(
            "Sqrt", [state.sum(state.product(raw[0], raw[0]), state.product(raw[1], raw[1]))])
        var unit: [String] = []
        for part in raw { unit.append(state.graph.node("Div", [part, length])) }
        func row(_ name: String, _ values: [Float]) -> String {
            state.graph.initializer("synthesis.input.\(name)", Tensor(shape: [1, values.count], scalars: values))
        }
        let first = row("frequencies of columns", (0..<channels).map { input.frequencies.scalars[2 * $0] })
        let second = row("frequencies of rows", (0..<channels).map { input.frequencies.scalars[2 * $0 + 1] })
        // Turned by w.
        let turnedFirst = state.sum(state.product(first, unit[0]), state.product(second, unit[1]))
        let turnedSecond = state.graph.node("Sub", [state.product(second, unit[0]), state.product(first, unit[1])])
        // And by the transformation that the file fixes, row by row.
        let fixed = input.transform.scalars
        let shiftFirst = state.graph.node("Sub", [state.constant(fixed[2]), unit[2]])
        let shiftSecond = state.graph.node("Sub", [state.constant(fixed[5]), unit[3]])
        let phases = state.sum(
            row("phases of all", input.phases),
            state.sum(state.product(turnedFirst, shiftFirst), state.product(turnedSecond, shiftSecond)))
        let f = state.sum(
            state.scaled(turnedFirst, by: fixed[0]), state.product(turnedSecond, state.constant(fixed[3])))
        let g = state.sum(
            state.product(turnedFirst, state.constant(fixed[1])), state.scaled(turnedSecond, by: fixed[4]))
        let magnitude = state.graph.node("Sqrt", [state.sum(state.product(f, f), state.product(g, g))])
        let slope = Float(-1 / (schedule.samplingRate / 2 - schedule.bandwidth))
        let fade = state.sum(state.scaled(magnitude, by: slope), state.constant(1 - Float(schedule.bandwidth) * slope))
        let amplitudes = state.graph.node("Clip", [fade, state.constant(0), state.constant(1)])
        func positions(_ name: String, _ count: Int, shape: [Int]) -> String {
            let reach = 0.5 * Double(count) / schedule.samplingRate
            let values = (0..<count).map { Float(reach * ((2 * Double($0) + 1) / Double(count) - 1)) }
            return state.graph.initializer("synthesis.input.\(name)", Tensor(shape: shape, scalars: values))
        }
        let (width, height) = schedule.inputSize
        let along = state.product(state.onGrid(f), positions("columns", width, shape: [1, 1, 1, width]))
        let across = state.product(state.onGrid(g), positions("rows", height, shape: [1, 1, height, 1]))
        let angle = state.sum(state.sum(along, across), state.onGrid(phases))
        let waves = state.graph.node("Sin", [state.scaled(angle, by: 2 * Float.pi)])
        return state.convolution(
            state.product(waves, state.onGrid(amplitudes)), "synthesis.input",
            weight: input.weight.scaled(by: 1 / Float(channels).squareRoot()).reshaped([channels, channels, 1, 1]))
    }

    // MARK: Layers

    private mutating func layer(_ x: String, _ layer: Layer, _ w: String) -> String {
        let shape = layer.weight.shape
        let (outputs, kernel) = (shape[0], shape[2])
        let styles = state.linear(w, layer.style)
        var weight = layer.weight
        if !layer.plan.isColour { weight = Self.normalized(weight) }
        var y = state.convolution(
            state.product(x, state.onGrid(state.scaled(styles, by: layer.gain))), layer.plan.name, weight: weight,
            padding: kernel - 1)
        if !layer.plan.isColour {
            // Demodulation does not see the input's gain.
            let table = state.graph.initializer(
                "\(layer.plan.name).squares", weight.squaresByChannel())
            let energy = state.graph.node("MatMul", [state.product(styles, styles), table])
            y = state.product(y, state.onGrid(state.reciprocalRoot(state.sum(energy, state.constant(1e-8)))))
        }
        let bias = state.graph.initializer(
            "\(layer.plan.name).bias", Tensor(shape: [1, layer.bias.count, 1, 1], scalars: layer.bias))
        y = state.sum(y, bias)
        let taps = (layer.upFilter?.shape[0] ?? 1, layer.downFilter?.shape[0] ?? 1)
        let frame = layer.plan.padding ?? padding(layer.plan, kernel: kernel, taps: taps)
        y = upsampled(y, layer, channels: outputs, padding: frame, kernel: kernel)
        if !layer.plan.isColour { y = state.scaled(state.leaky(y, slope: 0.2), by: Float(2).squareRoot()) }
        if let clamp = layer.clamp { y = state.clamped(y, to: clamp) }
        return downsampled(y, layer, channels: outputs)
    }

    /// What goes around an image before it is filtered, so that the layer makes the sides that it shall.
    private func padding(_ plan: StyleGAN3Schedule.Layer, kernel: Int, taps: (up: Int, down: Int)) -> [Int] {
        func along(_ input: Int, _ output: Int) -> [Int] {
            let total =
                (output - 1) * plan.down + 1 - (input + kernel - 1) * plan.up + taps.up + taps.down - 2
            let before = (total + plan.up) >> 1
            return [before, total - before]
        }
        return along(plan.input.width, plan.output.width) + along(plan.input.height, plan.output.height)
    }

    /// Zeros between the pixels and around them, then the low-pass filter, `up` times as strong along each axis.
    private mutating func upsampled(_ x: String, _ layer: Layer, channels: Int, padding: [Int], kernel: Int) -> String {
        let up = layer.plan.up
        let filter = layer.upFilter ?? Tensor(shape: [1], scalars: [1])
        guard filter.shape != [1] || up > 1 else { return framed(x, padding) }
        let m = filter.shape[0]
        let sides = (layer.plan.input.width + kernel - 1, layer.plan.input.height + kernel - 1)
        // Of a transposed convolution's whole result the part that the padding asks for.
        func cut(_ side: Int, _ before: Int, _ after: Int) -> (Int, Int) {
            let whole = (side - 1) * up + m
            let first = m - 1 - before
            return (first, whole - first - (side * up + before + after - m + 1))
        }
        let columns = cut(sides.0, padding[0], padding[1])
        let rows = cut(sides.1, padding[2], padding[3])
        let strength = Float(up)
        var y = x
        if filter.shape.count == 2 {
            y = state.transposedConvolution(
                y, "\(layer.plan.name).up", weight: filter.scaled(by: strength * strength).forEachOf(channels),
                pads: [max(0, rows.0), max(0, columns.0), max(0, rows.1), max(0, columns.1)], stride: up,
                groups: channels)
        } else {
            let line = filter.scaled(by: strength)
            y = transposed(
                y, "\(layer.plan.name).up of rows", line.reshaped([m, 1]).forEachOf(channels),
                pads: [max(0, rows.0), 0, max(0, rows.1), 0], strides: [up, 1], channels)
            y = transposed(
                y, "\(layer.plan.name).up of columns", line.reshaped([1, m]).forEachOf(channels),
                pads: [0, max(0, columns.0), 0, max(0, columns.1)], strides: [1, up], channels)
        }
        return framed(y, [max(0, -columns.0), max(0, -columns.1), max(0, -rows.0), max(0, -rows.1)])
    }

    private mutating func transposed(
        _ x: String, _ name: String, _ weight: Tensor, pads: [Int], strides: [Int], _ channels: Int
    ) -> String {
        state.graph.node(
            "ConvTranspose", [x, state.graph.initializer("\(name).weight", weight)],
            attributes: [
                "kernel_shape": .integers(Array(weight.shape.suffix(2))), "strides": .integers(strides),
                "pads": .integers(pads), "group": .integer(channels),
            ])
    }

    /// Zeros around an image, or its edges off; before and after, of columns, then of rows.
    private mutating func framed(_ x: String, _ padding: [Int]) -> String {
        guard padding.contains(where: { $0 != 0 }) else { return x }
        return state.graph.node(
            "Pad", [x, state.constant(integers: [0, 0, padding[2], padding[0], 0, 0, padding[3], padding[1]])])
    }

    /// The second low-pass filter, of whose result every `down`th pixel is kept.
    private mutating func downsampled(_ x: String, _ layer: Layer, channels: Int) -> String {
        guard let filter = layer.downFilter else { return x }
        let (down, m) = (layer.plan.down, filter.shape[0])
        let turned = filter.flipped()
        func filtered(_ x: String, _ name: String, _ weight: Tensor, _ strides: [Int]) -> String {
            state.graph.node(
                "Conv", [x, state.graph.initializer("\(layer.plan.name).\(name).weight", weight)],
                attributes: [
                    "kernel_shape": .integers(Array(weight.shape.suffix(2))), "strides": .integers(strides),
                    "pads": .integers([0, 0, 0, 0]), "group": .integer(channels),
                ])
        }
        if filter.shape.count == 2 { return filtered(x, "down", turned.forEachOf(channels), [down, down]) }
        let rows = filtered(x, "down of rows", turned.reshaped([m, 1]).forEachOf(channels), [down, 1])
        return filtered(rows, "down of columns", turned.reshaped([1, m]).forEachOf(channels), [1, down])
    }

    /// Each output's kernel brought to a mean square of 1.
    private static func normalized(_ weight: Tensor) -> Tensor {
        let size = weight.count / max(1, weight.shape[0])
        var result = weight
        for output in 0..<weight.shape[0] {
            let range = output * size..<(output + 1) * size
            let mean = weight.scalars[range].reduce(0.0) { $0 + Double($1) * Double($1) } / Double(size)
            let factor = Float(1 / mean.squareRoot())
            for index in range { result.scalars[index] *= factor }
        }
        return result
    }
}
