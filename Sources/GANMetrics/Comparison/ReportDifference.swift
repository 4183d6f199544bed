package import GANNumerics

/// Whether one metric of two reports is compared in pairs, and with which noise: for gates against a baseline and for comparisons alike.
///
/// Samples of one number come from one latent where both generators have one prior and both reports one sampling seed. They are
/// compared in pairs where both reports keep what each sample adds to the metric and both give it an interval: near its null a metric
/// has none, because contributions alone do not tell how it varies there. Elsewhere the variances of both are added, as if the
/// reports had nothing in common: they share their reference, which only makes the difference surer.
package enum ReportDifference {
    /// What one report says about one metric's noise.
    package struct Side {
        /// What each of its samples adds; nil where it keeps nothing.
        package var contributions: ReportContributions?
        /// The seed of its latents, as its protocol states it.
        package var samplingSeed: String?
        /// Whether the metric has an interval of its own, not only a most that chance moves it by.
        package var hasInterval: Bool

        package init(contributions: ReportContributions?, samplingSeed: String?, hasInterval: Bool) {
            self.contributions = contributions
            self.samplingSeed = samplingSeed
            self.hasInterval = hasInterval
        }
    }

    /// Why two reports are not compared in pairs.
    package enum Obstacle: Sendable, Equatable {
        /// One of them keeps nothing of its samples.
        case notKept
        /// Their latents were drawn from other seeds.
        case otherSeeds
        /// Their latents were drawn from other priors, the first report's and the second's.
        case otherPriors(LatentPrior, LatentPrior)
        /// One of them has no interval for the metric.
        case noInterval
        /// They keep nothing of this metric that can be paired.
        case nothingOfTheMetric
    }

    /// How a difference is taken.
    package enum Pairing: Sendable, Equatable {
        /// In pairs; the difference has this standard error.
        case paired(standardError: Double)
        /// As that of two independent sets.
        case independent(Obstacle)
    }

    /// Why sample i of both does not come from one latent; nil where it does.
    package static func obstacle(_ own: Side, _ other: Side) -> Obstacle? {
        guard let kept = own.contributions, let others = other.contributions else { return .notKept }
        guard own.samplingSeed == other.samplingSeed else { return .otherSeeds }
        return kept.prior == others.prior ? nil : .otherPriors(kept.prior, others.prior)
    }

    /// How `metric` of both is compared.
    package static func pairing(of metric: String, _ own: Side, _ other: Side) -> Pairing {
        if let obstacle = obstacle(own, other) { return .independent(obstacle) }
        guard own.hasInterval, other.hasInterval else { return .independent(.noInterval) }
        guard let kept = own.contributions, let others = other.contributions,
            let error = kept.differenceError(of: metric, to: others)
        else { return .independent(.nothingOfTheMetric) }
        return .paired(standardError: error)
    }

    /// The deviation of the difference of two independent values from theirs, in any one unit: √(a² + b²).
    package static func independent(_ own: Double, _ other: Double) -> Double {
        (own * own + other * other).squareRoot()
    }
}
