public import GANNumerics
import OrderedCollections
import RealModule

/// The share of bins that hold statistically different shares of the training data and of the samples.
///
///     NDB/K,   NDB = #{bins k : |p_k − q_k| > z_{1−α/2}·√(c_k(1 − c_k)(1/n + 1/m))}
///
/// p_k and q_k are the training and the generated shares of bin k, c_k the share of both together (pooled, as in the paper's
/// code), α = 0.05. In 0…1; a generator that draws from the same distribution scores about α, not 0. Grows with the sample
/// sizes, as any count of rejections does: compare values at equal sizes only.
///
/// Sees modes with too few or too many samples, and says which; blind to what happens inside a bin and to copying.
///
/// Source: Richardson and Weiss 2018, arXiv 1805.12462, section 3: K = 100 k-means bins of the training data.
public enum DistinctBins {
    public struct Options: Sendable, Equatable {
        /// K.
        public var bins: Int
        /// α: the level of each bin's test, and of the corrected lists.
        public var significance: Double
        /// What the bins are drawn with.
        public var seed: UInt64

        public init(bins: Int = 100, significance: Double = 0.05, seed: UInt64 = 0) {
            self.bins = bins
            self.significance = significance
            self.seed = seed
        }
    }

    static let name = "distinct_bins"

    /// NDB/K of `generated` `[m, d]` in k-means bins of `training` `[n, d]`, n at least K.
    ///
    /// `heldOut` `[t, d]`, if given, is counted in the same bins for the ceiling. Bins fit the rows they were made from
    /// better than fresh rows, the more so the wider the features and the fewer rows a bin has; held-out data show by how
    /// much. Cost that of k-means. Throws for too few rows, unequal widths, numbers that are not finite and options out of range.
    public static func evaluate(
        training: Matrix<Float>, generated: Matrix<Float>, heldOut: Matrix<Float>? = nil, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.option("bins", options.bins, atLeast: 2, metric: name)
        try FeatureCheck.single(training, role: "training", rows: options.bins, metric: name)
        for (set, role) in [(generated, "generated")] + (heldOut.map { [($0, "held-out")] } ?? []) {
            guard set.columns == training.columns else {
                throw .widthsDiffer(metric: name, real: training.columns, generated: set.columns)
            }
            try FeatureCheck.single(set, role: role, rows: 1, metric: name)
        }
        let clustering = KMeans.fit([training], clusters: options.bins, seed: options.seed)[0]
        func counts(_ set: Matrix<Float>) -> [Int] {
            var counts = [Int](repeating: 0, count: options.bins)
            for bin in KMeans.nearestCentres(of: set, in: clustering.centres) { counts[Int(bin)] += 1 }
            return counts
        }
        return try evaluate(
            trainingCounts: clustering.counts, generatedCounts: counts(generated), heldOutCounts: heldOut.map(counts),
            options: options)
    }

    /// NDB/K from counts of rows in the same K bins; `options.bins` and `seed` are not used.
    ///
    /// The null is exact given the bins and what each holds of both sets together: a perfect generator's count is then
    /// hypergeometric. `p_values` are Fisher's, valid for any counts; `corrected_bins` (Holm) holds the bins that differ when
    /// all are read together, `discovered_bins` (Benjamini–Hochberg) allows a share α of errors among them. No interval.
    public static func evaluate(
        trainingCounts: [Int], generatedCounts: [Int], heldOutCounts: [Int]? = nil, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.share("significance", options.significance, metric: name)
        try check(trainingCounts, role: "training", bins: trainingCounts.count)
        try check(generatedCounts, role: "generated", bins: trainingCounts.count)
        let table = Table(first: trainingCounts, second: generatedCounts)
        let threshold = Statistics.normalQuantile(1 - options.significance / 2)
        let different = table.bins.filter { abs(table.z($0)) > threshold }
        let distributions = table.bins.map(table.distribution)
        let expected = table.bins.reduce(0.0) { sum, bin in
            let counts = distributions[bin]
            return sum
                + counts.probabilities.enumerated().reduce(0) {
                    abs(table.z(bin, second: counts.least + $1.offset)) > threshold ? $0 + $1.element : $0
                }
        }
        let values = table.bins.map { distributions[$0].twoSided(generatedCounts[$0]) }
        let bins = Double(table.bins.count)
        var result = MetricResult(
            value: Double(different.count) / bins,
            null: MetricReference(
                value: expected / bins,
                basis: "exact for equal distributions, given the bins' total counts; n = \(table.n), m = \(table.m)"))
        if let heldOutCounts {
            try check(heldOutCounts, role: "held-out", bins: trainingCounts.count)
            let fresh = Table(first: trainingCounts, second: heldOutCounts)
            let count = fresh.bins.count { abs(fresh.z($0)) > threshold }
            result.ceiling = MetricReference(
                value: Double(count) / bins, basis: "held-out data, \(fresh.m) rows")
            result.parts["held_out_jensen_shannon"] = .number(fresh.divergence)
        }
        result.parts["different_bins"] = .count(different.count)
        result.parts["bins"] = .count(table.bins.count)
        result.parts["jensen_shannon"] = .number(table.divergence)
        result.parts["jensen_shannon_null"] = .number(table.expectedDivergence)
        result.parts["corrected_bins"] = .counts(MultipleTests.holm(values, level: options.significance))
        result.parts["discovered_bins"] = .counts(
            MultipleTests.benjaminiHochberg(values, level: options.significance))
        result.parts["training_counts"] = .counts(trainingCounts)
        result.parts["generated_counts"] = .counts(generatedCounts)
        result.parts["p_values"] = .numbers(values)
        addDiagnostics(table, to: &result)
        return result
    }

    private static func addDiagnostics(_ table: Table, to result: inout MetricResult) {
        result.diagnostics.append(
            Diagnostic(
                code: "no_interval", severity: .note,
                message: "No interval: a count of tests grows with the sample sizes and estimates no fixed quantity."))
        let sparse = table.bins.count { bin in
            let pooled = Double(table.first[bin] + table.second[bin])
            return pooled * Double(min(table.n, table.m)) / Double(table.n + table.m) < 5
        }
        if sparse > 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "sparse_bins",
                    message:
                        "\(sparse) of \(table.bins.count) bins expect fewer than 5 rows of a set: their tests seldom "
                        + "tell anything. Use fewer bins or more samples."))
        }
    }

    private static func check(_ counts: [Int], role: String, bins: Int) throws(MetricError) {
        guard counts.count == bins, counts.allSatisfy({ $0 >= 0 }) else {
            throw .invalidOption(
                metric: name, option: "the \(role) histogram", value: "\(counts.prefix(20))",
                allowed: "counts of at least 0 in \(bins) bins")
        }
        guard counts.contains(where: { $0 > 0 }) else {
            throw .tooFewRows(metric: name, role: role, rows: 0, needed: 1)
        }
    }

    /// Two sets' counts over the same bins.
    private struct Table {
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
    }
}
