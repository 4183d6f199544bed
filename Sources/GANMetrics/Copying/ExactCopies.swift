import GANNumerics
import GANText

/// Samples that are equal to training rows, and how likely so many are for a generator that copies nothing.
///
/// An honest sample equals a row of the pool no more often than another real row does, (1 + twins)/(N + 1) for `twins` of N
/// rows that are equal to another one, times the inflation λ of `CopyCalibration`. Over S samples the number of such
/// matches is then about Poisson's:
///
///     p = P(X ≥ distinct),   X ~ Poisson(λ · S · (1 + twins)/(N + 1))
///
/// Samples that repeat one row count once. Where rows repeat each other by nature, as rows of few whole numbers do, the mean says
/// so; where they do not, a handful of exact copies is enough, however few rows there are to calibrate near copies with.
package struct ExactCopies: Sendable, Equatable {
    /// The samples, ascending.
    package let samples: [Int]
    /// Training rows among them.
    package let distinctRows: Int
    /// The mean of X.
    package let expected: Double
    /// 1 where nothing is known of exact copies.
    package let pValue: Double

    /// The fewest copies, of different rows, whose p is at most `level`; nil where nothing is known of exact copies.
    func fewest(level: Double) -> Int? {
        guard expected > 0 else { return nil }
        // Beyond the mean the tail falls faster than by half with each copy more.
        let most = Int(saturating: (2 * expected).rounded(.up)) + 64
        return (1...most).first { CopyEvidence.poissonTail($0, mean: expected) <= level }
    }

    /// - Parameters:
    ///   - winners: for each sample the training row that won it, nil for other rows.
    init(winners: [Int32?], exactness: CopyCalibration.Exactness?, inflation: Double) {
        guard let exactness else {
            (samples, distinctRows, expected, pValue) = ([], 0, 0, 1)
            return
        }
        samples = winners.indices.filter { exactness.isExact[$0] && winners[$0] != nil }
        distinctRows = Set(samples.compactMap { winners[$0] }).count
        expected =
            inflation * Double(winners.count) * Double(1 + exactness.twins) / Double(exactness.rows + 1)
        pValue = CopyEvidence.poissonTail(distinctRows, mean: expected)
    }
}
