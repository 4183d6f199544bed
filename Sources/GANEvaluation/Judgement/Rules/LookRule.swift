import GANMetrics
import OrderedCollections

/// A plain statistic of the pixels is that of real images, in its mean and in its spread.
///
/// What three rules have in common: they read metrics that are differences in units of the real images' spread.
protocol LookRule: VerdictRule {}

extension LookRule {
    static var section: ReportSection { .quality }

    /// Differences, in standard deviations of real images.
    static var limits: Witness.Limits { Witness.Limits(good: 0.15, alarming: 1.5, .atMostFromNull) }

    /// The logarithm of the variances' ratio from which on samples are surely more or less alike than real images.
    static var widestSpread: Double { 0.35 }

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let interval = result.interval else { return nil }
        let name: String? =
            if case .text(let text)? = result.parts["worst_band"] ?? result.parts["worst_property"] { text } else {
                nil
            }
        // What tells held-out images from the reference's is no fault of the samples.
        let slack = result.ceiling.map { abs($0.value - (result.null?.value ?? 0)) } ?? 0
        let sure = interval.low > 0 ? interval.low : interval.high < 0 ? -interval.high : 0
        let shift = result.number("worst_difference") ?? result.value
        let finding = SectionFinding.look(.init(metric: metric, property: name, difference: shift))
        if sure > (limits.alarming ?? .infinity) + slack { return (.alarming, finding) }
        if sure > limits.good + slack { return (.weak, finding) }
        if let spread = result.number("worst_spread") ?? result.number("spread"),
            let bounds = evidence.interval(metric, "largest_spread_interval")
                ?? evidence.interval(metric, "spread_interval"),
            (bounds.low > 0 ? bounds.low : bounds.high < 0 ? -bounds.high : 0) > widestSpread
        {
            let name: String? =
                if case .text(let text)? = result.parts["worst_spread_band"] ?? result.parts["worst_spread_property"] {
                    text
                } else { nil }
            return (.weak, .lookSpread(.init(metric: metric, property: name, difference: spread)))
        }
        return (abs(result.value) <= 3 * limits.good + slack ? .good : .cannotTell, finding)
    }
}

/// Samples are as sharp as real images.
enum SharpnessRule: LookRule {
    static let name = "sharpness"
    static let metric = Sharpness.name
}

/// Samples have the power of real images at every frequency.
enum SpectrumRule: LookRule {
    static let name = "power_spectrum"
    static let metric = PowerSpectrum.name
}

/// Samples have the light, contrast and colours of real images.
enum AppearanceRule: LookRule {
    static let name = "appearance"
    static let metric = AppearanceDifference.name
}
