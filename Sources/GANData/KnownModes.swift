public import GANNumerics

/// The equally likely, isotropic Gaussians that a synthetic source draws from: the truth for mode coverage.
public struct KnownModes: Sendable, Equatable {
    /// One mode a row, `[modes, 2]`; the row is the label of its samples.
    public let centres: Matrix<Double>
    public let standardDeviation: Double
}
