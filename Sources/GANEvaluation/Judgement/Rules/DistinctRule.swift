import GANMetrics

/// Samples repeat each other no more than real data do.
enum DistinctRule: VerdictRule {
    static let name = "distinct"
    static let section = ReportSection.diversity
    static let metric = DistinctSamples.name
    /// A generator of so many images that most samples differ is no collapse.
    static let limits = Witness.Limits(good: 0.75, alarming: 0.5, .atLeastTimesReal)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let figure = BesideReal(result), figure.real > 0, let distinct = evidence.count(metric, "distinct"),
            let samples = evidence.count(metric, "samples")
        else { return nil }
        let found = SectionFinding.Distinct(
            distinct: distinct, samples: samples, support: result.number("support") ?? Double(distinct))
        // Counted, not estimated: so few different samples are so few whatever the next draw gives.
        if figure.value < (limits.alarming ?? 0) * figure.real { return (.alarming, .distinct(found)) }
        return (atLeastReal(figure), .distinct(found))
    }
}
