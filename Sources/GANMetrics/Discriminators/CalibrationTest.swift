import GANNumerics
import OrderedCollections

/// Whether as many rows are real as the probabilities say.
///
///     Z = Σ(y − p) / √Σ p(1 − p)
///
/// About N(0, 1) for calibrated probabilities. Source: Turner et al. 2019, arXiv 1811.11357, section 4.
package enum CalibrationTest {
    package static let name = "discriminator_calibration_z"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Discriminator, calibration z",
        section: .discriminator,
        direction: .closerToNull,
        values: .init(-.infinity ... .infinity),
        sees: "probabilities that are too high or too low as a whole",
        blindTo: "probabilities that are too sure on both sides alike",
        paper: "Turner et al. 2019, arXiv 1811.11357, section 4",
        needs: [],
        formula: "Σ(y − p) / √Σ p(1 − p)",
        reading: "Beyond ±2 more, or fewer, rows are real than the probabilities say: rejection by such a "
            + "discriminator does not draw from the data.",
        references: "Null: 0.",
        uncertainty: "Unit variance.",
        conventions: "The number of real rows is given, so the test is a little shy.")
}

extension Reliability {
    /// The z-test of Turner et al., with its two-sided p-value; nil where each probability is 0 or 1.
    ///
    /// The number of real rows is given here, not drawn, so the test errs on the side of passing; a calibration that was fitted to few
    /// rows adds a little of its own error. O(1).
    package var calibrationTest: MetricResult? {
        guard variance > 0 else { return nil }
        let z = excess / variance.squareRoot()
        return MetricResult(
            value: z, interval: .normal(z, error: 1, level: level, method: "unit variance"),
            null: MetricReference(value: 0, basis: "calibrated probabilities"),
            parts: ["p_value": .number(2 * Statistics.normalCumulative(-abs(z)))])
    }
}
