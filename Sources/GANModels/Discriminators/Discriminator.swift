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
    /// The logits `[n, outputs]` of inputs `[n, sampleShape.size]` as the network takes them: values of the range for images,
    /// channels last.
    ///
    /// Positive means real; a probability's logit where the network ends in a sigmoid. Throws
    /// `ModelError.nonFiniteOutput` or `unsuitableSamples`.
    func logits(values: Matrix<Float>) throws -> Matrix<Float>
}

extension Discriminator {
    /// The logits `[n, outputs]` of samples as `SampleSource` gives them: grey levels 0 to 255, or vectors as they are.
    public func logits(_ samples: Matrix<Float>) throws -> Matrix<Float> {
        if case .image = sampleShape { return try logits(values: valueRange.encode(samples)) }
        return try logits(values: samples)
    }
}
