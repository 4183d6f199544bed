import GANNumerics
import OrderedCollections

/// How much higher a discriminator scores its training rows than rows that it never saw.
///
///     (E[D(training)] − E[D(held-out)]) / √((Var[D(training)] + Var[D(held-out)]) / 2)
///
/// In standard deviations of the scores, so that critics have it too; 0 without overfitting. Cohen's d with the mean of both variances.
package enum TrainingGap {
    package static let name = "discriminator_training_gap"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Discriminator, training gap",
        section: .discriminator,
        direction: .closerToNull,
        values: .init(-.infinity ... .infinity),
        sees: "training rows that are scored higher than held-out rows",
        blindTo: "gaps of single rows that the mean hides",
        paper: "Cohen 1988",
        needs: [],
        formula: "(E[D(training)] − E[D(held-out)]) / standard deviation of real scores",
        reading: "0 without overfitting. At 1 training rows lie a whole standard deviation higher.",
        references: "Null: 0, exact.",
        uncertainty: "Normal, given the standard deviation.",
        conventions: "The mean of both variances; the gap in scores is a part.")

    /// The gap of finite scores; nil without held-out rows, and where all real scores are equal.
    ///
    /// A normal interval for the difference of means, in the same unit, which takes the standard deviation as given. Parts hold the gap in
    /// the scores' own unit. O(n).
    package static func evaluate(_ scores: DiscriminatorScores, level: Double = 0.95) -> MetricResult? {
        guard let heldOut = scores.heldOut else { return nil }
        let (variance, other) = (Statistics.variance(scores.training), Statistics.variance(heldOut))
        let deviation = ((variance + other) / 2).squareRoot()
        guard deviation > 0 else { return nil }
        let gap = Statistics.mean(scores.training) - Statistics.mean(heldOut)
        let error = (variance / Double(scores.training.count) + other / Double(heldOut.count)).squareRoot()
        var result = MetricResult(
            value: gap / deviation,
            interval: .normal(
                gap / deviation, error: error / deviation, level: level, method: "normal, given the deviation"),
            null: MetricReference(value: 0, basis: "exact: training and held-out rows are scored alike"))
        result.parts["gap"] = .number(gap)
        result.parts["standard_deviation"] = .number(deviation)
        return result
    }
}
