import GANNumerics
import GANText
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
    let count: Int
    let level: Double
    /// (p − y)² of each row.
    let losses: [Double]
    /// Σ (y − p) and Σ p(1 − p).
    let excess: Double
    let variance: Double

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
                let bin = min(bins - 1, max(0, Int(saturating: probability * Double(bins))))
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
