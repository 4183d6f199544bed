import GANMetrics

/// Every class or known mode is made, and about as often as in the reference.
enum ModesRule: VerdictRule {
    static let name = "modes_made"
    static let section = ReportSection.modes
    static let metric = ModeCoverage.name
    /// A divergence of the classes' shares from the reference's above this, in nats, is uneven.
    static let limits = Witness.Limits(good: 0.05, alarming: nil, .atMost)
    /// Shares of what real data have within three standard deviations of a known mode: from here on good, below that alarming.
    static let goodShare = 0.9
    static let alarmingShare = 0.6

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let modes = evidence.modes else { return nil }
        let missing = modes.modes.filter(\.missing).map(\.name)
        // Of classes that the reference lacks none can be missing.
        let total = evidence.count(metric, "modes") ?? modes.modes.count
        guard missing.isEmpty else {
            let few = result.diagnostics.contains { $0.code == "too_few_samples_for_modes" }
            return (few ? .cannotTell : .alarming, .missingModes(missing, total: total, isSure: !few))
        }
        if let share = result.number("high_quality_share"), let real = result.number("high_quality_ceiling") {
            let grade: Grade =
                share >= goodShare * real ? .good : share >= alarmingShare * real ? .weak : .alarming
            return (grade, .modesReached(total: total, share: share, real: real))
        }
        let divergence = result.number("kl_to_reference").flatMap { $0 > limits.good ? $0 : nil }
        return (divergence == nil ? .good : .weak, .classesMade(total: total, divergence: divergence))
    }
}
