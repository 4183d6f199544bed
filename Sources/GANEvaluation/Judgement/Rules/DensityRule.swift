import GANMetrics

/// Samples lie as deep within real data as held-out data do.
enum DensityRule: VerdictRule {
    static let name = "density_reach"
    static let section = ReportSection.quality
    static let metric = Density.name
    static let limits = Witness.Limits(good: 0.8, alarming: 0.5, .atLeastTimesReal)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let figure = BesideReal(result), figure.real > 0 else { return nil }
        return (atLeastReal(figure), .measured(metric, figure.measured))
    }
}
