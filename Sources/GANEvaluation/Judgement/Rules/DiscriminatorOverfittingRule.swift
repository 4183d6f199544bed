import GANMetrics

/// The discriminator judges real data, not only its training rows: r_v of adaptive augmentation.
///
/// The limit is the target that its authors found to work best (Karras et al. 2020, arXiv 2006.06676, section 3.2).
enum DiscriminatorOverfittingRule: VerdictRule {
    static let name = "discriminator_overfitting"
    static let section = ReportSection.discriminator
    static let metric = ValidationOverfitting.name
    static let limits = Witness.Limits(good: 0.5, alarming: nil, .atMost)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let interval = result.interval else { return nil }
        if interval.low > limits.good { return (.weak, .discriminatorOverfits(ratio: result.value)) }
        if interval.high <= limits.good { return (.good, .discriminatorGeneralizes(ratio: result.value)) }
        return (.cannotTell, .discriminatorOverfits(ratio: result.value))
    }
}
