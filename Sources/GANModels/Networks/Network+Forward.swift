public import GANAutodiff
public import GANNumerics

extension Network {
    /// Runs the network on `x` `[n, …]` with the given weights and returns the output and, in training mode, the
    /// statistics of each batch-norm layer in order.
    ///
    /// `weights` are variables for `parameters`, so that gradients can be taken at them. `until` stops before a layer and
    /// gives the value that this one reads first. A value is kept until the last layer that reads it has run. A network
    /// with layers that only evaluate must not be run in training mode; `init(_:seed:)` refuses them.
    public func forward(
        _ x: Variable, weights: [Variable], mode: Mode, until end: Int? = nil
    ) -> (output: Variable, statistics: [BatchStatistics]) {
        precondition(weights.count == parameters.count, "\(weights.count) weights for \(parameters.count) parameters")
        var pass = LayerPass(mode: mode, weights: weights, buffers: buffers)
        let end = end ?? description.layers.count
        var values = [Variable?](repeating: nil, count: end + 1)
        values[0] = x.reshaped([x.shape[0]] + description.input)
        for index in 0..<end {
            let inputs = wiring.reads[index].compactMap { values[$0] }
            values[index + 1] = description.layers[index].layer.forward(inputs, in: &pass)
            for value in wiring.lastUses[index] { values[value] = nil }
        }
        let isWhole = end == description.layers.count
        precondition(!isWhole || pass.isSpent, "a layer that left some of its tensors")
        guard let output = values[isWhole ? end : wiring.reads[end][0]] else {
            preconditionFailure("no value before layer \(end)")
        }
        return (output, pass.statistics)
    }

    /// The most samples in one piece of `evaluate`; pieces of every network begin at its multiples.
    static let evaluationPiece = 64

    /// Samples in one piece of `evaluate`; every piece is filled up to it.
    ///
    /// So a sample's result does not depend on which others it comes with. Its place in the piece can change last
    /// bits: products treat edges differently. Networks with large images take smaller pieces, a power of two that
    /// depends on the layers alone, so that one piece's activations stay below 256 MiB.
    var pieceSize: Int {
        let sizes = (flow.shapes + [description.input]).map { $0.reduce(1, *) }
        // A chain keeps at most two values at a time, which leaves it at the larger one.
        let largest = max(sizes.max() ?? 1, Int(flow.mostValues / 2))
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
