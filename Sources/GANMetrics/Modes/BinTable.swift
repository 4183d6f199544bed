import GANNumerics
import RealModule

/// Two sets' counts over the same bins, and what they tell of the difference.
struct BinTable {
    let first: [Int]
    let second: [Int]
    let n: Int
    let m: Int

    init(first: [Int], second: [Int]) {
        self.first = first
        self.second = second
        n = first.reduce(0, +)
        m = second.reduce(0, +)
    }

    var bins: Range<Int> { first.indices }

    func z(_ bin: Int) -> Double { z(bin, second: second[bin]) }

    /// The pooled two-proportion z if `second` of the bin's rows were the second set's; 0 for empty or full bins.
    func z(_ bin: Int, second count: Int) -> Double {
        let pooled = first[bin] + second[bin]
        let share = Double(pooled) / Double(n + m)
        let deviation = (share * (1 - share) * (1 / Double(n) + 1 / Double(m))).squareRoot()
        return deviation > 0 ? (Double(count) / Double(m) - Double(pooled - count) / Double(n)) / deviation : 0
    }

    func distribution(_ bin: Int) -> Hypergeometric {
        Hypergeometric(population: n + m, marked: first[bin] + second[bin], drawn: m)
    }

    /// Jensen and Shannon's divergence of the two histograms in nats, 0…log 2.
    var divergence: Double {
        let sum = bins.reduce(0.0) { sum, bin in
            let (p, q) = (Double(first[bin]) / Double(n), Double(second[bin]) / Double(m))
            let middle = (p + q) / 2
            return sum + (p > 0 ? p * .log(p / middle) : 0) + (q > 0 ? q * .log(q / middle) : 0)
        }
        return max(0, sum / 2)
    }

    /// What the divergence is expected to be for equal distributions, to first order: (K − 1)/8·(1/n + 1/m).
    var expectedDivergence: Double {
        let occupied = bins.count { first[$0] + second[$0] > 0 }
        return min(.log(2), Double(occupied - 1) / 8 * (1 / Double(n) + 1 / Double(m)))
    }

    /// The shares of a bin in both sets.
    func shares(_ bin: Int) -> (first: Double, second: Double) {
        (Double(first[bin]) / Double(n), Double(second[bin]) / Double(m))
    }

    /// How much less of the second set than of the first lies in a bin.
    func lost(_ bin: Int) -> Double { shares(bin).first - shares(bin).second }

    /// What the second set lacks in `chosen` bins, held for every choice of bins by Bonferroni's level in each.
    ///
    /// Newcombe's interval for a difference of two shares, from Wilson's of either, summed.
    func lostInterval(_ chosen: [Int], level: Double) -> MetricInterval {
        let single = 1 - (1 - level) / Double(bins.count)
        var (low, high, value) = (0.0, 0.0, 0.0)
        for bin in chosen {
            let (p, q) = shares(bin)
            let one = Statistics.wilsonInterval(successes: first[bin], trials: n, level: single)
            let two = Statistics.wilsonInterval(successes: second[bin], trials: m, level: single)
            low += max(0, p - q - ((p - one.low) * (p - one.low) + (two.high - q) * (two.high - q)).squareRoot())
            high += p - q + ((one.high - p) * (one.high - p) + (q - two.low) * (q - two.low)).squareRoot()
            value += p - q
        }
        return MetricInterval(
            low: min(value, low), high: max(value, min(1, high)), level: level,
            method: "Newcombe, at a level for all \(bins.count) bins")
    }

    /// Draws that diverge as much, of which no more are needed: the tables are nothing unusual.
    private static let enough = 10

    /// The share of seeded draws of the bins' rows into two sets of these sizes that diverge as much; at least one over the draws.
    ///
    /// Exact up to the number of draws, which is 999, or of many rows 499 to 999 by what they cost; after ten that diverge as much no more are drawn, and the
    /// p-value is ten over their number. Source: Besag and Clifford 1991, Biometrika 78, for stopping.
    func divergencePValue(seed: UInt64) -> Double {
        let smaller = min(n, m)
        let draws = max(499, min(999, 10_000_000 / max(1, smaller)))
        var pool: [Int32] = []
        pool.reserveCapacity(n + m)
        for bin in bins { pool += [Int32](repeating: Int32(bin), count: first[bin] + second[bin]) }
        let pooled = bins.map { first[$0] + second[$0] }
        var random = SeededGenerator(seed: seed).split("divergence of bins")
        let observed = divergence
        var asLarge = 0
        for draw in 1...draws {
            var drawn = [Int](repeating: 0, count: pooled.count)
            for place in 0..<smaller {
                pool.swapAt(place, place + random.index(below: pool.count - place))
                drawn[Int(pool[place])] += 1
            }
            let rest = zip(pooled, drawn).map { $0 - $1 }
            let table = m <= n ? BinTable(first: rest, second: drawn) : BinTable(first: drawn, second: rest)
            guard table.divergence >= observed * (1 - 1e-12) else { continue }
            asLarge += 1
            if asLarge == Self.enough { return Double(asLarge) / Double(draw) }
        }
        return Double(asLarge + 1) / Double(draws + 1)
    }
}
