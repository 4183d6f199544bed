import GANNumerics
import OrderedCollections

/// The two-sample test of a critic's scores: what its metrics on features and on pixels have in common.
enum CriticTwoSample {
    /// Relabellings of the permutation test; no p-value is below 1/2000.
    static let relabellings = 1999
    /// Whom to ask for a critic.
    static let missing = "needs a critic, which ganeval report --fresh-critics trains"

    /// The area under the curve with which the scores tell real test rows from generated ones.
    ///
    /// Given the critic, test rows are independent of it: DeLong's interval holds the critic's true area, and under equal distributions
    /// both p-values are at most α no oftener than α. `p_value` is binomial, of the accuracy at score 0; `permutation_p_value` is of the area.
    static func result(
        _ scores: CriticScores, metric: String, options: MetricOptions, level: Double = 0.95
    ) throws(MetricError) -> MetricResult {
        try scores.check(metric: metric)
        let (real, generated) = (scores.test.real, scores.test.generated)
        let trials = real.count + generated.count
        let ranks = RankSum(first: generated, second: real)
        var result = MetricResult(
            value: ranks.area, null: MetricReference(value: 0.5, basis: "equal distributions, \(trials) test rows"))
        // A score of 0 is no answer: half of them count as right.
        let (realHits, generatedHits) = (real.count { $0 > 0 }, generated.count { $0 < 0 })
        let silent = real.count { $0 == 0 } + generated.count { $0 == 0 }
        let hits = realHits + generatedHits + silent / 2
        result.parts["accuracy"] = .number(Double(hits) / Double(trials))
        if options.interval {
            if let error = ranks.areaError {
                let reach = Statistics.normalQuantile(0.5 + level / 2) * error
                result.interval = MetricInterval(
                    low: max(0, ranks.area - reach), high: min(1, ranks.area + reach), level: level,
                    method: "DeLong, given the critic")
            }
            let bounds = Statistics.wilsonInterval(successes: hits, trials: trials, level: level)
            result.parts["accuracy_interval"] = .interval(
                MetricInterval(low: bounds.low, high: bounds.high, level: level, method: "Wilson, given the critic"))
            result.parts["p_value"] = .number(
                hits == 0 ? 1 : Statistics.incompleteBeta(0.5, Double(hits), Double(trials - hits + 1)))
            result.parts["permutation_p_value"] = .number(
                PermutationTest.probability(
                    real: real, generated: generated, relabellings: relabellings,
                    stream: SeededGenerator(seed: options.seed).split(metric)))
        }
        result.parts["real_accuracy"] = .number(Double(realHits) / Double(real.count))
        result.parts["generated_accuracy"] = .number(Double(generatedHits) / Double(generated.count))
        let trained = RankSum(first: scores.training.generated, second: scores.training.real).area
        result.parts["training_area"] = .number(trained)
        result.parts["generalization_gap"] = .number(trained - ranks.area)
        scores.describe(in: &result)
        return result
    }

    static let uncertainty =
        "DeLong for the area and Wilson for the accuracy, given the trained critic."
    static let references =
        "Null: 0.5. Held-out data in the samples' place train a critic of their own. p_value is binomial, of the accuracy; permutation_p_value is exact, of the area."
}
