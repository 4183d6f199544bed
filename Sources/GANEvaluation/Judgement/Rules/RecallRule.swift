import GANMetrics

/// Real data lie among the samples as they lie among held-out data.
enum RecallRule: VerdictRule {
    static let name = "recall_reach"
    static let section = ReportSection.diversity
    static let metric = Recall.name
    /// Its intervals are the least sure of the shares.
    static let limits = Witness.Limits(good: 0.8, alarming: 0.4, .atLeastTimesReal)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let figure = BesideReal(result), figure.real > 0 else { return nil }
        return (atLeastReal(figure), .measured(metric, figure.measured))
    }
}
