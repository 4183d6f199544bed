import GANNumerics
import OrderedCollections
import RealModule

/// How far a discriminator's probabilities can be believed: what it says beside what is so.
///
/// For rows of which it says "real with probability p", a share p should be real, where real rows and samples are equally frequent.
package struct Reliability: Sendable, Equatable {
    /// Rows whose probabilities lie between two bounds.
    package struct Bin: Sendable, Equatable {
        /// The bounds.
        package var low: Double
        package var high: Double
        /// The rows in it.
        package var count: Int
        /// The mean probability that the discriminator gives them; the middle of an empty bin.
        package var predicted: Double
        /// The share of them that is real; 0 of an empty bin.
        package var observed: Double
        /// Wilson's 95 % interval of `observed`.
        package var interval: MetricInterval
        /// Σ p(1 − p) of its rows.
        package var spread: Double
    }

    /// Bins of equal width over 0…1, the lowest first.
    package let bins: [Bin]
    private let count: Int
    private let level: Double
    /// (p − y)² of each row.
    private let losses: [Double]
    /// Σ (y − p) and Σ p(1 − p).
    private let excess: Double
    private let variance: Double

    /// Of probabilities from 0 to 1 of real rows and of samples, at least one of each.
    ///
    /// A probability on a bound belongs to the upper bin. O(n).
    package init(real: [Double], generated: [Double], bins: Int = 15, level: Double = 0.95) {
        precondition(bins > 0 && !real.isEmpty && !generated.isEmpty, "\(bins) bins")
        count = real.count + generated.count
        self.level = level
        var (counts, sums, hits, spreads) = (
            [Int](repeating: 0, count: bins), [Double](repeating: 0, count: bins), [Int](repeating: 0, count: bins),
            [Double](repeating: 0, count: bins)
        )
        var (losses, excess, variance): ([Double], Double, Double) = ([], 0, 0)
        for (probabilities, label) in [(real, 1.0), (generated, 0.0)] {
            for probability in probabilities {
                let bin = min(bins - 1, max(0, Int(probability * Double(bins))))
                counts[bin] += 1
                sums[bin] += probability
                hits[bin] += Int(label)
                spreads[bin] += probability * (1 - probability)
                losses.append((probability - label) * (probability - label))
                excess += label - probability
                variance += probability * (1 - probability)
            }
        }
        self.losses = losses
        self.excess = excess
        self.variance = variance
        self.bins = (0..<bins).map { bin in
            let (low, high) = (Double(bin) / Double(bins), Double(bin + 1) / Double(bins))
            let count = counts[bin]
            let bounds = Statistics.wilsonInterval(successes: hits[bin], trials: count, level: level)
            return Bin(
                low: low, high: high, count: count,
                predicted: count > 0 ? sums[bin] / Double(count) : (low + high) / 2,
                observed: count > 0 ? Double(hits[bin]) / Double(count) : 0,
                interval: MetricInterval(low: bounds.low, high: bounds.high, level: level, method: "Wilson"),
                spread: spreads[bin])
        }
    }
}

/// The expected calibration error: by how much stated and true shares differ, averaged over the rows.
///
///     ECE = Σ_b n_b/n · |share that is real in b − mean probability in b|
///
/// In 0…1; chance alone makes it positive, which its null says. Source: Naeini et al. 2015; Guo et al. 2017, arXiv 1706.04599, with bins
/// of equal width.
package enum CalibrationError {
    package static let name = "discriminator_calibration_error"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Discriminator, calibration error",
        section: .discriminator,
        direction: .lower,
        values: .init(0...1),
        sees: "probabilities that are not what they say",
        blindTo: "errors that cancel within a bin",
        paper: "Naeini et al. 2015; Guo et al. 2017, arXiv 1706.04599",
        needs: [],
        formula: "Σ_b n_b/n · |share that is real in b − mean probability in b|",
        reading: "By how much stated and true shares differ on average: 0.1 is ten points. Chance alone makes it "
            + "positive; the null says by how much.",
        references: "Null: calibrated probabilities with so many rows in each bin.",
        uncertainty: "Normal, given the bins and the signs of their differences.",
        conventions: "15 bins of equal width; one half of held-out rows and as many samples.")
}

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
    /// The expected calibration error.
    ///
    /// The null is what calibrated probabilities give with so many rows in each bin, by a normal law within each: Σ √(2/π·spread_b)/n. The interval is
    /// a normal one of the bins' differences, given their signs; it is about as much too high as the null is above 0. O(bins).
    package var calibrationError: MetricResult {
        var (error, null, square) = (0.0, 0.0, 0.0)
        for bin in bins where bin.count > 0 {
            error += Double(bin.count) * abs(bin.observed - bin.predicted)
            null += (2 / Double.pi * bin.spread).squareRoot()
            square += Double(bin.count) * bin.observed * (1 - bin.observed)
        }
        let rows = Double(count)
        return MetricResult(
            value: error / rows,
            interval: .normal(
                error / rows, error: square.squareRoot() / rows, level: level, in: 0...1,
                method: "normal, given the bins and their signs"),
            null: MetricReference(
                value: null / rows, basis: "calibrated probabilities, \(count) rows in \(bins.count) bins, normal"))
    }

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
