import GANMetrics

/// As many real neighbourhoods hold a sample as with held-out data.
enum CoverageRule: VerdictRule {
    static let name = "coverage_reach"
    static let section = ReportSection.diversity
    static let metric = Coverage.name
    static let isIndispensable = true
    static let limits = Witness.Limits(good: 0.9, alarming: 0.6, .atLeastTimesReal)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let figure = BesideReal(result), figure.real > 0 else {
            return (.cannotTell, .coverage(.init(share: result.value, heldOut: nil, isJudged: false)))
        }
        let reach = SectionFinding.Reach(
            share: figure.value, heldOut: figure.isHeldOut ? figure.real : nil, isJudged: true)
        return (atLeastReal(figure), .coverage(reach))
    }
}
