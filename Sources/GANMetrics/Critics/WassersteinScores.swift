import GANNumerics
import OrderedCollections

/// The difference of a Lipschitz critic's means, read on one part.
///
///     (E_real f − E_generated f) · unit / max(1, ‖∇f‖)
///
/// The penalty holds the gradient near 1 and not at it: where its root mean square between test rows is above 1, the difference is
/// divided by it. Source: Gulrajani et al. 2017, arXiv 1704.00028, equation 3.
struct WassersteinScores {
    /// On the test part, in the rows' own unit.
    let value: Double
    /// Over test rows, given the critic.
    let standardError: Double
    /// On the training part.
    let training: Double

    /// Parts have at least two scores of each kind.
    init(_ scores: CriticScores) {
        let factor = scores.unit / max(1, scores.gradientNorm ?? 1)
        func difference(_ part: CriticScores.Part) -> Double {
            factor * (Statistics.mean(part.real) - Statistics.mean(part.generated))
        }
        value = difference(scores.test)
        training = difference(scores.training)
        standardError =
            factor
            * (Statistics.variance(scores.test.real) / Double(scores.test.real.count)
            + Statistics.variance(scores.test.generated) / Double(scores.test.generated.count)).squareRoot()
    }

    func interval(level: Double) -> MetricInterval {
        let reach = Statistics.normalQuantile(0.5 + level / 2) * standardError
        return MetricInterval(
            low: value - reach, high: value + reach, level: level, method: "normal over test rows, given the critic")
    }

    /// The metric that says it.
    func result(of scores: CriticScores, options: MetricOptions, level: Double) -> MetricResult {
        var result = MetricResult(
            value: value, interval: options.interval ? interval(level: level) : nil,
            null: MetricReference(value: 0, basis: "mean for equal distributions, given any critic"))
        result.parts["training"] = .number(training)
        result.parts["generalization_gap"] = .number(training - value)
        if let norm = scores.gradientNorm { result.parts["gradient_norm"] = .number(norm) }
        scores.describe(in: &result)
        return result
    }
}
