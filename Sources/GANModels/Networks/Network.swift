public import GANAutodiff
public import GANNumerics

/// Layers with their weights, ready to run forward: a chain, or a graph whose layers name what they read.
///
/// Weights are kept in the layout that the arithmetic wants, channels last; `tensors()` and `init(_:tensors:…)` speak
/// the field's layout, `[out, in, kernel, kernel]`, in which checkpoints are written.
public struct Network: Sendable {
    /// The layers and the shape of what goes in.
    public let description: NetworkDescription
    /// Which values each layer reads.
    let wiring: LayerWiring
    /// The shapes that its layers make of one sample.
    let flow: NetworkDescription.Flow
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

    /// A network with seeded weights in the manner of DCGAN, to be trained.
    ///
    /// Weights from N(0, `deviation`²), normalization scales from N(1, 0.02²), biases and offsets zero, running statistics
    /// 0 and 1 (Radford et al. 2015, 1511.06434).
    ///
    /// With `spread`, units of a first linear layer are zero on lines through points of N(0, `spread`²), one for each: biases b = −w·c. With biases of
    /// zero every line goes through the origin, and what distinguishes places by their distance from it has to be learnt first. Other first
    /// layers are left as they are.
    ///
    /// Without `deviation` each weight tensor gets √(2 / inputs) (He et al. 2015, 1502.01852). Throws
    /// `layersDoNotConnect`, `layersDoNotFit`, or `cannotTrain` for layers that only run in evaluation. Layers that share
    /// a tensor can't be trained, which is the caller's to see to.
    public init(
        _ description: NetworkDescription, seed: SeededGenerator, deviation: Double? = nil, spread: Double? = nil
    ) throws(ModelError) {
        wiring = try description.wiring()
        flow = try description.flow(wiring)
        for (index, layer) in description.layers.enumerated() where layer.layer.onlyEvaluates {
            throw .cannotTrain(layer: index, kind: layer.kind)
        }
        self.description = description
        let names = (description.parameterShapes + description.bufferShapes).map(\.name)
        // Each would be trained by itself, and a checkpoint hold one of them.
        precondition(Set(names).count == names.count, "layers that are trained and share a tensor, in \(names)")
        parameters = description.layers.map(\.layer).flatMap { layer -> [Tensor] in
            layer.parameterShapes.map { name, shape in
                var random = seed.split(name)
                guard name.hasSuffix("weight") else { return Tensor(shape: shape) }
                if layer.isNormalization {
                    return Tensor(
                        shape: shape,
                        scalars: (0..<shape.reduce(1, *)).map { _ in Float(1 + 0.02 * random.normalPair().0) })
                }
                let fan = shape.dropFirst().reduce(1, *)
                let width = deviation ?? (2 / Double(fan)).squareRoot()
                let tensor = Tensor(shape: shape) { random.fillNormal($0, standardDeviation: width) }
                return Self.channelsLast(tensor)
            }
        }
        buffers = description.bufferShapes.map { name, shape in
            Tensor(shape: shape, repeating: name.hasSuffix("var") ? 1 : 0)
        }
        if let spread { spreadFirstUnits(by: spread, seed: seed.split("first units")) }
    }

    /// Moves the lines on which the units of a first linear layer are zero to points of N(0, `spread`²).
    private mutating func spreadFirstUnits(by spread: Double, seed: SeededGenerator) {
        guard let layer = description.layers.first?.layer as? LinearLayer, layer.bias else { return }
        var seed = seed
        for unit in 0..<layer.outputs {
            var bias: Float = 0
            for input in 0..<layer.inputs {
                bias -= parameters[0].scalars[unit * layer.inputs + input] * Float(spread * seed.normalPair().0)
            }
            parameters[1].scalars[unit] = bias
        }
    }

    /// A network with the weights of a state dict in the field's layout.
    ///
    /// Spectral and weight norms are resolved as PyTorch does in evaluation mode (see `WeightNorms`). Throws
    /// `layersDoNotConnect`, `layersDoNotFit`, or `wrongTensors` listing everything missing, misshapen and left over at once; `path` names the
    /// file in the message. Only batch counters, `num_batches_tracked`, may be left over. O(values).
    public init(_ description: NetworkDescription, tensors: [String: Tensor], path: String) throws(ModelError) {
        wiring = try description.wiring()
        flow = try description.flow(wiring)
        self.description = description
        var binding = TensorBinding(tensors)
        var parameters: [Tensor] = []
        var buffers: [Tensor] = []
        for layer in description.layers.map(\.layer) {
            for (name, shape) in layer.parameterShapes {
                parameters.append(Self.channelsLast(binding.take(name, shape, outputAxis: layer.outputAxis)))
            }
            for (name, shape) in layer.bufferShapes { buffers.append(binding.take(name, shape, outputAxis: 0)) }
        }
        try binding.finish(path: path)
        self.parameters = parameters
        self.buffers = buffers
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

/// Takes tensors out of a state dict one by one, and remembers all that is wrong.
private struct TensorBinding {
    private let weights: WeightNorms
    private var used: Set<String> = []
    private var missing: [String] = []
    private var misshapen: [String] = []

    init(_ tensors: [String: Tensor]) { weights = WeightNorms(tensors) }

    /// The tensor called `name`, or an empty one once something is wrong with it.
    mutating func take(_ name: String, _ shape: [Int], outputAxis: Int) -> Tensor {
        // Misshapen tensors are not left over as well.
        used.formUnion(weights.parts[name]?.names ?? [name])
        do throws(WeightNorms.Problem) {
            guard let tensor = try weights.tensor(name, outputAxis: outputAxis) else {
                missing.append("\(name) \(shape)")
                return Tensor(shape: [])
            }
            guard tensor.shape == shape else {
                misshapen.append("\(name) is \(tensor.shape), expected \(shape)")
                return Tensor(shape: [])
            }
            return tensor
        } catch {
            switch error {
            case .missing(let names): missing += names
            case .misshapen(let text): misshapen.append(text)
            }
            return Tensor(shape: [])
        }
    }

    func finish(path: String) throws(ModelError) {
        let extra = weights.tensors.keys.filter { !used.contains($0) && !$0.hasSuffix("num_batches_tracked") }
        guard missing.isEmpty && misshapen.isEmpty && extra.isEmpty else {
            let described = extra.sorted().map { "\($0) \(weights.tensors[$0]?.shape ?? [])" }
            throw .wrongTensors(path: path, missing: missing, misshapen: misshapen, extra: described)
        }
    }
}
