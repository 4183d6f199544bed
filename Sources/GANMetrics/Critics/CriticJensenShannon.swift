import GANNumerics
import OrderedCollections
import RealModule

/// How far samples are from real data at least, as a Jensen–Shannon divergence that a critic of the features proves.
///
/// The value is the bound of `VariationalBound` on rows that the critic never saw, in nats, at most log 2 = 0.693; the parts hold those on
/// KL(real‖samples), KL(samples‖real) and Pearson's χ² with their intervals and gaps. A bound below 0 is chance and says nothing.
///
/// Source: Nowozin, Cseke and Tomioka 2016, arXiv 1606.00709; Goodfellow et al. 2014, arXiv 1406.2661, theorem 1.
public enum CriticJensenShannon: Metric {
    /// The name in results, files and on the command line.
    public static let name = "critic_jensen_shannon"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Jensen–Shannon divergence, at least", section: .discriminator, direction: .lower,
        values: .init(-Double.infinity...0.6931471805599453),
        sees: "differences that a small network learns from the features, as a divergence",
        blindTo: "what the critic misses: the true divergence may be larger",
        paper: "Nowozin, Cseke and Tomioka 2016, arXiv 1606.00709", needs: [.critic],
        formula: "log 2 + ½ E_real log σ(s) + ½ E_generated log σ(−s) with the critic's logits s on test rows",
        reading:
            "0 or below: the critic proves no difference. 0.693 (log 2): no overlap. It is a lower bound, so that small values do not "
            + "prove that distributions are near. kl punishes what samples lack, reverse_kl what they invent.",
        references:
            "Null: 0, the mean for equal distributions. Held-out data in the samples' place train a critic of their own.",
        uncertainty: "Normal over test rows, given the critic.",
        conventions:
            "Natural logarithms. One critic serves all divergences: its logits are scaled and shifted for each by the validation part, and cut for all but this one. "
            + "The paper trains one for each.")

    /// The bounds from the scores of a critic that was trained to classify.
    ///
    /// Throws `MetricError` as `FreshCritic` does. Cost a few dozen passes over the validation part.
    public static func evaluate(
        _ scores: CriticScores, options: MetricOptions = MetricOptions(), level: Double = 0.95
    ) throws(MetricError) -> MetricResult {
        try scores.check(metric: name)
        let bound = VariationalBound(.jensenShannon, scores)
        var result = MetricResult(
            value: bound.value, null: MetricReference(value: 0, basis: "mean for equal distributions"))
        func interval(_ bound: VariationalBound) -> MetricInterval {
            let reach = Statistics.normalQuantile(0.5 + level / 2) * bound.standardError
            return MetricInterval(
                low: bound.value - reach, high: bound.value + reach, level: level,
                method: "normal over test rows, given the critic")
        }
        if options.interval {
            let found = interval(bound)
            result.interval = MetricInterval(
                low: found.low, high: max(bound.value, min(.log(2), found.high)), level: level, method: found.method)
        }
        result.parts["training"] = .number(bound.training)
        result.parts["generalization_gap"] = .number(bound.gap)
        for divergence in VariationalBound.Divergence.allCases where divergence != .jensenShannon {
            let bound = VariationalBound(divergence, scores)
            result.parts[divergence.rawValue] = .number(bound.value)
            if options.interval { result.parts["\(divergence.rawValue)_interval"] = .interval(interval(bound)) }
            result.parts["\(divergence.rawValue)_gap"] = .number(bound.gap)
        }
        scores.describe(in: &result)
        return result
    }
}

extension CriticJensenShannon {
    /// A critic of held-out rows, however many there are.
    public static var ceiling: CeilingRule { .meanOverRows }

    /// A critic that was trained.
    public static func missing(_ inputs: MetricInputs) -> String? { FreshCritic.missing(inputs) }

    /// The metric of the context's critic.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(try context.critic(\.features), options: context.options)
    }
}
