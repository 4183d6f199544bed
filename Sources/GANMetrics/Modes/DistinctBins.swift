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
/// Source: Richardson and Weiss 2018, arXiv 1805.12462, section 3: K = 100 k-means bins of the training data. There
/// they are made from the same rows that are counted, here from others (`Options.countsFittedRows`).
public enum DistinctBins: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// K.
        public var bins: Int
        /// α: the level of each bin's test, and of the corrected lists.
        public var significance: Double
        /// Whether to count the very rows that the bins were made from, as in the authors' code.
        ///
        /// In wide features such bins fit their own rows better than any fresh ones, and the null does not hold: of 5,000 rows
        /// of a 512-dimensional Gaussian, 57 % of 100 bins differ from a fresh draw. By default one half of the rows makes the
        /// bins and the other half is counted.
        public var countsFittedRows: Bool
        /// What the halves and the bins are drawn with.
        public var seed: UInt64

        /// Each parameter is the property of its name.
        public init(bins: Int = 100, significance: Double = 0.05, countsFittedRows: Bool = false, seed: UInt64 = 0) {
            self.bins = bins
            self.significance = significance
            self.countsFittedRows = countsFittedRows
            self.seed = seed
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "distinct_bins"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Distinct bins", section: .modes, direction: .closerToNull, values: .init(0...1),
        sees: "modes with too few or too many samples, one by one",
        blindTo: "what happens inside a bin, and copying",
        paper: "Richardson and Weiss 2018, arXiv 1805.12462",
        formula: "NDB/K: the share of K = 100 k-means bins whose two shares differ in a pooled z test at 5 %",
        reading:
            "About 0.05 is perfect, not 0. It grows with the sample sizes: compare at equal sizes only. corrected_bins "
            + "names bins that differ beyond doubt; jensen_shannon is the size of the difference in nats.",
        references:
            "Null: exact for equal distributions given the bins' total counts. Ceiling: held-out data in the same bins.",
        uncertainty:
            "No interval: a count of tests estimates no fixed quantity. Each bin has Fisher's exact p-value; lists by Holm "
            + "and by Benjamini and Hochberg.",
        conventions:
            "Half of the training rows make the bins, the other half is counted; the authors count the rows that made the "
            + "bins, for which the null does not hold in wide features. Pooled variance in the z test, as in the authors' "
            + "code. Jensen-Shannon in nats, not bits, not its root.")

    /// NDB/K of `generated` `[m, d]` in k-means bins of `training` `[n, d]`, n at least 2K.
    ///
    /// A random half of the training rows makes the bins, the other half is counted in them: those rows and the samples of a
    /// perfect generator are then alike to the bins, and the null holds. `heldOut` `[t, d]`, if given, is counted too, for the
    /// ceiling. Cost that of k-means over n/2 rows. Throws for too few rows, unequal widths, numbers that are not finite and
    /// options out of range.
    public static func evaluate(
        training: Matrix<Float>, generated: Matrix<Float>, heldOut: Matrix<Float>? = nil, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.option("bins", options.bins, atLeast: 2, metric: name)
        try FeatureCheck.single(
            training, role: "training", rows: options.countsFittedRows ? options.bins : 2 * options.bins, metric: name)
        for (set, role) in [(generated, "generated")] + (heldOut.map { [($0, "held-out")] } ?? []) {
            guard set.columns == training.columns else {
                throw .widthsDiffer(metric: name, real: training.columns, generated: set.columns)
            }
            try FeatureCheck.single(set, role: role, rows: 1, metric: name)
        }
        let halves =
            options.countsFittedRows
            ? [] : DisjointBlocks.rows(count: training.rows, blocks: 2, seed: options.seed, purpose: name)
        let fitted = halves.first.map(training.rows(at:)) ?? training
        let centres = KMeans.fit([fitted], clusters: options.bins, seed: options.seed)[0].centres
        func counts(_ set: Matrix<Float>, rows: [Int]? = nil) -> [Int] {
            let nearest = KMeans.nearestCentres(of: set, in: centres)
            var counts = [Int](repeating: 0, count: options.bins)
            for row in rows ?? Array(nearest.indices) { counts[Int(nearest[row])] += 1 }
            return counts
        }
        var result = try evaluate(
            trainingCounts: counts(training, rows: halves.last), generatedCounts: counts(generated),
            heldOutCounts: heldOut.map { counts($0) }, options: options)
        if options.countsFittedRows {
            result.diagnostics.append(
                Diagnostic(
                    code: "bins_fit_counted_rows",
                    message:
                        "The bins were made from the rows that are counted: in wide features even perfect samples differ "
                        + "from those. Compare with held-out data, not with the null."))
        }
        return result
    }

    /// NDB/K from counts of rows in the same K bins; the bins must not have been made from the counted rows.
    ///
    /// Of `options` only `significance` is used. The null is exact given the bins and what each holds of both sets together: a
    /// perfect generator's count is then hypergeometric. `p_values` are Fisher's, valid for any counts; `corrected_bins`
    /// (Holm) holds the bins that differ when all are read together, `discovered_bins` (Benjamini–Hochberg) allows a share α
    /// of errors among them. No interval.
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

extension DistinctBins {
    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(
            training: try context.real, generated: try context.generated, heldOut: context.heldOut,
            options: .init(seed: context.options.seed))
    }
}
