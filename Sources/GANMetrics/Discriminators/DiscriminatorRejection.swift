import GANNumerics
import OrderedCollections
import RealModule

/// Which samples discriminator rejection sampling keeps.
///
///     accept with probability σ(F),  F = D̃ − D̃_M − ln(1 − e^(D̃ − D̃_M − ε)) − γ
///
/// D̃ is a sample's logit and D̃_M the greatest one; γ is a percentile of F over the samples, which sets how many are kept. Samples that the
/// discriminator finds real are kept more often. Source: Azadi et al. 2019, arXiv 1810.06758, equation 8; ε = 10⁻¹⁴.
package enum DiscriminatorRejection {
    package static let name = "rejection_sampling_acceptance"

    /// What was kept.
    package struct Outcome: Sendable, Equatable {
        /// The rows that were kept, in order.
        package var accepted: [Int]
        /// The mean probability of being kept, with a normal interval; its null is that of samples that look alike.
        package var acceptance: MetricResult
    }

    /// Keeps samples by their finite logits, at least two; which ones is decided by `seed` and each sample's place.
    ///
    /// `percentile` is γ's. O(n log n).
    package static func evaluate(
        logits: [Double], seed: UInt64, percentile: Double = 0.8, level: Double = 0.95
    ) -> Outcome {
        precondition(logits.count > 1, "\(logits.count) logits")
        let greatest = logits.max() ?? 0
        let raw = logits.map { logit in
            let below = logit - greatest
            return below - Double.log(-Double.expMinusOne(below - 1e-14))
        }
        let threshold = Statistics.quantile(raw, percentile)
        let probabilities = raw.map { 1 / (1 + Double.exp(threshold - $0)) }
        let stream = SeededGenerator(seed: seed).split("discriminator rejection")
        let accepted = probabilities.indices.filter { row in
            var generator = stream.split(row)
            return generator.uniform() < probabilities[row]
        }
        let mean = Statistics.mean(probabilities)
        let error = (Statistics.variance(probabilities) / Double(logits.count)).squareRoot()
        return Outcome(
            accepted: accepted,
            acceptance: MetricResult(
                value: mean, interval: .normal(mean, error: error, level: level, in: 0...1, method: "normal, a mean"),
                null: MetricReference(value: 0.5, basis: "samples of one logit, at this γ"),
                parts: ["gamma": .number(threshold), "gamma_percentile": .number(percentile)]))
    }
}
