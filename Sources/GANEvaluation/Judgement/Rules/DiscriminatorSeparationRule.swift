import GANMetrics

/// The discriminator still has something to teach: it does not tell nearly all samples from real rows.
///
/// Without held-out data it says nothing good: training rows may only be known by heart.
enum DiscriminatorSeparationRule: VerdictRule {
    static let name = "discriminator_separation"
    static let section = ReportSection.discriminator
    static let metric = ScoreSeparation.name
    static let limits = Witness.Limits(good: Judge.saturatedAccuracy, alarming: nil, .atMost)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        let finding = SectionFinding.discriminatorTells(area: result.value, isHeldOut: evidence.hasHeldOut)
        if let interval = result.interval, interval.low > limits.good { return (.weak, finding) }
        guard evidence.hasHeldOut, let interval = result.interval else { return (.cannotTell, finding) }
        return (interval.high <= limits.good ? .good : .cannotTell, finding)
    }
}
