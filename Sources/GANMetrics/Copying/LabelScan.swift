import GANNumerics

/// Whether training rows win more of the clearest contests than chance allows: an exact test for any generator.
///
/// If nothing was copied, the labels of the winning rows are a draw without replacement from n "training" and h "held-out"
/// labels. With T_k the training rows among the k clearest of G contests and p = n/(n + h),
///
///     copying:   max over k of (T_k − k·p) / √(k·p·(1 − p)),   k = 8, 12, 16, 24, 32, … and G
///     reverse:   max over k of the same with the sign changed
///     overall:   |Σ w_g·1[training] − p·Σ w_g|, w_g the samples that row g won
///
/// are each compared with the same over `draws` random labellings. Small k see few copies among many honest samples; k = G is
/// the plain share of samples nearest to training data. "Reverse" sees a generator that knows the held-out rows.
package struct LabelScan: Sendable, Equatable {
    /// p-values (1 + #{as large among the draws})/(draws + 1): valid, and never 0.
    package let copying: Double
    /// Of training rows losing more of the clearest contests than chance allows.
    package let reverse: Double
    /// Of the share of samples nearest to training data, two-sided.
    package let overall: Double
    /// `copying` with ties between the draws and the data broken at random: exactly uniform without copying.
    package let randomizedCopying: Double
    /// The share of samples whose winner is a training row, and its null p.
    package let trainingShare: Double
    /// n/(n + h): the share that chance gives.
    package let trainingChance: Double
    /// The k of the copying statistic, and how many of these rows are training rows.
    package let clearest: Int
    /// Training rows among the `clearest` contests.
    package let clearestTraining: Int

    /// Tests contests; nil without any, or without held-out rows.
    ///
    /// Cost draws·G, in parallel; the same for any thread count.
    package init?(_ contests: RowContests, draws: Int = 4999, seed: UInt64) {
        let entries = contests.entries
        guard !entries.isEmpty, contests.heldOutRows > 0, draws > 0 else { return nil }
        let (training, total) = (contests.trainingRows, contests.trainingRows + contests.heldOutRows)
        let chance = contests.trainingChance
        let prefixes = Self.prefixes(entries.count)
        let weights = entries.map { Double($0.samples) }
        let allWeight = weights.reduce(0, +)
        let statistics = Self.statistics(
            entries.map(\.isTraining), weights, prefixes: prefixes, chance: chance, allWeight: allWeight)
        var drawn = [Statistics](repeating: Statistics(), count: draws)
        let root = SeededGenerator(seed: seed).split("labels")
        drawn.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer
            Parallel.forEachRange(of: draws, size: 32) { range in
                var labels = [Bool](repeating: false, count: weights.count)
                for draw in range {
                    var stream = root.split(draw)
                    var (marked, left) = (training, total)
                    for index in labels.indices {
                        labels[index] = stream.index(below: left) < marked
                        if labels[index] { marked -= 1 }
                        left -= 1
                    }
                    target[draw] = Self.statistics(
                        labels, weights, prefixes: prefixes, chance: chance, allWeight: allWeight)
                }
            }
        }
        func probability(_ part: KeyPath<Statistics, Double>) -> Double {
            // Equal statistics may differ by rounding.
            let value = statistics[keyPath: part] - 1e-9
            return Double(1 + drawn.count { $0[keyPath: part] >= value }) / Double(draws + 1)
        }
        copying = probability(\.copying)
        reverse = probability(\.reverse)
        overall = probability(\.overall)
        let value = statistics.copying
        let above = drawn.count { $0.copying > value + 1e-9 }
        let equal = drawn.count { abs($0.copying - value) <= 1e-9 }
        var coin = SeededGenerator(seed: seed).split("ties of statistics")
        randomizedCopying = (Double(above) + coin.uniform() * Double(equal + 1)) / Double(draws + 1)
        let won = zip(entries, weights).reduce(0) { $0 + ($1.0.isTraining ? $1.1 : 0) }
        trainingShare = won / allWeight
        trainingChance = chance
        clearest = statistics.clearest
        clearestTraining = entries.prefix(statistics.clearest).count { $0.isTraining }
    }

    private struct Statistics {
        var copying = -Double.infinity
        var reverse = -Double.infinity
        var overall = 0.0
        var clearest = 0
    }

    /// 8, 12, 16, 24, 32, …, and the whole.
    static func prefixes(_ count: Int) -> [Int] {
        var result: [Int] = []
        var power = 8
        while power < count {
            result.append(power)
            if power * 3 / 2 < count { result.append(power * 3 / 2) }
            power *= 2
        }
        return result + [count]
    }

    private static func statistics(
        _ labels: [Bool], _ weights: [Double], prefixes: [Int], chance: Double, allWeight: Double
    ) -> Statistics {
        var result = Statistics()
        var (targets, won, next) = (0, 0.0, 0)
        for index in labels.indices {
            if labels[index] {
                targets += 1
                won += weights[index]
            }
            if index + 1 == prefixes[next] {
                let k = Double(index + 1)
                let z = (Double(targets) - k * chance) / (k * chance * (1 - chance)).squareRoot()
                if z > result.copying { (result.copying, result.clearest) = (z, index + 1) }
                result.reverse = max(result.reverse, -z)
                next += 1
            }
        }
        result.overall = abs(won - chance * allWeight)
        return result
    }
}
