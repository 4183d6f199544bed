import GANNumerics
import OrderedCollections

/// Shares of classes that a classifier tells with known errors, and which classes are rarer or more frequent than in the reference.
struct ClassShares {
    /// What each class is, beside the reference.
    enum Standing: String {
        case usual, rare, frequent
    }

    /// Fisher's two-sided p-value of each class's count among the samples beside the reference's.
    let values: [Double]
    /// By Holm's procedure over the classes that the reference has.
    let standings: [Standing]

    /// The chance that equal distributions have any class that is called rare or frequent.
    static let level = 0.01
    /// Shares of more classes are not corrected.
    static let mostCorrected = 40
    private static let redraws = 100
    private static let mostDrawn = 20_000
    /// Steps of expectation and maximization from the counts' own shares, and from shares that fit nearly the same counts.
    private static let (steps, stepsAgain) = (200, 50)

    /// Samples' and reference's counts over the same classes, both taken for them by the same classifier.
    init(counts: [Int], reference: [Int]) {
        let (m, n) = (counts.reduce(0, +), reference.reduce(0, +))
        let values = counts.indices.map { place in
            Hypergeometric(population: n + m, marked: counts[place] + reference[place], drawn: m)
                .twoSided(counts[place])
        }
        self.values = values
        let known = counts.indices.filter { reference[$0] > 0 }
        let different = Set(MultipleTests.holm(known.map { values[$0] }, level: Self.level).map { known[$0] })
        standings = counts.indices.map { place in
            guard different.contains(place) else { return .usual }
            return Double(counts[place]) / Double(m) < Double(reference[place]) / Double(n) ? .rare : .frequent
        }
    }

    /// The chance that samples of a mixture with known shares have any mode that is called rare, and any that is called frequent.
    ///
    /// Nothing else judges such shares, so that a rare mode needs less evidence than one beside a reference's counts.
    static let knownLevels = (rare: 0.02, frequent: 0.005)

    /// Samples' counts over modes whose shares are known: exact binomial tests, whose p-values are doubled one-sided ones.
    init(counts: [Int], shares: [Double]) {
        let total = counts.reduce(0, +)
        let more = zip(counts, shares).map { ModeCoverage.atLeast($0, of: total, share: $1) }
        let fewer = zip(counts, shares).map { 1 - ModeCoverage.atLeast($0 + 1, of: total, share: $1) }
        values = zip(more, fewer).map { min(1, 2 * min($0, $1)) }
        let rare = Set(MultipleTests.holm(fewer, level: Self.knownLevels.rare))
        let frequent = Set(MultipleTests.holm(more, level: Self.knownLevels.frequent))
        standings = counts.indices.map { rare.contains($0) ? .rare : frequent.contains($0) ? .frequent : .usual }
    }

    /// The likeliest true shares behind the counts of classes that a classifier took samples for, `[C]`.
    ///
    ///     maximize Σ_j n_j·log Σ_k p_k·C_kj
    ///
    /// by 200 steps of expectation and maximization from the counts' own shares; `confusion` `[C, C]` is the share of each class (row) that
    /// is taken for each. Source: Saerens, Latinne and Decaestecker 2002, Neural Computation 14, for counts instead of probabilities.
    static func corrected(_ counts: [Int], confusion: Matrix<Double>) -> [Double] {
        let total = Double(max(1, counts.reduce(0, +)))
        // A class without samples has a little, or it could never gain any.
        return improved(
            counts.map { (Double($0) + 0.01) / (total + 0.01 * Double(counts.count)) }, counts, confusion: confusion,
            steps: steps)
    }

    private static func improved(
        _ start: [Double], _ counts: [Int], confusion: Matrix<Double>, steps: Int
    ) -> [Double] {
        let total = Double(max(1, counts.reduce(0, +)))
        let classes = counts.count
        var shares = start
        for _ in 0..<steps {
            var next = [Double](repeating: 0, count: classes)
            for taken in 0..<classes where counts[taken] > 0 {
                var sum = 0.0
                for own in 0..<classes { sum += shares[own] * confusion[own, taken] }
                guard sum > 0 else {
                    next[taken] += Double(counts[taken]) / total
                    continue
                }
                for own in 0..<classes {
                    next[own] += Double(counts[taken]) / total * shares[own] * confusion[own, taken] / sum
                }
            }
            shares = next
        }
        return shares
    }

    /// The middle 95 % of corrected shares over 100 seeded redraws of as many samples, at most 20,000, from the counts' own shares.
    ///
    /// The confusion is taken as known; `shares` are the corrected ones of the counts, from which each redraw's are found.
    static func intervals(
        _ counts: [Int], shares: [Double], confusion: Matrix<Double>, seed: UInt64
    ) -> [(low: Double, high: Double)] {
        let total = counts.reduce(0, +)
        let drawn = min(total, mostDrawn)
        var random = SeededGenerator(seed: seed).split("shares of classes")
        let classes = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
        // From shares that are exactly 0 no step leads away.
        let start = shares.map { max($0, 1e-4 / Double(max(1, counts.count))) }
        var found = [[Double]](repeating: [], count: counts.count)
        for _ in 0..<redraws {
            var again = [Int](repeating: 0, count: counts.count)
            for _ in 0..<drawn { again[classes[random.index(below: total)]] += 1 }
            let shares = improved(start, again, confusion: confusion, steps: stepsAgain)
            for (place, share) in shares.enumerated() { found[place].append(share) }
        }
        return found.map { (Statistics.quantile($0, 0.025), Statistics.quantile($0, 0.975)) }
    }

    /// Adds what is known of the classes to a result.
    func describe(counts: [Int], confusion: Matrix<Double>?, in result: inout MetricResult) {
        result.parts["class_p_values"] = .numbers(values)
        result.parts["standings"] = .texts(standings.map(\.rawValue))
        guard let confusion, counts.count <= Self.mostCorrected else { return }
        let shares = Self.corrected(counts, confusion: confusion)
        let intervals = Self.intervals(counts, shares: shares, confusion: confusion, seed: 0)
        result.parts["corrected_shares"] = .numbers(shares)
        result.parts["corrected_shares_low"] = .numbers(zip(shares, intervals).map { min($0, $1.low) })
        result.parts["corrected_shares_high"] = .numbers(zip(shares, intervals).map { max($0, $1.high) })
    }
}
