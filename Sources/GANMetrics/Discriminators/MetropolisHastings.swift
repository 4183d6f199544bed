import GANNumerics
import OrderedCollections

/// Which samples a Metropolis–Hastings chain over a generator's samples ends at.
///
///     accept y after x with probability min(1, (1/D(x) − 1) / (1/D(y) − 1))
///
/// D is the probability of being real; with a perfect, calibrated one a long chain's state is a draw from the real data. Each chain begins at
/// a real row. Source: Turner et al. 2019, arXiv 1811.11357, algorithm 1, whose chains are 640 samples long.
///
/// There every proposal is a fresh sample; here proposals are drawn, with replacement, from samples that are there, as a bootstrap does:
/// chains of full length then need no 640 samples each. Samples are cut into disjoint groups, chains stay within theirs, and the interval is
/// taken over the groups, which share no sample.
package enum MetropolisHastings {
    package static let name = "metropolis_hastings_acceptance"
    /// The proposals of a chain, as in the paper.
    package static let length = 640
    /// Fewer samples make no two groups to compare.
    package static let fewestSamples = 20
    /// Disjoint groups of samples, where there are ten for each.
    static let groups = 10
    /// Samples for each chain: more chains would end at the same samples again and again.
    static let samplesEach = 5

    /// Where chains ended.
    package struct Outcome: Sendable, Equatable {
        /// The last state of each chain that left its real row, in the chains' order; several may end at one sample.
        package var states: [Int]
        /// The mean probability of accepting a proposal, with Student's interval over the groups.
        package var acceptance: MetricResult

        /// The samples that any chain ended at, each once, in the chains' order.
        package var accepted: [Int] {
            var seen: Set<Int> = []
            return states.filter { seen.insert($0).inserted }
        }
    }

    /// Runs chains of `length` proposals each, one for every five `probabilities` of samples, of which there are at least 20.
    ///
    /// Chains begin at real rows of the probabilities `starts`, which are taken in turn. Groups and proposals are drawn by `seed`. All
    /// probabilities lie strictly between 0 and 1. O(n·length).
    package static func evaluate(
        probabilities: [Double], starts: [Double], seed: UInt64, length: Int = Self.length, level: Double = 0.95
    ) -> Outcome {
        precondition(
            length > 0 && probabilities.count >= fewestSamples && !starts.isEmpty, "\(probabilities.count) samples")
        let stream = SeededGenerator(seed: seed).split("metropolis hastings")
        var order = stream.split("order")
        let rows = order.permutation(of: probabilities.count)
        let count = min(groups, probabilities.count / 10)
        let members = (0..<count).map { group in
            Array(rows[group * rows.count / count..<(group + 1) * rows.count / count])
        }
        let chains = max(count, probabilities.count / samplesEach)
        func odds(_ probability: Double) -> Double { (1 - probability) / probability }
        var states: [Int] = []
        var sums = [Double](repeating: 0, count: count)
        var sizes = [Int](repeating: 0, count: count)
        for chain in 0..<chains {
            var generator = stream.split(chain)
            let own = members[chain % count]
            var state: Int?
            var current = odds(starts[chain % starts.count])
            for _ in 0..<length {
                let row = own[generator.index(below: own.count)]
                let proposed = odds(probabilities[row])
                let probability = min(1, current / proposed)
                sums[chain % count] += probability
                if generator.uniform() < probability { (state, current) = (row, proposed) }
            }
            sizes[chain % count] += length
            if let state { states.append(state) }
        }
        let means = zip(sums, sizes).map { $0 / Double(max(1, $1)) }
        let mean = sums.reduce(0, +) / Double(max(1, sizes.reduce(0, +)))
        let error = (Statistics.variance(means) / Double(count)).squareRoot()
        let reach = error * Statistics.studentQuantile(0.5 + level / 2, degrees: Double(count - 1))
        return Outcome(
            states: states,
            acceptance: MetricResult(
                value: mean,
                interval: MetricInterval(
                    low: max(0, mean - reach), high: min(1, mean + reach), level: level,
                    method: "Student, over \(count) disjoint groups of samples"),
                null: MetricReference(value: 1, basis: "exact: samples and real rows of one probability"),
                parts: [
                    "chains": .count(chains), "chain_length": .count(length),
                    "chains_that_never_moved": .count(chains - states.count),
                    "different_samples": .count(Set(states).count),
                ]))
    }
}
