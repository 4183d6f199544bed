public import GANAutodiff
public import GANNumerics

/// A chain of layers with its weights, ready to run forward.
///
/// Weights are kept in the layout that the arithmetic wants, channels last; `tensors()` and `init(_:tensors:…)` speak
/// the field's layout, `[out, in, kernel, kernel]`, in which checkpoints are written.
public struct Network: Sendable {
    public let description: NetworkDescription
    /// Trained tensors, in the order of `description.parameterShapes`.
    public var parameters: [Tensor]
    /// Running means and variances, in the order of `description.bufferShapes`.
    public var buffers: [Tensor]

    /// How batch normalization takes its statistics.
    public enum Mode: Sendable {
        /// From the batch.
        case training
        /// From the running averages.
        case evaluation
    }

    /// The share of a new batch's statistics in the running averages.
    static let momentum: Float = 0.1

    /// A network with seeded weights in the manner of DCGAN.
    ///
    /// Weights from N(0, `deviation`²), batch-norm scales from N(1, 0.02²), biases and offsets zero, running statistics 0
    /// and 1 (Radford et al. 2015, 1511.06434).
    ///
    /// Without `deviation` each weight tensor gets √(2 / inputs) (He et al. 2015, 1502.01852). Throws
    /// `layersDoNotFit`.
    public init(
        _ description: NetworkDescription, seed: SeededGenerator, deviation: Double? = nil
    ) throws(ModelError) {
        _ = try description.outputShapes()
        self.description = description
        parameters = description.layers.flatMap { layer -> [Tensor] in
            layer.parameterShapes.map { name, shape in
                var random = seed.split(name)
                if case .batchNorm = layer {
                    guard name.hasSuffix("weight") else { return Tensor(shape: shape) }
                    return Tensor(
                        shape: shape,
                        scalars: (0..<shape[0]).map { _ in Float(1 + 0.02 * random.normalPair().0) })
                }
                guard name.hasSuffix("weight") else { return Tensor(shape: shape) }
                let fan = shape.dropFirst().reduce(1, *)
                let spread = deviation ?? (2 / Double(fan)).squareRoot()
                let tensor = Tensor(shape: shape) { random.fillNormal($0, standardDeviation: spread) }
                return Self.channelsLast(tensor)
            }
        }
        buffers = description.bufferShapes.map { name, shape in
            Tensor(shape: shape, repeating: name.hasSuffix("var") ? 1 : 0)
        }
    }

    /// A network with the weights of a state dict in the field's layout.
    ///
    /// Throws `layersDoNotFit`, or `wrongTensors` listing everything missing or misshapen at once; `path` names the file
    /// in the message. Tensors that the description does not name are ignored.
    public init(_ description: NetworkDescription, tensors: [String: Tensor], path: String) throws(ModelError) {
        _ = try description.outputShapes()
        self.description = description
        var missing: [String] = []
        var misshapen: [String] = []
        func take(_ name: String, _ shape: [Int]) -> Tensor {
            guard let tensor = tensors[name] else {
                missing.append("\(name) \(shape)")
                return Tensor(shape: [])
            }
            guard tensor.shape == shape else {
                misshapen.append("\(name) is \(tensor.shape), expected \(shape)")
                return Tensor(shape: [])
            }
            return tensor
        }
        parameters = description.parameterShapes.map { Self.channelsLast(take($0.name, $0.shape)) }
        buffers = description.bufferShapes.map { take($0.name, $0.shape) }
        guard missing.isEmpty && misshapen.isEmpty else {
            throw .wrongTensors(path: path, missing: missing, misshapen: misshapen)
        }
    }

    /// All tensors by name, in the field's layout.
    public func tensors() -> [String: Tensor] {
        var result: [String: Tensor] = [:]
        for (entry, tensor) in zip(description.parameterShapes, parameters) {
            result[entry.name] = Self.channelsFirst(tensor)
        }
        for (entry, tensor) in zip(description.bufferShapes, buffers) { result[entry.name] = tensor }
        return result
    }

    private static func channelsLast(_ tensor: Tensor) -> Tensor {
        tensor.shape.count == 4 ? tensor.permuted([0, 2, 3, 1]) : tensor
    }

