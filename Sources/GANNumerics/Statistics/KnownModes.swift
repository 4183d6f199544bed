/// A mixture of isotropic Gaussians whose centres and weights are known, such as the ring of 8 and the grid of 25.
///
/// Of a synthetic source they are the truth that mode coverage is held against; a mode's row is the label of its samples.
public struct KnownModes: Sendable, Equatable {
    /// `[K, d]`.
    public let centres: Matrix<Double>
    /// Each mode's standard deviation a coordinate, `[K]`.
    public let standardDeviations: [Double]
    /// Each mode's share of the mixture, `[K]`, 1 together.
    public let weights: [Double]
    /// What the modes are called, `[K]`; nil for numbers.
    public let names: [String]?

    /// Modes with the given centres `[K, d]` and one positive, finite standard deviation each.
    ///
    /// `weights` are positive and finite, up to a common factor; without them all modes are equally likely.
    public init(
        centres: Matrix<Double>, standardDeviations: [Double], weights: [Double]? = nil, names: [String]? = nil
    ) {
        precondition(
            standardDeviations.count == centres.rows && standardDeviations.allSatisfy { $0 > 0 && $0.isFinite },
            "\(standardDeviations.count) positive standard deviations for \(centres.rows) centres")
        precondition(
            centres.rows > 0 && centres.columns > 0 && centres.firstNonFinite == nil,
            "centres [\(centres.rows), \(centres.columns)]")
        let given = weights ?? [Double](repeating: 1, count: centres.rows)
        precondition(
            given.count == centres.rows && given.allSatisfy { $0 > 0 && $0.isFinite }
                && names.map { $0.count == centres.rows } ?? true,
            "\(given.count) positive weights and \(names?.count ?? 0) names for \(centres.rows) centres")
        // Divided by the greatest first, so that no sum overflows.
        let greatest = given.max() ?? 1
        let total = given.reduce(0) { $0 + $1 / greatest }
        self.centres = centres
        self.standardDeviations = standardDeviations
        self.weights = given.map { $0 / greatest / total }
        self.names = names
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
