public import GANNumerics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The equally likely, isotropic Gaussians that a synthetic source draws from: the truth for mode coverage.
///
/// Source: Lin et al., "PacGAN", NeurIPS 2018, section 4.1; Srivastava et al., "VEEGAN", NeurIPS 2017.
public struct KnownModes: Sendable, Equatable {
    /// One mode a row, `[modes, 2]`; the row is the label of its samples.
    public let centres: Matrix<Double>
    public let standardDeviation: Double

    public init(centres: Matrix<Double>, standardDeviation: Double) {
        self.centres = centres
        self.standardDeviation = standardDeviation
    }

    /// `builtin:ring`: 8 Gaussians on the circle of radius 1, σ 0.01.
    public static let ring = KnownModes(
        centres: Matrix(
            rows: 8, columns: 2,
            scalars: (0..<8).flatMap { mode -> [Double] in
                let angle = 2 * Double.pi * Double(mode) / 8
                return [cos(angle), sin(angle)]
            }),
        standardDeviation: 0.01)

    /// `builtin:grid`: 25 Gaussians on {−4, −2, 0, 2, 4}², σ 0.05.
    public static let grid = KnownModes(
        centres: Matrix(
            rows: 25, columns: 2,
            scalars: [-4, -2, 0, 2, 4].flatMap { x in [-4, -2, 0, 2, 4].flatMap { y in [Double(x), Double(y)] } }),
        standardDeviation: 0.05)
}
