import GANNumerics
import GANONNX

/// Builds the parts of residual generators: normalizations with and without classes, blocks, self-attention.
///
/// Miyato et al. 2018, 1802.05957; Zhang et al. 2019, 1805.08318; Brock et al. 2019, 1809.11096. Tensors are taken as they are needed;
/// what is missing or misshapen is told by `finish`, so no step may fail on it.
struct ResidualGraph {
    var state: StateDictGraph
    let names: ResidualNames
    /// Where the truncation stands among the statistics of each truncation, for projects that keep several.
    var truncationRows: (first: Int, share: Float)?

    init(_ state: StateDictGraph, _ names: ResidualNames) {
        self.state = state
        self.names = names
    }

    // MARK: Normalization

    /// Batch normalization with running statistics, and with the class's gain and bias where the names say so; `condition` is
    /// `[N, d]`.
    mutating func normalized(
        _ x: String, _ name: String, channels: Int, condition: String?, epsilon: Float? = nil
    ) -> String {
        let (mean, variance) = statistics(name, channels: channels)
        let deviations = variance.map { 1 / ($0 + (epsilon ?? names.epsilon)).squareRoot() }
        if let condition, let (gain, bias, one) = modulation(name, channels: channels) {
            let scale = state.linear(
                condition, "\(name) gain", weight: gain, bias: [Float](repeating: one, count: gain.shape[0]))
            let shift = state.linear(condition, "\(name) bias", weight: bias)
            let inverse = state.graph.initializer(
                "\(name) deviations", Tensor(shape: [1, deviations.count], scalars: deviations))
            let centre = state.graph.initializer("\(name) mean", Tensor(shape: [1, mean.count], scalars: mean))
            let factor = state.product(scale, inverse)
            let summand = state.graph.node("Sub", [shift, state.product(factor, centre)])
            return state.sum(state.product(x, state.onGrid(factor)), state.onGrid(summand))
        }
        // A block that is given a class must normalize by it.
        if condition != nil {
            _ = state.take(names.shared == nil ? "\(name).embed.weight" : "\(name).gain.weight", axes: 2)
        }
        var (scale, offset) = (deviations, [Float](repeating: 0, count: channels))
        let gainName = ["\(name).weight", "\(name).gain"].first(where: state.has)
        let isAffine = gainName != nil || state.has("\(name).bias")
        let one = [Float](repeating: 1, count: channels)
        let gain = isAffine ? state.take(gainName ?? "\(name).weight", [channels]).scalars : one
        let bias = isAffine ? state.take("\(name).bias", [channels]).scalars : offset
        for channel in scale.indices where [gain, bias, mean].allSatisfy({ channel < $0.count }) && channel < channels {
            scale[channel] *= gain[channel]
            offset[channel] = bias[channel] - mean[channel] * scale[channel]
        }
        return state.perChannel(x, name, scale: scale, offset: offset)
    }

    /// Running mean and variance, whichever name they have.
    private mutating func statistics(_ name: String, channels: Int) -> ([Float], [Float]) {
        if let (first, share) = truncationRows, state.has("\(name).running_means") {
            let means = state.take("\(name).running_means", axes: 2)
            let variances = state.take("\(name).running_vars", means.shape)
            guard means.shape[1] == channels, first < means.shape[0], variances.shape == means.shape else {
                _ = state.take("\(name).running_means", [means.shape[0], channels])
                return ([], [])
            }
            let next = min(first + 1, means.shape[0] - 1)
            func at(_ table: Tensor) -> [Float] {
                (0..<channels).map {
                    table.scalars[first * channels + $0] * share + table.scalars[next * channels + $0] * (1 - share)
                }
            }
            return (at(means), at(variances))
        }
        for (mean, variance) in [
            ("stored_mean", "stored_var"), ("bn.running_mean", "bn.running_var"), ("bn.stored_mean", "bn.stored_var"),
        ]
        where state.has("\(name).\(mean)") {
            return (
                state.take("\(name).\(mean)", [channels]).scalars, state.take("\(name).\(variance)", [channels]).scalars
            )
        }
        return (
            state.take("\(name).running_mean", [channels]).scalars,
            state.take("\(name).running_var", [channels]).scalars
        )
    }

