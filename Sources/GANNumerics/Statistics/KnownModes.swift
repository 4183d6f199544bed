/// A mixture of equally likely isotropic Gaussians whose centres are known, such as the ring of 8 and the grid of 25.
///
/// Of a synthetic source they are the truth that mode coverage is held against; a mode's row is the label of its samples.
public struct KnownModes: Sendable, Equatable {
    /// `[K, d]`.
    public let centres: Matrix<Double>
    /// Each mode's standard deviation a coordinate, `[K]`.
    public let standardDeviations: [Double]

    /// Modes with the given centres `[K, d]` and one positive, finite standard deviation each.
    public init(centres: Matrix<Double>, standardDeviations: [Double]) {
        precondition(
            standardDeviations.count == centres.rows && standardDeviations.allSatisfy { $0 > 0 && $0.isFinite },
            "\(standardDeviations.count) positive standard deviations for \(centres.rows) centres")
        precondition(
            centres.rows > 0 && centres.columns > 0 && centres.firstNonFinite == nil,
            "centres [\(centres.rows), \(centres.columns)]")
        self.centres = centres
        self.standardDeviations = standardDeviations
    }

    /// The nearest mode of a row by Mahalanobis distance, and that distance in standard deviations; the lowest among equals.
    public func nearest(to row: ArraySlice<Float>) -> (mode: Int, distance: Double) {
        var best = (mode: 0, distance: Double.infinity)
        for mode in 0..<centres.rows {
            let squared = zip(row, centres.row(mode)).reduce(0.0) { sum, pair in
                let difference = Double(pair.0) - pair.1
                return sum + difference * difference
            }
            let distance = squared.squareRoot() / standardDeviations[mode]
            if distance < best.distance { best = (mode, distance) }
        }
        return best
    }
}
