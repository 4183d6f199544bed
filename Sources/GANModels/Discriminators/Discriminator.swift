public import GANData
public import GANNumerics

/// Something that judges samples: the other half of a GAN.
public protocol Discriminator: Sendable {
    /// How a person names it: a file's name.
    var name: String { get }
    /// SHA-256 over architecture and weights.
    var digest: String { get }
    /// The shape of samples it takes.
    var sampleShape: SampleShape { get }
    /// The values that stand for black and white in its inputs.
    var valueRange: ValueRange { get }
    /// The shape of what it says of one sample: of one value, a grid of them `[h, w, 1]`, or several `[k]`.
    var outputShape: [Int] { get }
    /// The logits `[n, outputs]` of inputs `[n, sampleShape.size]` as the network takes them: values of the range for images,
    /// channels last.
    ///
    /// Positive means real; a probability's logit where the network ends in a sigmoid. Throws
    /// `ModelError.nonFiniteOutput` or `unsuitableSamples`.
    func logits(values: Matrix<Float>) throws -> Matrix<Float>
    /// The number of classes of one whose scores depend on each sample's class; nil of one that gets samples alone.
    var classCount: Int? { get }
    /// The same for samples of these classes, a number below `classCount` each.
    ///
    /// Throws `ModelError.unsuitableModel` for labels that are missing or no classes of a conditional discriminator.
    func logits(values: Matrix<Float>, labels: [Int]?) throws -> Matrix<Float>
}

extension Discriminator {
    /// One value.
    public var outputShape: [Int] { [1] }
    /// nil: samples alone.
    public var classCount: Int? { nil }

    /// As without labels, which it does not take.
    public func logits(values: Matrix<Float>, labels: [Int]?) throws -> Matrix<Float> { try logits(values: values) }

    /// One logit for each of samples as `SampleSource` gives them: of a grid of them, as PatchGAN's, the mean; `labels` are the samples'
    /// classes, for a conditional discriminator.
    ///
    /// Throws `ModelError.severalScores` where a sample has several of no grid, and what `logits` throws.
    public func scores(_ samples: Matrix<Float>, labels: [Int]? = nil) throws -> [Float] {
        let width = outputShape.reduce(1, *)
        guard width == 1 || outputShape.count == 3 && outputShape[2] == 1 else {
            throw ModelError.severalScores(path: name, count: width)
        }
        let logits = try logits(samples, labels: labels)
        if logits.columns == 1 { return logits.scalars }
        return (0..<logits.rows).map { logits.row($0).reduce(0, +) / Float(logits.columns) }
    }

    /// The logits `[n, outputs]` of samples as `SampleSource` gives them: grey levels 0 to 255, or vectors as they are.
    public func logits(_ samples: Matrix<Float>, labels: [Int]? = nil) throws -> Matrix<Float> {
        if case .image = sampleShape { return try logits(values: valueRange.encode(samples), labels: labels) }
        return try logits(values: samples, labels: labels)
    }
}