    /// Gain and bias as functions of the condition, each `[channels, d]`, and what is added to the gain; nil of plain normalization.
    private mutating func modulation(
        _ name: String, channels: Int
    ) -> (gain: Tensor, bias: Tensor, one: Float)? {
        if state.has("\(name).embed.weight") {
            // Gains, then biases, of each class.
            let table = state.take("\(name).embed.weight", axes: 2)
            guard table.shape[1] == 2 * channels else {
                _ = state.take("\(name).embed.weight", [table.shape[0], 2 * channels])
                return nil
            }
            return (table.columns(0..<channels).transposed(), table.columns(channels..<2 * channels).transposed(), 0)
        }
        let gainName = state.has("\(name).scale.weight") ? "scale" : "gain"
        let biasName = gainName == "scale" ? "offset" : "bias"
        guard state.has("\(name).\(gainName).weight") else { return nil }
        let gain = state.take("\(name).\(gainName).weight", axes: 2)
        // An embedding has a row for each class, a linear layer one for each channel.
        let isEmbedding = names.shared.map { !state.has("\($0).weight") } ?? false && gain.shape[0] != channels
        if isEmbedding {
            let bias = state.take("\(name).\(biasName).weight", gain.shape)
            return (gain.transposed(), bias.transposed(), 1)
        }
        if gain.shape[0] != channels { _ = state.take("\(name).\(gainName).weight", [channels, gain.shape[1]]) }
        return (gain, state.take("\(name).\(biasName).weight", [channels, gain.shape[1]]), 1)
    }

    // MARK: Layers

    /// A convolution that keeps the sides, with its bias where there is one; of the image twice as large where it `doubles`.
    mutating func convolution(
        _ x: String, _ name: String, inputs: Int, doubles: Bool = false
    ) -> (y: String, outputs: Int) {
        let weight = state.take("\(name).weight", axes: 4)
        let side = weight.shape[2]
        if weight.shape[1] != inputs || weight.shape[3] != side || side.isMultiple(of: 2) {
            _ = state.take("\(name).weight", [weight.shape[0], inputs, side, side])
        }
        let bias = state.has("\(name).bias") ? state.take("\(name).bias", [weight.shape[0]]).scalars : nil
        if doubles, !names.isBilinear, side == 3 {
            return (state.convolutionOfDoubled(x, name, weight: weight, bias: bias), weight.shape[0])
        }
        let image = doubles ? doubled(x) : x
        return (state.convolution(image, name, weight: weight, bias: bias, padding: side / 2), weight.shape[0])
    }

    mutating func doubled(_ x: String) -> String {
        names.isBilinear ? state.bilinearUpsampled(x) : state.nearestUpsampled(x)
    }

    /// A residual block; `upsamples` where it doubles the image, before its first convolution of 3×3.
    mutating func block(
        _ x: String, _ name: String, inputs: Int, condition: String?, upsamples: Bool
    ) -> (y: String, outputs: Int) {
        var (h, channels) = (x, inputs)
        var isUp = !upsamples
        for (convolution, norm) in zip(names.convolutions, names.norms) {
            h = state.rectified(normalized(h, "\(name).\(norm)", channels: channels, condition: condition))
            let isPointwise = state.tensors["\(name).\(convolution).weight"]?.shape.last == 1
            let doubles = !isUp && !isPointwise
            (h, channels) = self.convolution(h, "\(name).\(convolution)", inputs: channels, doubles: doubles)
            if doubles { isUp = true }
        }
        var beside = x
        if state.has("\(name).\(names.shortcut).weight") {
            let isPointwise = state.tensors["\(name).\(names.shortcut).weight"]?.shape.last == 1
            // A convolution of one pixel commutes with doubling, whose weights sum to 1, and is cheaper before it.
            beside =
                convolution(
                    beside, "\(name).\(names.shortcut)", inputs: inputs, doubles: upsamples && !isPointwise
                ).y
            if upsamples, isPointwise { beside = doubled(beside) }
        } else {
            if channels < inputs { beside = leading(beside, channels) }
            if upsamples { beside = doubled(beside) }
        }
        return (state.sum(h, beside), channels)
    }

