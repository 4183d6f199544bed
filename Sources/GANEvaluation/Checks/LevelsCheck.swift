import GANNumerics
import GANText
import RealModule

/// Levels are as finely graded as the reference's: neither set was rounded to fewer.
enum LevelsCheck: EvaluationCheck {
    static let name = Check.Name.levels
    /// Below this share of the levels that the other set's spread would fill, a set is coarse.
    private static let limit = 0.6
    /// Levels that must be expected for their absence to mean anything.
    private static let leastExpected = 16.0
    private static let noticeableFractions: Float = 0.01

    static func run(_ context: CheckContext) -> Check? {
        guard context.isImage else { return nil }
        var least = 1.0
        for (set, facts) in context.compared {
            for (role, own, other) in [(set, facts, context.real), (.reference, context.real, facts)] {
                guard let found = levels(of: own, beside: other) else { continue }
                least = min(least, Double(found.levels) / Double(found.expected))
                if Double(found.levels) < limit * Double(found.expected) {
                    return noticed(
                        .coarseLevels(role, levels: found.levels, expected: found.expected),
                        figure: Double(found.levels) / Double(found.expected), limit: limit)
                }
            }
            if facts.fractions > noticeableFractions, context.real.fractions == 0 {
                return noticed(.fractions(set, share: Double(facts.fractions)))
            }
            if context.real.fractions > noticeableFractions, facts.fractions == 0 {
                return noticed(.fractions(.reference, share: Double(context.real.fractions)))
            }
        }
        return passed(figure: least, limit: limit)
    }

    /// How many levels a set takes between its own ends, and how many the other's shares would fill there.
    private static func levels(of own: SetFacts, beside other: SetFacts) -> (levels: Int, expected: Int)? {
        let taken = own.levels.indices.filter { own.levels[$0] > 0 }
        guard let first = taken.first, let last = taken.last else { return nil }
        let within = other.levels[first...last].map { Double($0) }
        let total = within.reduce(0, +)
        guard total > 0 else { return nil }
        // Values of one image go together, and repeated images are one.
        let distinct = Set(own.fingerprints).count
        let draws = Double(min(distinct, own.statistics.rows)) * 8
        let expected = within.reduce(0) { $0 + (1 - Double.pow(1 - $1 / total, draws)) }
        return expected < leastExpected ? nil : (taken.count, Int(saturating: expected.rounded()))
    }
}
