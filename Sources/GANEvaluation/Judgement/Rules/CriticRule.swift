import GANMetrics

/// A critic that was trained for the samples does not tell them from real data, beyond what held-out real data get.
///
/// What two rules have in common: they read areas under the curve of critics.
protocol CriticRule: VerdictRule {}

extension CriticRule {
    static var section: ReportSection { .quality }
    static var limits: Witness.Limits { Witness.Limits(good: 0.1, alarming: nil, .atMostFromNull) }

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let ends = result.interval, let null = result.null?.value else { return nil }
        let finding = SectionFinding.critic(
            metric,
            .init(value: result.value, real: result.ceiling?.value ?? null, isHeldOut: result.ceiling != nil))
        // Held-out data that a critic tells from the reference leave it nothing to say.
        let base = max(null, result.ceiling?.value ?? null)
        let low = result.value - 1.5 * (result.value - ends.low)
        if low > base + limits.good { return (.weak, finding) }
        return (result.value <= base + limits.good ? .good : .cannotTell, finding)
    }
}

/// A fresh critic of the features can only guess.
enum FreshCriticRule: CriticRule {
    static let name = "fresh_critic"
    static let metric = FreshCritic.name
}

/// A fresh critic of the pixels can only guess.
enum FreshPixelCriticRule: CriticRule {
    static let name = "fresh_critic_pixels"
    static let metric = FreshPixelCritic.name
}
