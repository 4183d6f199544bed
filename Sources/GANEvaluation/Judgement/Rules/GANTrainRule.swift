import GANMetrics

/// What samples teach of the classes holds for real data.
enum GANTrainRule: VerdictRule {
    static let name = "gan_train"
    static let section = ReportSection.condition
    static let metric = GANTrainAccuracy.name
    static let limits = Witness.Limits(good: 0.85, alarming: 0.5, .atLeastTimesReal)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let real = result.ceiling?.value, let chance = result.null?.value, real > chance else { return nil }
        let figure = BesideReal(
            value: result.value, ends: result.interval.map { $0.low...$0.high }, real: real, isHeldOut: true)
        let found = ConditionFinding.Named(share: result.value, chance: chance, real: real, probability: nil)
        return (atLeastReal(figure), .condition(.teaches(found)))
    }
}
