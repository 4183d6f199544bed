import GANNumerics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The two-dimensional mixtures on which mode collapse is counted.
///
/// `ring`: 8 Gaussians on the circle of radius 1, σ 0.01. `grid`: 25 Gaussians on {−4, −2, 0, 2, 4}², σ 0.05.
/// Sample i depends on the stream and i alone; its label is its mode.
///
/// Source: Lin et al., "PacGAN", NeurIPS 2018, section 4.1 (ring and grid); Srivastava et al., "VEEGAN", NeurIPS 2017.
enum GaussianMixture {
    static let ring = KnownModes(
        centres: Matrix(
            rows: 8, columns: 2,
            scalars: (0..<8).flatMap { mode -> [Double] in
                let angle = 2 * Double.pi * Double(mode) / 8
                return [cos(angle), sin(angle)]
            }),
        standardDeviation: 0.01)

    static let grid = KnownModes(
        centres: Matrix(
            rows: 25, columns: 2,
            scalars: [-4, -2, 0, 2, 4].flatMap { x in [-4, -2, 0, 2, 4].flatMap { y in [Double(x), Double(y)] } }),
        standardDeviation: 0.05)

    /// `count` samples drawn from `stream`, a generator that no other source uses.
    static func source(name: String, modes: KnownModes, count: Int, stream: SeededGenerator) -> ArraySource {
        var labels: [Int] = []
        var values: [Float] = []
        for row in 0..<count {
            var generator = stream.split(row)
            let mode = generator.index(below: modes.centres.rows)
            let (x, y) = generator.normalPair()
            labels.append(mode)
            values.append(Float(modes.centres[mode, 0] + modes.standardDeviation * x))
            values.append(Float(modes.centres[mode, 1] + modes.standardDeviation * y))
        }
        return ArraySource(
            name: name, rule: "gaussian mixture, \(modes.centres.rows) modes, σ \(modes.standardDeviation)",
            count: count,
            shape: .vector(2), values: .floats(values), labels: labels, knownModes: modes)
    }
}
