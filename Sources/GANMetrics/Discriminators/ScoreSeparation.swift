import GANNumerics
import OrderedCollections

/// How well a discriminator's scores tell real rows from samples: the area under the ROC curve.
///
///     AUC = P(score of a real row > score of a sample) + ½·P(equal)
///
/// In 0…1: ½ for a discriminator that can't tell them apart, 1 for one that orders every pair rightly. It needs neither a threshold nor
/// a unit, so critics have it too. Hanley and McNeil 1982.
package enum ScoreSeparation {
    package static let name = "discriminator_auc"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Discriminator, area under the curve",
        section: .discriminator,
        direction: .closerToNull,
        values: .init(0...1),
        sees: "how well the saved discriminator orders real rows above samples",
        blindTo: "what the discriminator never learnt to see",
        paper: "Hanley and McNeil 1982",
        needs: [],
        formula: "P(score of a real row > score of a sample) + ½·P(equal)",
        reading: "Near 0.5 the discriminator can not tell samples from real rows; near 1 it orders nearly every "
            + "pair rightly: the generator has not caught up with it, or it knows its training rows by heart.",
        references: "Null: 0.5, exact.",
        uncertainty: "DeLong, given the discriminator.",
        conventions: "Held-out rows against samples; without held-out data training rows, which is said.")

    /// The area of held-out rows, or of training rows without any, against samples.
    ///
    /// Parts hold the areas of training rows (`training_auc`) and of held-out rows, each with its interval. DeLong's intervals; the null
    /// is exact. O(n log n).
    package static func evaluate(_ scores: DiscriminatorScores, level: Double = 0.95) -> MetricResult {
        let training = area(real: scores.training, generated: scores.generated, level: level)
        let heldOut = scores.heldOut.map { area(real: $0, generated: scores.generated, level: level) }
        let (value, interval) = heldOut ?? training
        var result = MetricResult(
            value: value, interval: interval,
            null: MetricReference(value: 0.5, basis: "exact: scores that are alike for real rows and samples"))
        result.parts["real_rows"] = .text(scores.realWords)
        result.parts["training_auc"] = .number(training.value)
        if let interval = training.interval { result.parts["training_auc_interval"] = .interval(interval) }
        if heldOut == nil {
            result.diagnostics.append(
                Diagnostic(
                    code: "no_held_out_rows", severity: .note,
                    message:
                        "Without held-out data this is the area of rows that the discriminator was trained on, which it may "
                        + "know by heart."))
        }
        return result
    }

    private static func area(
        real: [Double], generated: [Double], level: Double
    ) -> (value: Double, interval: MetricInterval?) {
        let ranks = RankSum(first: generated, second: real)
        return (
            ranks.area,
            ranks.areaError.map { .normal(ranks.area, error: $0, level: level, in: 0...1, method: "DeLong") }
        )
    }
}
