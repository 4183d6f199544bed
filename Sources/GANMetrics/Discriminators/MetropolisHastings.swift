import GANNumerics
import OrderedCollections

/// Which samples a Metropolis–Hastings chain over a generator's samples ends at.
///
///     accept y after x with probability min(1, (1/D(x) − 1) / (1/D(y) − 1))
///
/// D is the probability of being real; with a perfect, calibrated one a long chain's state is a draw from the real data. Each chain begins at
/// a real row and goes through samples of its own. Source: Turner et al. 2019, arXiv 1811.11357, algorithm 1, whose chains are 640
/// samples long.
package enum MetropolisHastings {
    package static let name = "metropolis_hastings_acceptance"

    /// Where chains ended.
    package struct Outcome: Sendable, Equatable {
        /// The last state of each chain that left its real row, in the chains' order.
        package var accepted: [Int]
        /// The mean probability of accepting a proposal, with a normal interval over the chains.
        package var acceptance: MetricResult
    }

    /// Runs chains of `length` samples each, as many as `probabilities` of samples allow; at least two chains.
    ///
    /// Chains begin at real rows of the probabilities `starts`, which are taken in turn. Which samples form a chain is drawn by `seed`. All
    /// probabilities lie strictly between 0 and 1. O(n).
    package static func evaluate(
        probabilities: [Double], starts: [Double], seed: UInt64, length: Int = 10, level: Double = 0.95
    ) -> Outcome {
        precondition(
            length > 0 && probabilities.count >= 2 * length && !starts.isEmpty, "\(probabilities.count) samples")
        let stream = SeededGenerator(seed: seed).split("metropolis hastings")
        var order = stream.split("order")
        let rows = order.permutation(of: probabilities.count)
        let chains = probabilities.count / length
        func odds(_ probability: Double) -> Double { (1 - probability) / probability }
        var accepted: [Int] = []
        var means: [Double] = []
        for chain in 0..<chains {
            var generator = stream.split(chain)
            var state: Int?
            var current = odds(starts[chain % starts.count])
            var sum = 0.0
            for row in rows[chain * length..<(chain + 1) * length] {
                let proposed = odds(probabilities[row])
                let probability = min(1, current / proposed)
                sum += probability
                if generator.uniform() < probability { (state, current) = (row, proposed) }
            }
            means.append(sum / Double(length))
            if let state { accepted.append(state) }
        }
        let mean = Statistics.mean(means)
        let error = (Statistics.variance(means) / Double(chains)).squareRoot()
        return Outcome(
            accepted: accepted,
            acceptance: MetricResult(
                value: mean,
                interval: .normal(mean, error: error, level: level, in: 0...1, method: "normal, over chains"),
                null: MetricReference(value: 1, basis: "exact: samples and real rows of one probability"),
                parts: [
                    "chains": .count(chains), "chain_length": .count(length),
                    "chains_that_never_moved": .count(chains - accepted.count),
                ]))
    }
}
