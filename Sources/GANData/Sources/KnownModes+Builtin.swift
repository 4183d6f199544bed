public import GANNumerics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The mixtures that synthetic sources draw from.
///
/// Source: Lin et al., "PacGAN", NeurIPS 2018, section 4.1; Srivastava et al., "VEEGAN", NeurIPS 2017.
extension KnownModes {
    /// `builtin:ring`: 8 Gaussians on the circle of radius 1, σ 0.01.
    public static let ring = KnownModes(
        centres: Matrix(
            rows: 8, columns: 2,
            scalars: (0..<8).flatMap { mode -> [Double] in
                let angle = 2 * Double.pi * Double(mode) / 8
                return [cos(angle), sin(angle)]
            }),
        standardDeviations: [Double](repeating: 0.01, count: 8))

    /// `builtin:grid`: 25 Gaussians on {−4, −2, 0, 2, 4}², σ 0.05.
    public static let grid = KnownModes(
        centres: Matrix(
            rows: 25, columns: 2,
            scalars: [-4, -2, 0, 2, 4].flatMap { x in [-4, -2, 0, 2, 4].flatMap { y in [Double(x), Double(y)] } }),
        standardDeviations: [Double](repeating: 0.05, count: 25))
}
