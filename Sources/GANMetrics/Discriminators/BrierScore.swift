import GANNumerics
import OrderedCollections

/// The Brier score: the mean squared difference of probability and truth.
///
///     mean (p − y)²,  y = 1 for real rows, 0 for samples
///
/// In 0…1; ¼ for one that always says ½. Source: Brier 1950.
package enum BrierScore {
    package static let name = "discriminator_brier_score"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Discriminator, Brier score",
        section: .discriminator,
        direction: .lower,
        values: .init(0...1),
        sees: "probabilities that are wrong or say little",
        blindTo: "which of the two it is; the calibration error tells",
        paper: "Brier 1950",
        needs: [],
        formula: "mean (p − y)², y = 1 for real rows and 0 for samples",
        reading: "0.25 is what always saying ½ gets: above that the probabilities are worse than none.",
        references: "Null: what the same probabilities would get, were they calibrated.",
        uncertainty: "Normal, of a mean.",
        conventions: "Real rows and samples equally frequent.")
}

extension Reliability {
    /// The Brier score, beside what the same probabilities give where they are calibrated: mean p(1 − p).
    ///
    /// A normal interval of the mean. O(n).
    package var brierScore: MetricResult {
        let value = Statistics.mean(losses)
        let error = (Statistics.variance(losses) / Double(count)).squareRoot()
        return MetricResult(
            value: value, interval: .normal(value, error: error, level: level, in: 0...1, method: "normal, a mean"),
            null: MetricReference(value: variance / Double(count), basis: "these probabilities, were they calibrated"),
            parts: ["always_one_half": .number(0.25)])
    }
}
