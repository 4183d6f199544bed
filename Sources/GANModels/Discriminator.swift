public import GANData
public import GANNumerics

public protocol Discriminator: Sendable {
    var name: String { get }
    var digest: String { get }
    var sampleShape: SampleShape { get }
    var valueRange: ValueRange { get }
    func logits(values: Matrix<Float>) throws -> Matrix<Float>
}
extension Discriminator {
    public func logits(_ samples: Matrix<Float>) throws -> Matrix<Float> {
        if case .image = sampleShape { return try logits(values: valueRange.encode(samples)) }
        return try logits(values: samples)
    }
}
