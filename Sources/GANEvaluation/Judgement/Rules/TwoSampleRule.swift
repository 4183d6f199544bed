import GANMetrics

/// A classifier does not tell samples from real data.
enum TwoSampleRule: VerdictRule {
    static let name = "two_sample_test"
    static let section = ReportSection.quality
    static let metric = ClassifierTwoSample.name
    static let limits = Witness.Limits(good: 0.05, alarming: nil, .atMostFromNull)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let ends = result.interval, let null = result.null?.value else { return nil }
        let finding = SectionFinding.measured(
            metric,
            .init(
                value: result.value, real: result.ceiling?.value ?? null, isHeldOut: result.ceiling != nil))
        // Held-out data that the same classifier tells from the reference leave it nothing to say.
        let base = max(null, result.ceiling?.value ?? null)
        let low = result.value - 1.5 * (result.value - ends.low)
        if low > base + limits.good { return (.weak, finding) }
        return (result.value <= base + 2 * limits.good ? .good : .cannotTell, finding)
    }
}
