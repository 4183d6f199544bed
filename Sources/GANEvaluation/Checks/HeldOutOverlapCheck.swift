/// Held-out rows are no rows of the reference.
enum HeldOutOverlapCheck: EvaluationCheck {
    static let name = Check.Name.heldOutOverlap
    /// From here on nothing is known of how near rows come that the generator was not trained on.
    private static let limit = 0.01
    /// From here on the figures of real data are those of the reference itself.
    private static let limitOfAll = 0.1

    static func run(_ context: CheckContext) -> Check? {
        guard let heldOut = context.heldOut else { return nil }
        let real = Set(context.real.fingerprints)
        let shared = heldOut.fingerprints.count { $0 != 0 && real.contains($0) }
        let share = Double(shared) / Double(max(1, heldOut.count))
        let finding = CheckFinding.sharedRows(shared, of: heldOut.count)
        // Rows of few values repeat by themselves, as often as the reference repeats itself.
        let natural = context.isImage ? 0 : context.real.repeatedShare * Double(heldOut.count)
        // The reference tells that only roughly: pairs come in twos.
        let spread = 1 + 2 * Double(heldOut.count) / Double(max(1, context.real.count))
        guard Double(shared) > natural + 4 * (natural * spread).squareRoot() else {
            return passed(figure: share, limit: limit)
        }
        // One row of a hundred is no leak.
        guard share > limit, shared >= 2 else { return noticed(finding, figure: share, limit: limit) }
        return failed(
            finding, figure: share, limit: limit, spoils: share > limitOfAll ? .calibrated : [.memorization])
    }
}

extension SetFacts {
    /// The share of rows that another one equals; images of one level not counted.
    var repeatedShare: Double {
        var counts: [UInt64: Int] = [:]
        for row in fingerprints where row != 0 { counts[row, default: 0] += 1 }
        return Double(counts.values.reduce(0) { $0 + ($1 > 1 ? $1 : 0) }) / Double(max(1, count))
    }
}
