import GANNumerics
import OrderedCollections

/// How often a discriminator is right where real rows and samples are equally frequent.
///
///     ½·P(logit of a real row > 0) + ½·P(logit of a sample ≤ 0)
///
/// In 0…1; ½ for one that can't tell them apart. For logits alone: a critic has no threshold.
package enum ScoreAccuracy {
    package static let name = "discriminator_accuracy"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Discriminator, accuracy",
        section: .discriminator,
        direction: .closerToNull,
        values: .init(0...1),
        sees: "how often the saved discriminator is right at its own threshold",
        blindTo: "an order of scores that is right around another threshold",
        paper: "Goodfellow et al. 2014, arXiv 1406.2661",
        needs: [],
        formula: "½·P(logit of a real row > 0) + ½·P(logit of a sample ≤ 0)",
        reading: "Near 0.5 it can only guess. The shares that it takes for real tell which side it errs on: many "
            + "training rows and few held-out rows are overfitting.",
        references: "Null: 0.5, exact.",
        uncertainty: "Wilson for each share, joined by squares.",
        conventions: "Real rows and samples count half each. Only for logits: a critic has no threshold.")

    /// The accuracy on held-out rows, or on training rows without any, and samples; nil for a critic.
    ///
    /// Parts hold the share that is taken for real of each kind of rows, with Wilson's interval. The interval of the value joins those of
    /// its two shares by their squares. O(n).
    package static func evaluate(_ scores: DiscriminatorScores, level: Double = 0.95) -> MetricResult? {
        guard scores.scale == .logit else { return nil }
        let real = Share(scores.real, level: level)
        let generated = Share(scores.generated, level: level)
        let value = (real.value + 1 - generated.value) / 2
        let below =
            ((real.value - real.low) * (real.value - real.low)
            + (generated.high - generated.value) * (generated.high - generated.value)).squareRoot()
        let above =
            ((real.high - real.value) * (real.high - real.value)
            + (generated.value - generated.low) * (generated.value - generated.low)).squareRoot()
        var result = MetricResult(
            value: value,
            interval: MetricInterval(
                low: max(0, value - below / 2), high: min(1, value + above / 2), level: level,
                method: "Wilson's of both shares, joined by squares"),
            null: MetricReference(value: 0.5, basis: "exact: scores that are alike for real rows and samples"))
        result.parts["real_rows"] = .text(scores.realWords)
        let kinds =
            [("training", scores.training)] + (scores.heldOut.map { [("held_out", $0)] } ?? [])
            + [("generated", scores.generated)]
        for (kind, rows) in kinds {
            let share = Share(rows, level: level)
            result.parts["\(kind)_taken_for_real"] = .number(share.value)
            result.parts["\(kind)_taken_for_real_interval"] = .interval(
                MetricInterval(low: share.low, high: share.high, level: level, method: "Wilson"))
        }
        return result
    }

    /// The share of scores above 0.
    private struct Share {
        let value: Double
        let low: Double
        let high: Double

        init(_ scores: [Double], level: Double) {
            let hits = scores.count { $0 > 0 }
            value = Double(hits) / Double(scores.count)
            let bounds = Statistics.wilsonInterval(successes: hits, trials: scores.count, level: level)
            (low, high) = (min(value, bounds.low), max(value, bounds.high))
        }
    }
}
