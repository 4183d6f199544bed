import GANNumerics

/// Samples are no held-out rows: a generator can't have met them, unless it was trained on them.
///
/// Only rows that the reference lacks count, for others are copies of training data. Where real rows repeat by themselves, so may samples:
/// as often as any two real rows are equal, tested given the number of equal pairs.
enum HeldOutCopiesCheck: EvaluationCheck {
    static let name = Check.Name.heldOutCopies
    private static let significance = 0.001

    static func run(_ context: CheckContext) -> Check? {
        guard let heldOut = context.heldOut else { return nil }
        let real = Set(context.real.fingerprints)
        let fresh = Set(heldOut.fingerprints.filter { $0 != 0 && !real.contains($0) })
        let copies = context.samples.fingerprints.filter { fresh.contains($0) }
        guard !copies.isEmpty else { return passed(figure: 0, limit: 0) }
        let finding = CheckFinding.heldOutSamples(copies.count, of: context.samples.count)
        // One image that is repeated is one event.
        let distinct = Set(copies).count
        let pairs = equalPairs(context.real.fingerprints + heldOut.fingerprints)
        let all = Double(context.real.count + heldOut.count)
        let own = Double(context.samples.count) * Double(heldOut.count)
        let share = own / (own + all * (all - 1) / 2)
        let isBeyondChance =
            pairs == 0 || Statistics.incompleteBeta(share, Double(distinct), pairs + 1) < significance
        // A single equal pair may be one of the data's own.
        return distinct >= 2 && isBeyondChance
            ? failed(finding, figure: Double(copies.count), limit: 0, spoils: .all)
            : noticed(finding, figure: Double(copies.count), limit: 0)
    }

    private static func equalPairs(_ rows: [UInt64]) -> Double {
        var counts: [UInt64: Double] = [:]
        for row in rows where row != 0 { counts[row, default: 0] += 1 }
        return counts.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    }
}