    private static func channelsFirst(_ tensor: Tensor) -> Tensor {
        tensor.shape.count == 4 ? tensor.permuted([0, 3, 1, 2]) : tensor
    }

    /// Runs the network on `x` `[n, …]` with the given weights and returns the output and, in training mode, the
    /// statistics of each batch-norm layer in order.
    ///
    /// `weights` are variables for `parameters`, so that gradients can be taken at them. `until` stops before a layer.
    public func forward(
        _ x: Variable, weights: [Variable], mode: Mode, until end: Int? = nil
    ) -> (output: Variable, statistics: [BatchStatistics]) {
        precondition(weights.count == parameters.count, "\(weights.count) weights for \(parameters.count) parameters")
        var x = x.reshaped([x.shape[0]] + description.input)
        var statistics: [BatchStatistics] = []
        var next = 0
        var nextBuffer = 0
        func take() -> Variable {
            next += 1
            return weights[next - 1]
        }
        for layer in description.layers.prefix(end ?? description.layers.count) {
            switch layer {
            case .linear(_, _, let bias, _):
                x = x.multiplied(by: take(), transposingOther: true)
                if bias { x = x.addingChannels(take()) }
            case .convolution(let c):
                x = x.convolved(with: take(), stride: c.stride, padding: c.padding)
                if c.bias { x = x.addingChannels(take()) }
            case .transposedConvolution(let c):
                x = x.transposedConvolved(with: take(), stride: c.stride, padding: c.padding)
                if c.bias { x = x.addingChannels(take()) }
            case .batchNorm(_, let epsilon, _):
                let (scale, offset) = (take(), take())
                switch mode {
                case .training:
                    let (result, batch) = x.batchNormalized(scale: scale, offset: offset, epsilon: epsilon)
                    statistics.append(batch)
                    x = result
                case .evaluation:
                    x = x.normalized(
                        mean: buffers[nextBuffer].scalars, variance: buffers[nextBuffer + 1].scalars, scale: scale,
                        offset: offset, epsilon: epsilon)
                }
                nextBuffer += 2
            case .leakyRectifier(let slope): x = x.leakyRectified(slope: slope)
            case .hyperbolicTangent: x = x.hyperbolicTangent()
            case .sigmoid: x = x.sigmoid()
            case .flatten:
                if x.shape.count == 4 { x = x.permuted([0, 3, 1, 2]) }
                x = x.reshaped([x.shape[0], x.value.count / max(1, x.shape[0])])
            }
        }
        return (x, statistics)
    }

    /// Samples in one piece of `evaluate`; every piece is filled up to it.
    ///
    /// So a sample's result does not depend on which others it comes with. Its place in the piece can change last
    /// bits: products treat edges differently.
    static let evaluationPiece = 64

    /// Runs the network on each row of `inputs` `[n, d]` in evaluation mode, outputs `[n, outputs]`, without a graph.
    ///
    /// Row i's result depends on that row and i modulo 64 alone, to the bit, whatever rows come with it and however
    /// many threads run. Memory O(n·outputs) plus the activations of 64 samples.
    public func evaluate(_ inputs: Matrix<Float>, until end: Int? = nil) -> Matrix<Float> {
        let weights = parameters.map { Variable.constant($0) }
        let piece = Self.evaluationPiece
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

    /// Moves the running statistics towards a batch's: r ← 0.9·r + 0.1·batch, with the unbiased variance.
    public mutating func updateRunningStatistics(_ statistics: [BatchStatistics]) {
        for (index, batch) in statistics.enumerated() {
            let correction = batch.rows > 1 ? Float(batch.rows) / Float(batch.rows - 1) : 1
            for c in batch.mean.indices {
                let (mean, variance) = (buffers[2 * index].scalars[c], buffers[2 * index + 1].scalars[c])
                buffers[2 * index].scalars[c] = mean + Self.momentum * (batch.mean[c] - mean)
                buffers[2 * index + 1].scalars[c] =
                    variance + Self.momentum * (batch.variance[c] * correction - variance)
            }
        }
    }
}
