import GANMetrics

/// As many samples lie among real data as held-out data do.
enum PrecisionRule: VerdictRule {
    static let name = "precision_reach"
    static let section = ReportSection.quality
    static let metric = Precision.name
    static let isIndispensable = true
    static let limits = Witness.Limits(good: 0.9, alarming: 0.6, .atLeastTimesReal)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let figure = BesideReal(result), figure.real > 0 else {
            return (.cannotTell, .precision(.init(share: result.value, heldOut: nil, isJudged: false)))
        }
        let reach = SectionFinding.Reach(
            share: figure.value, heldOut: figure.isHeldOut ? figure.real : nil, isJudged: true)
        return (atLeastReal(figure), .precision(reach))
    }
}
