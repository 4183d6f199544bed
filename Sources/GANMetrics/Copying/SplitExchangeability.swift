public import GANNumerics

/// Whether training and held-out rows are one pool that was split at random, as every p-value of the audit presumes.
///
/// Half of the held-out rows take the samples' part: each finds its nearest row among the training rows and the other half.
/// They were not copied, so the labels of the winners must look drawn by chance (`LabelScan`). Other preprocessing, other
/// classes, or near-duplicates across the split show as too many or too few wins of training rows, in all contests or in the
/// clearest ones. Both halves are tried:
///
///     p = min(1, 6 · the least of three p-values for each half)
public struct SplitExchangeability: Sendable, Equatable {
    /// Of a split at random; 0 to 1.
    public let pValue: Double
    /// The share of held-out rows whose winner is a training row, and what it should be, over both halves.
    public let trainingShare: Double
    /// What it should be, over both halves.
    public let trainingChance: Double
    /// Held-out rows that took part.
    public let rows: Int

    /// Below this the splits are called not exchangeable: one honest audit in a hundred is refused.
    public static let level = 0.01
    /// Whether nothing speaks against a split at random.
    public var holds: Bool { pValue >= Self.level }

    /// Tests two halves of the held-out rows.
    ///
    /// - Parameters:
    ///   - halves: for each half, its nearest training rows and its nearest rows of the other half.
    ///   - trainingRows: rows that could win for the training set.
    public init?(
        halves: [(training: TransformedTable, others: TransformedTable, otherRows: Int)], trainingRows: Int,
        draws: Int = 1999, seed: UInt64
    ) {
        var least = 1.0
        var (share, chance, rows) = (0.0, 0.0, 0)
        for (number, half) in halves.enumerated() where half.training.queries > 0 && half.otherRows > 0 {
            let contests = CopyContests(
                channel: "half \(number)", training: half.training, heldOut: half.others, seed: seed)
            let grouped = RowContests(
                rows: contests.rows, isTraining: contests.isTraining, strengths: contests.scores,
                trainingRows: trainingRows, heldOutRows: half.otherRows, seed: seed)
            guard let scan = LabelScan(grouped, draws: draws, seed: seed &+ UInt64(number)) else { continue }
            least = min(least, scan.copying, scan.reverse, scan.overall)
            share += scan.trainingShare * Double(contests.count)
            chance += scan.trainingChance * Double(contests.count)
            rows += contests.count
        }
        guard rows > 0 else { return nil }
        pValue = min(1, 3 * Double(halves.count) * least)
        trainingShare = share / Double(rows)
        trainingChance = chance / Double(rows)
        self.rows = rows
    }
}
