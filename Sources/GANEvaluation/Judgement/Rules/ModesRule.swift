import GANMetrics
import OrderedCollections

/// Every class or known mode is made, and about as often as in the reference.
enum ModesRule: VerdictRule {
    static let name = "modes_made"
    static let section = ReportSection.modes
    static let metric = ModeCoverage.name
    /// A divergence of the classes' shares from the reference's above this, in nats, is uneven.
    static let limits = Witness.Limits(good: 0.05, alarming: nil, .atMost)
    /// Shares of what real data have within three standard deviations of a known mode: from here on good, below that alarming.
    ///
    /// What real data have is known exactly, so only chance is allowed for: an interval that ends below is weak.
    static let goodShare = 0.98
    static let alarmingShare = 0.6

    /// Classes that chance may have passed over: holding together more than this share of the reference, they leave the rest unsaid.
    static let greatestUndecided = 0.01
    /// Known modes that are collapsed inside: alarming above this share of all.
    static let greatestCollapsed = 0.25
    /// Of its share in the reference: a class that is surely rarer, and below this, is too rare.
    static let rareBelow = 0.75
    /// Of its share in the reference: a class that is surely more frequent, and above this, is too frequent.
    static let frequentAbove = 1.5
    /// Shares are uneven where chance gives such a divergence no more often than this.
    static let significance = 0.01

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let modes = evidence.modes else { return nil }
        let missing = modes.modes.filter(\.missing).map(\.name)
        // Of classes that the reference lacks none can be missing.
        let total = evidence.count(metric, "modes") ?? modes.modes.count
        guard missing.isEmpty else {
            // Those that chance may have passed over are a list of their own; reports of before have one for both.
            let few =
                result.parts["undecided_classes"] == nil
                && result.diagnostics.contains { $0.code == "too_few_samples_for_modes" }
            return (few ? .cannotTell : .alarming, .missingModes(missing, total: total, isSure: !few))
        }
        if case .counts(let collapsed)? = result.parts["collapsed_modes"], !collapsed.isEmpty {
            let names = collapsed.filter { modes.modes.indices.contains($0) }.map { modes.modes[$0].name }
            let share = Double(collapsed.count) / Double(max(1, total))
            return (share > greatestCollapsed ? .alarming : .weak, .collapsedModes(names, total: total))
        }
        var undecided: [ModeTable.Mode] = []
        if case .counts(let classes)? = result.parts["undecided_classes"] {
            undecided = classes.filter { modes.modes.indices.contains($0) }.map { modes.modes[$0] }
        }
        if undecided.reduce(0, { $0 + $1.referenceShare }) > greatestUndecided {
            return (.cannotTell, .missingModes(undecided.map(\.name), total: total, isSure: false))
        }
        if let share = result.number("high_quality_share"), let real = result.number("high_quality_ceiling") {
            let high = evidence.interval(metric, "high_quality_interval")?.high ?? share
            let grade: Grade = high >= goodShare * real ? .good : share >= alarmingShare * real ? .weak : .alarming
            if grade == .good, let uneven = uneven(modes) { return (.weak, uneven) }
            return (grade, .modesReached(total: total, share: share, real: real))
        }
        let narrow = modes.modes.filter(\.isCollapsed).map(\.name)
        if !narrow.isEmpty {
            let share = Double(narrow.count) / Double(max(1, total))
            return (share > greatestCollapsed ? .alarming : .weak, .collapsedModes(narrow, total: total))
        }
        if let uneven = uneven(modes) { return (.weak, uneven) }
        let excess = result.number("kl_excess") ?? result.number("kl_to_reference") ?? 0
        let isUneven = excess > limits.good && (result.number("uneven_p_value") ?? 0) <= significance
        return (
            isUneven ? .weak : .good,
            .classesMade(total: total - undecided.count, divergence: isUneven ? excess : nil)
        )
    }

    /// Classes or modes that surely come too rarely or too often, and by enough; nil where there are none.
    private static func uneven(_ table: ModeTable) -> SectionFinding? {
        let rare = table.modes.filter { $0.standing == .rare && $0.generatedShare < rareBelow * $0.referenceShare }
        let frequent = table.modes.filter {
            $0.standing == .frequent && $0.generatedShare > frequentAbove * $0.referenceShare
        }
        if rare.isEmpty && frequent.isEmpty { return nil }
        return .unevenClasses(rare: rare.map(\.name), frequent: frequent.map(\.name))
    }
}
