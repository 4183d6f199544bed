import GANMetrics

/// Samples are as many effectively different ones as held-out data.
enum VendiRule: VerdictRule {
    static let name = "effective_number"
    static let section = ReportSection.diversity
    static let metric = VendiScore.name
    static let limits = Witness.Limits(good: 0.8, alarming: 0.4, .atLeastTimesReal)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let figure = BesideReal(result), figure.real > 0 else { return nil }
        guard figure.ends != nil else {
            // Near its bound it has no interval; there it is as great as can be.
            return figure.value >= limits.good * figure.real ? (.good, .measured(metric, figure.measured)) : nil
        }
        return (atLeastReal(figure), .measured(metric, figure.measured))
    }
}
