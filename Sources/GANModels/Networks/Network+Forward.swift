public import GANAutodiff
public import GANNumerics

extension Network {
    /// Runs the network on `x` `[n, …]` with the given weights and returns the output and, in training mode, the
    /// statistics of each batch-norm layer in order.
    ///
    /// `weights` are variables for `parameters`, so that gradients can be taken at them. `until` stops before a layer.
    /// A network with layers that only evaluate must not be run in training mode; `init(_:seed:)` refuses them.
    public func forward(
        _ x: Variable, weights: [Variable], mode: Mode, until end: Int? = nil
    ) -> (output: Variable, statistics: [BatchStatistics]) {
        precondition(weights.count == parameters.count, "\(weights.count) weights for \(parameters.count) parameters")
        var pass = Pass(x: x.reshaped([x.shape[0]] + description.input), weights: weights[...], buffers: buffers[...])
        for layer in description.layers.prefix(end ?? description.layers.count) { pass.apply(layer, mode: mode) }
        return (pass.x, pass.statistics)
    }

    /// The most samples in one piece of `evaluate`; pieces of every network begin at its multiples.
    static let evaluationPiece = 64

    /// Samples in one piece of `evaluate`; every piece is filled up to it.
    ///
    /// So a sample's result does not depend on which others it comes with. Its place in the piece can change last
    /// bits: products treat edges differently. Networks with large images take smaller pieces, a power of two that
    /// depends on the layers alone, so that one piece's activations stay below 256 MiB.
    var pieceSize: Int {
        let shapes = (try? description.outputShapes()) ?? []
        let largest = (shapes + [description.input]).map { $0.reduce(1, *) }.max() ?? 1
        var piece = Self.evaluationPiece
        while piece > 1 && piece * largest > 1 << 26 { piece /= 2 }
        return piece
    }

    /// Runs the network on each row of `inputs` `[n, d]` in evaluation mode, outputs `[n, outputs]`, without a graph.
    ///
    /// Row i's result depends on that row and i modulo 64 alone, to the bit, whatever rows come with it and however
    /// many threads run. Memory O(n·outputs) plus the activations of at most 64 samples.
    public func evaluate(_ inputs: Matrix<Float>, until end: Int? = nil) -> Matrix<Float> {
        let weights = parameters.map { Variable.constant($0) }
        let piece = pieceSize
        var result: [Float] = []
        var columns = 0
        for start in stride(from: 0, to: inputs.rows, by: piece) {
            let rows = inputs.rows(in: start..<min(inputs.rows, start + piece))
            var block = rows.scalars
            block.append(contentsOf: repeatElement(0, count: (piece - rows.rows) * inputs.columns))
            let input = Variable.constant(Tensor(shape: [piece, inputs.columns], scalars: block))
            let output = forward(input, weights: weights, mode: .evaluation, until: end).output.value
            columns = output.count / piece
            if start == 0 { result.reserveCapacity(inputs.rows * columns) }
            result.append(contentsOf: output.scalars[0..<rows.rows * columns])
        }
        return Matrix(rows: inputs.rows, columns: columns, scalars: result)
    }
}

/// One run through a network's layers: the current value, and the weights and statistics that are left to use.
private struct Pass {
    var x: Variable
    var weights: ArraySlice<Variable>
    var buffers: ArraySlice<Tensor>
    var statistics: [BatchStatistics] = []

    private mutating func take() -> Variable { weights.removeFirst() }

    mutating func apply(_ layer: LayerDescription, mode: Network.Mode) {
        switch layer {
        case .linear(_, _, let bias, _):
            x = x.multiplied(by: take(), transposingOther: true)
            if bias { x = x.addingChannels(take()) }
        case .convolution(let c):
            x = x.convolved(with: take(), stride: c.stride, padding: c.padding)
            if c.bias { x = x.addingChannels(take()) }
        case .transposedConvolution(let c):
            x = x.transposedConvolved(
                with: take(), stride: c.stride, padding: c.padding, outputPadding: c.outputPadding)
            if c.bias { x = x.addingChannels(take()) }
        case .batchNorm(let features, let epsilon, let affine, _):
            let (scale, offset) = affine ? (take(), take()) : Self.unchanged(features)
            normalizeBatch(scale: scale, offset: offset, epsilon: epsilon, mode: mode)
        case .instanceNorm(_, let epsilon, let affine, _):
            x = x.instanceNormalized(epsilon: epsilon)
            if affine { x = x.multiplyingChannels(take()).addingChannels(take()) }
        case .upsample, .pixelShuffle, .averagePool, .globalAveragePool, .flatten, .unflatten: rearrange(layer)
        case .dropout: precondition(mode == .evaluation, "dropout can't be trained")
        default: activate(layer)
        }
    }

    private static func unchanged(_ features: Int) -> (scale: Variable, offset: Variable) {
        (.constant(Tensor(shape: [features], repeating: 1)), .constant(Tensor(shape: [features])))
    }

    private mutating func normalizeBatch(scale: Variable, offset: Variable, epsilon: Float, mode: Network.Mode) {
        let (mean, variance) = (buffers.removeFirst(), buffers.removeFirst())
        switch mode {
        case .training:
            let (result, batch) = x.batchNormalized(scale: scale, offset: offset, epsilon: epsilon)
            statistics.append(batch)
            x = result
        case .evaluation:
            x = x.normalized(
                mean: mean.scalars, variance: variance.scalars, scale: scale, offset: offset, epsilon: epsilon)
        }
    }

    private mutating func activate(_ layer: LayerDescription) {
        switch layer {
        case .leakyRectifier(let slope): x = x.leakyRectified(slope: slope)
        case .exponentialLinear(let alpha): x = x.exponentialLinear(alpha: alpha)
        case .sigmoidLinear: x = x.sigmoidLinear()
        case .gaussianErrorLinear(let approximate): x = x.gaussianErrorLinear(approximately: approximate)
        case .softplus: x = x.softplus()
        case .hyperbolicTangent: x = x.hyperbolicTangent()
        case .sigmoid: x = x.sigmoid()
        case .softmax: x = x.softmax()
        default: break
        }
    }

    private mutating func rearrange(_ layer: LayerDescription) {
        let images = x.shape[0]
        func mapped(_ map: (Int) -> GridAxisMap) -> Variable {
            x.gridMapped(rows: map(x.shape[1]), columns: map(x.shape[2]))
        }
        switch layer {
        case .upsample(let scale, .nearest): x = mapped { .repeated($0, scale: scale) }
        case .upsample(let scale, .bilinear(let aligningCorners)):
            x = mapped { .linear($0, scale: scale, aligningCorners: aligningCorners) }
        case .pixelShuffle(let factor): x = x.pixelShuffled(factor: factor)
        case .averagePool(let kernel, let stride, let padding, let countsPadding):
            x = mapped {
                .averaged($0, kernel: kernel, stride: stride, padding: padding, countingPadding: countsPadding)
            }
        case .globalAveragePool: x = mapped { .averaged($0, kernel: $0, stride: 1) }
        case .unflatten(let shape):
            flatten()
            x = x.reshaped([images] + shape)
            if shape.count == 3 { x = x.permuted([0, 2, 3, 1]) }
        default: flatten()
        }
    }

    /// Channels first, then rows and columns.
    private mutating func flatten() {
        if x.shape.count == 4 { x = x.permuted([0, 3, 1, 2]) }
        x = x.reshaped([x.shape[0], x.value.count / max(1, x.shape[0])])
    }
}
