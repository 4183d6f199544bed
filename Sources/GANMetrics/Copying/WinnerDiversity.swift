/// How many different rows the samples' winners are, beside as many real images.
///
///     effective = (Σ_r c_r)² / Σ_r c_r²,    c_r = samples whose nearest row is r
///
/// A generator that collapsed to a few images has a few winners, whatever noise it adds; it must be reported as that, and
/// not as copying. Real rows of the reference, each without itself, say how many winners full variety gives.
public struct WinnerDiversity: Sendable, Equatable {
    /// Samples compared, the same number of samples and reference rows.
    public let samples: Int
    /// Different winners of the samples, and their effective number.
    public let distinct: Int
    /// (Σc)²/Σc² of the samples, from 1 to `distinct`.
    public let effective: Double
    /// The same for the reference rows.
    public let referenceDistinct: Int
    /// (Σc)²/Σc² of the reference rows.
    public let referenceEffective: Double

    /// Below this share of the reference's effective number the samples are called few distinct images.
    public static let collapsedShare = 0.1
    /// Whether the samples are few distinct images: at least 50 of them, with too few effective winners.
    public var isCollapsed: Bool { samples >= 50 && effective < Self.collapsedShare * referenceEffective }

    /// Compares the first min(m, R) samples and reference rows of one channel.
    public init(samples: CopyContests, reference: CopyContests) {
        self.samples = min(samples.count, reference.count)
        (distinct, effective) = Self.winners(samples, self.samples)
        (referenceDistinct, referenceEffective) = Self.winners(reference, self.samples)
    }

    private static func winners(_ contests: CopyContests, _ count: Int) -> (distinct: Int, effective: Double) {
        var counts: [Int64: Int] = [:]
        for query in 0..<count where contests.rows[query] >= 0 {
            counts[Int64(contests.rows[query]) * 2 + (contests.isTraining[query] ? 1 : 0), default: 0] += 1
        }
        let total = counts.values.reduce(0, +)
        let squares = counts.values.reduce(0) { $0 + $1 * $1 }
        return (counts.count, squares > 0 ? Double(total) * Double(total) / Double(squares) : 0)
    }
}
