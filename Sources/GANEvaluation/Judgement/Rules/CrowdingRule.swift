import GANMetrics

/// Samples do not crowd where real data are densest: smoothed and truncated samples do, and every one of them looks real.
enum CrowdingRule: VerdictRule {
    static let name = "crowding"
    static let section = ReportSection.diversity
    static let metric = Density.name
    static let limits = Witness.Limits(good: 1.2, alarming: nil, .atMostTimesReal)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let figure = BesideReal(result), figure.real > 0 else { return nil }
        let grade = atMostReal(figure)
        return (grade, .crowded(figure.measured))
    }
}
