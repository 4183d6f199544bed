package import GANNumerics

/// Whether training and held-out rows are one pool that was split at random, as every p-value of the audit presumes.
///
/// Half of the held-out rows take the samples' part: each finds its nearest row among the training rows and the other half.
/// They were not copied, so the labels of the winners must look drawn by chance (`LabelScan`). Other preprocessing, other
/// classes, or near-duplicates across the split show as too many or too few wins of training rows, in all contests or in the
/// clearest ones. Both halves are tried, and, where they are given, training rows in the samples' place, with the other training
/// rows and the held-out rows as the pool: what moves all held-out rows alike leaves their halves as they are to each other.
///
///     p = min(1, 3 · parts · the least of three p-values for each part)
package struct SplitExchangeability: Sendable, Equatable {
    /// Of a split at random; 0 to 1.
    package let pValue: Double
    /// The share of rows whose winner is a training row, and what it should be, over both halves; not of training rows in the samples' place.
    package let trainingShare: Double
    /// What it should be, over both halves.
    package let trainingChance: Double
    /// Held-out rows that took part.
    package let rows: Int

    /// Below this the splits are called not exchangeable: one honest audit in a hundred is refused.
    package static let level = 0.01
    /// Whether nothing speaks against a split at random.
    package var holds: Bool { pValue >= Self.level }

    /// Training rows in the samples' place.
    package struct PlacedRows: Sendable {
        /// Their nearest rows among the training rows that are not placed.
        package var training: TransformedTable
        /// Their nearest held-out rows.
        package var heldOut: TransformedTable
        /// Training rows that could win.
        package var trainingRows: Int
        /// Held-out rows that could win.
        package var heldOutRows: Int

        /// Neighbours of placed training rows among `trainingRows` other training rows and among `heldOutRows` held-out rows, a query a
        /// placed row in both tables.
        ///
        /// Nothing is checked.
        package init(training: TransformedTable, heldOut: TransformedTable, trainingRows: Int, heldOutRows: Int) {
            self.training = training
            self.heldOut = heldOut
            self.trainingRows = trainingRows
            self.heldOutRows = heldOutRows
        }
    }

    /// Tests two halves of the held-out rows.
    ///
    /// - Parameters:
    ///   - halves: for each half, its nearest training rows and its nearest rows of the other half.
    ///   - trainingRows: rows that could win for the training set.
    ///   - placed: the nearest rows of training rows in the samples' place, among the other training rows and the held-out rows.
    package init?(
        halves: [(training: TransformedTable, others: TransformedTable, otherRows: Int)], trainingRows: Int,
        placed: PlacedRows? = nil, draws: Int = 1999, seed: UInt64
    ) {
        var least = 1.0
        var parts = 0
        var (share, chance, rows) = (0.0, 0.0, 0)
        for (number, half) in halves.enumerated() where half.training.queries > 0 && half.otherRows > 0 {
            let contests = CopyContests(
                channel: "half \(number)", training: half.training, heldOut: half.others, seed: seed)
            let grouped = RowContests(
                rows: contests.rows, isTraining: contests.isTraining, strengths: contests.scores,
                trainingRows: trainingRows, heldOutRows: half.otherRows, seed: seed)
            guard let scan = LabelScan(grouped, draws: draws, seed: seed &+ UInt64(number)) else { continue }
            parts += 1
            least = min(least, scan.copying, scan.reverse, scan.overall)
            share += scan.trainingShare * Double(contests.count)
            chance += scan.trainingChance * Double(contests.count)
            rows += contests.count
        }
        guard rows > 0 else { return nil }
        if let placed, placed.trainingRows > 0, placed.heldOutRows > 0 {
            let contests = CopyContests(
                channel: "training rows", training: placed.training, heldOut: placed.heldOut, seed: seed)
            let grouped = RowContests(
                rows: contests.rows, isTraining: contests.isTraining, strengths: contests.scores,
                trainingRows: placed.trainingRows, heldOutRows: placed.heldOutRows, seed: seed)
            if let scan = LabelScan(grouped, draws: draws, seed: seed &+ 2) {
                least = min(least, scan.copying, scan.reverse, scan.overall)
                parts += 1
            }
        }
        pValue = min(1, 3 * Double(parts) * least)
        trainingShare = share / Double(rows)
        trainingChance = chance / Double(rows)
        self.rows = rows
    }
}