    /// The first channels of an image.
    mutating func leading(_ x: String, _ channels: Int) -> String {
        state.graph.node(
            "Slice",
            [
                x, state.constant(integers: [0]), state.constant(integers: [channels]), state.constant(integers: [1]),
            ])
    }

    /// Columns of a matrix `[N, d]`.
    mutating func columns(_ x: String, _ range: Range<Int>) -> String {
        state.graph.node(
            "Slice",
            [
                x, state.constant(integers: [range.lowerBound]), state.constant(integers: [range.upperBound]),
                state.constant(integers: [1]),
            ])
    }

    /// Self-attention: x + γ · o(values · softmax(θᵀφ)ᵀ), with φ and the values pooled 2×2.
    mutating func attention(_ x: String, _ name: String, channels: Int) -> String {
        let parts = names.attention
        let (theta, queries) = convolution(x, "\(name).\(parts.theta)", inputs: channels)
        let (phi, keys) = convolution(x, "\(name).\(parts.phi)", inputs: channels)
        let (values, width) = convolution(x, "\(name).\(parts.values)", inputs: channels)
        let q = state.graph.node(
            "Transpose", [state.reshaped(theta, [0, queries, -1])], attributes: ["perm": .integers([0, 2, 1])])
        let k = state.reshaped(pooled(phi), [0, keys, -1])
        let v = state.graph.node(
            "Transpose", [state.reshaped(pooled(values), [0, width, -1])], attributes: ["perm": .integers([0, 2, 1])])
        let weights = state.graph.node(
            "Softmax", [state.graph.node("MatMul", [q, k])], attributes: ["axis": .integer(-1)])
        let mixed = state.graph.node(
            "Transpose", [state.graph.node("MatMul", [weights, v])], attributes: ["perm": .integers([0, 2, 1])])
        // Back on the grid of the queries, whatever its sides are.
        let sides = state.graph.node(
            "Slice", [state.graph.node("Shape", [x]), state.constant(integers: [2]), state.constant(integers: [4])])
        let shape = state.graph.node(
            "Concat", [state.constant(integers: [0, width]), sides], attributes: ["axis": .integer(0)])
        let grid = state.graph.node("Reshape", [mixed, shape])
        let (y, _) = convolution(grid, "\(name).\(parts.output)", inputs: width)
        let gainName = "\(name).\(parts.gain)"
        let gain =
            state.tensors[gainName]?.count == 1
            ? state.take(gainName, state.tensors[gainName]?.shape ?? []) : state.take(gainName, [1])
        return state.sum(x, state.scaled(y, by: gain.scalars.first ?? 0))
    }

    private mutating func pooled(_ x: String) -> String {
        state.graph.node(
            "MaxPool", [x], attributes: ["kernel_shape": .integers([2, 2]), "strides": .integers([2, 2])])
    }
}

extension Tensor {
    /// Columns of a matrix.
    func columns(_ range: Range<Int>) -> Tensor {
        let (rows, width) = (shape[0], shape[1])
        return Tensor(
            shape: [rows, range.count], scalars: (0..<rows).flatMap { row in range.map { scalars[row * width + $0] } })
    }

    /// A matrix with rows and columns exchanged.
    func transposed() -> Tensor { swappingFirstAxes() }
}
