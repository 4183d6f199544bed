public import GANNumerics

/// How far each sample is, in direction, from the training row that is nearest to it in direction: 1 − |cos|.
///
/// Products pick candidates within a rigorous rounding bound; float64 sums over the rows as given confirm them
/// (`PairwisePass`). A copy, also a scaled or mirrored one, is at 0 but for rounding of about 1e-16.
public struct NearestDirections: Sendable, Equatable {
    /// min_i (1 − |cos(y_j, x_i)|) of each sample that has a direction, in 0...1, in the samples' order.
    public let distances: [Double]
    /// Samples of zeros only; they are not in `distances`.
    public let zeroSamples: Int
    /// Training rows of zeros only; no sample was compared with them.
    public let zeroRows: Int

    /// Wraps distances that are already known; each in 0...1.
    public init(distances: [Double], zeroSamples: Int = 0, zeroRows: Int = 0) {
        precondition(distances.allSatisfy { $0 >= 0 && $0 <= 1 }, "cosine distances outside 0...1")
        self.distances = distances
        self.zeroSamples = zeroSamples
        self.zeroRows = zeroRows
    }

    /// Wraps the largest |cos| of each sample, as a pass over all pairs finds it; above 1 by rounding counts as 1.
    public init(largestCosines: [Double], zeroSamples: Int = 0, zeroRows: Int = 0) {
        self.init(
            distances: largestCosines.map { min(1, max(0, 1 - abs($0))) }, zeroSamples: zeroSamples, zeroRows: zeroRows)
    }

    /// Takes the cosines of a pass that looked for directions; nil of one that did not.
    public init?(_ pairs: PairStatistics) {
        guard let cosines = pairs.largestCosines else { return nil }
        self.init(
            largestCosines: cosines.compactMap { $0 }, zeroSamples: cosines.count { $0 == nil },
            zeroRows: Self.zeroRows(of: pairs.real))
    }

    /// Searches the finite rows of `training` `[n, d]` for each of `samples` `[m, d]`; cost m·n·d, memory m + n.
    ///
    /// Without any training row that has a direction there are no distances, and all samples count as without direction.
    public init(of samples: Matrix<Float>, in training: Matrix<Float>) {
        precondition(
            samples.columns == training.columns, "directions of \(samples.columns) and \(training.columns) columns")
        guard samples.rows > 0, training.rows > 0, samples.columns > 0 else {
            self.init(distances: [], zeroSamples: samples.rows, zeroRows: training.rows)
            return
        }
        let found = PairwisePass.across(samples, columns: training, .init(directions: true)).largestCosines ?? []
        self.init(
            largestCosines: found.compactMap { $0 }, zeroSamples: found.count { $0 == nil },
            zeroRows: Self.zeroRows(of: training))
    }

    private static func zeroRows(of training: Matrix<Float>) -> Int {
        (0..<training.rows).count { training.row($0).allSatisfy { $0 == 0 } }
    }
}
