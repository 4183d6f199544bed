public import GANNumerics
import OrderedCollections

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
/// they are made from the same rows that are counted, here from others (`Options.countsFittedRows`), and fewer of them for few rows.
public enum DistinctBins: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// K; nil for as many as leave 30 rows of the smaller set to a bin, in 10…100.
        public var bins: RegionCount?
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

        /// Tests of `bins` (2 to 1000, by stability, or nil to choose by the rows) at `significance`, between 0 and 1; the metric checks them and throws.
        public init(
            bins: RegionCount? = nil, significance: Double = 0.05, countsFittedRows: Bool = false, seed: UInt64 = 0
        ) {
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
        formula: "NDB/K: the share of K k-means bins whose two shares differ in a pooled z test at 5 %",
        reading:
            "About 0.05 is perfect, not 0. It grows with the sample sizes: compare at equal sizes only. corrected_bins "
            + "names bins that differ beyond doubt, starved_bins those of them with too few samples, and lost_share how much of the "
            + "real data these lack; jensen_shannon is the size of the difference in nats, and p_value its test. "
            + "branch_kinds says of whole branches of the bins' tree whether they are missing, rare, swollen, or moved to bins next to "
            + "them, missing_share how much of the real data the missing ones hold, and smallest_visible_share how small a "
            + "mode could have been seen if it were missing, smallest_halved_share if it were made half as often. neighbourhood_p_value is "
            + "the test of the ball of 16 to 512 rows, anywhere, in which samples and real rows differ most. shared_bins are the corrected ones in "
            + "which held-out data differ from the training data in the same direction: no fault of the samples.",
        references:
            "Null: exact for equal distributions given the bins' total counts. Ceiling: held-out data in the same bins.",
        uncertainty:
            "No interval: a count of tests estimates no fixed quantity. Each bin has Fisher's exact p-value; lists by Holm "
            + "and by Benjamini and Hochberg.",
        conventions:
            "Up to half of the training rows, at most 50 a bin, make the bins, the others are counted; the authors count the rows "
            + "that made the bins, for which the null does not hold in wide features. K is 100, or as many as leave 30 rows of "
            + "the smaller set to a bin, at least 10; or given, or the largest number "
            + "that other real rows agree on (stability: mean adjusted Rand index). Samples that equal each other count once. Pooled variance in the z test, as in the authors' code. Jensen-Shannon in nats, not bits, not its root."
    )

    /// NDB/K of `generated` `[m, d]` in k-means bins of `training` `[n, d]`, n at least 2K.
    ///
    /// A random half of the training rows, at most 50 a bin, makes the bins, the others are counted in them: those rows and the samples of
    /// a perfect generator are then alike to the bins, and the null holds. Features of more than 128 columns are first projected on
    /// 128 random directions: any bins would do, and these are nearly the same. `heldOut` `[t, d]`, if given, is counted too, for the
    /// ceiling. Cost that of k-means over at most 50·K rows, and n·K·min(d, 128). Throws for too few rows, unequal widths, numbers that
    /// are not finite and options out of range.
    public static func evaluate(
        training: Matrix<Float>, generated: Matrix<Float>, heldOut: Matrix<Float>? = nil, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        let partition = try partition(training: training, generated: generated, options: options)
        if let heldOut {
            guard heldOut.columns == training.columns else {
                throw .widthsDiffer(metric: name, real: training.columns, generated: heldOut.columns)
            }
            try FeatureCheck.single(heldOut, role: "held-out", rows: 1, metric: name)
        }
        return try evaluate(partition, heldOut: heldOut, options: options)
    }

    /// The regions that are the bins; throws as `evaluate` does.
    static func partition(
        training: Matrix<Float>, generated: Matrix<Float>, options: Options
    ) throws(MetricError) -> RegionPartition {
        if case .fixed(let bins)? = options.bins {
            try FeatureCheck.option("bins", bins, atLeast: 2, metric: name)
            guard bins <= mostBins else {
                throw .invalidOption(metric: name, option: "bins", value: "\(bins)", allowed: "2 to \(mostBins)")
            }
        }
        var bins = Self.bins(training: training.rows, generated: generated.rows)
        if case .fixed(let count)? = options.bins { bins = count }
        try FeatureCheck.single(
            training, role: "training", rows: options.countsFittedRows ? bins : 2 * bins, metric: name)
        guard generated.columns == training.columns else {
            throw .widthsDiffer(metric: name, real: training.columns, generated: generated.columns)
        }
        try FeatureCheck.single(generated, role: "generated", rows: 1, metric: name)
        return try RegionPartition(
            real: training, generated: generated, count: bins, isStable: options.bins == .stable,
            countsMakers: options.countsFittedRows, seed: options.seed)
    }

    /// More bins than this make no better picture, and their tree is slow.
    static let mostBins = 1000

    static func evaluate(
        _ partition: RegionPartition, branches: RegionBranches? = nil, heldOut: Matrix<Float>?,
        scannedHeldOut: Matrix<Float>? = nil, options: Options
    ) throws(MetricError) -> MetricResult {
        var heldOutCounts: [Int]?
        if let heldOut { heldOutCounts = try partition.counts(of: heldOut) }
        var result = try evaluate(
            trainingCounts: partition.realCounts, generatedCounts: partition.generatedCounts,
            heldOutCounts: heldOutCounts, options: options)
        if let stability = partition.stability {
            result.parts["stability_counts"] = .counts(stability.counts)
            result.parts["stability"] = .numbers(stability.agreements)
            if stability.counts.isEmpty {
                result.diagnostics.append(
                    Diagnostic(
                        code: "stability_not_tried", severity: .note,
                        message:
                            "The real rows are too few to try how many bins are stable: there are as many as their number "
                            + "allows."))
            }
        }
        if options.countsFittedRows {
            result.diagnostics.append(
                Diagnostic(
                    code: "bins_fit_counted_rows",
                    message:
                        "The bins were made from the rows that are counted: in wide features even perfect samples differ "
                        + "from those. Compare with held-out data, not with the null."))
        } else {
            (branches ?? partition.branches).describe(in: &result)
            if let rows = scannedHeldOut ?? heldOut {
                try describe(heldOut: rows, over: partition, seed: options.seed, in: &result)
            }
            if let scan = NeighbourhoodScan(
                real: partition.real, generated: partition.generated.rows(at: partition.distinct), seed: options.seed)
            {
                scan.describe(in: &result)
                // Features that were learnt from the real rows are no longer alike to fresh ones, which the same scan then shows.
                if scan.pValue <= NeighbourhoodScan.doubted, let rows = scannedHeldOut ?? heldOut,
                    let fresh = NeighbourhoodScan(
                        real: partition.real, generated: try partition.projected(rows), seed: options.seed)
                {
                    result.parts["neighbourhood_held_out_p_value"] = .number(fresh.pValue)
                }
            }
        }
        let repeats = partition.generated.rows - partition.distinct.count
        if repeats > 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "repeated_samples", severity: .note,
                    message:
                        "\(repeats) of \(partition.generated.rows) samples equal an earlier one and are counted once: repeats "
                        + "are no further draws."))
        }
        return result
    }

    /// Adds what held-out rows show of the differences that the samples show.
    private static func describe(
        heldOut rows: Matrix<Float>, over partition: RegionPartition, seed: UInt64, in result: inout MetricResult
    ) throws(MetricError) {
        let counts = try partition.counts(of: rows)
        guard let heldOut = HeldOutRegions(real: partition.realCounts, heldOut: counts) else { return }
        func bins(_ part: String) -> [Int] {
            if case .counts(let bins)? = result.parts[part] { bins } else { [] }
        }
        func isDoubted(_ part: String) -> Bool {
            if case .number(let value)? = result.parts[part] { value <= HeldOutRegions.doubted } else { false }
        }
        let shared =
            bins("starved_bins").filter { heldOut.differ(in: [$0], fewer: true) }
            + bins("swollen_bins").filter { heldOut.differ(in: [$0], fewer: false) }
        result.parts["shared_bins"] = .counts(shared.sorted())
        if isDoubted("p_value") {
            result.parts["held_out_p_value"] = .number(heldOut.pValue(seed: seed))
        }
        if isDoubted("branches_p_value"),
            let branches = HeldOutRegions(
                real: partition.tree.sums(partition.realCounts, branches: RegionBranches.coarse),
                heldOut: partition.tree.sums(counts, branches: RegionBranches.coarse))
        {
            result.parts["held_out_branches_p_value"] = .number(branches.pValue(seed: 0))
        }
    }

    /// K for sets of these sizes.
    static func bins(training: Int, generated: Int) -> Int {
        let smaller = min(training - training / 2, generated)
        return min(max(10, min(100, smaller / 30)), max(2, training / 2))
    }

    /// NDB/K from counts of rows in the same K bins; the bins must not have been made from the counted rows.
    ///
    /// Of `options` only `significance` is used. The null is exact given the bins and what each holds of both sets together: a
    /// perfect generator's count is then hypergeometric. `p_values` are Fisher's, valid for any counts; `corrected_bins`
    /// (Holm) holds the bins that differ when all are read together, `discovered_bins` (Benjamini–Hochberg) allows a share α
    /// of errors among them. `starved_bins` and `swollen_bins` are the corrected ones with too few and too many samples, and
    /// `lost_share` is how much less of the samples than of the training data lies in the starved ones, with an interval that holds for
    /// whichever bins were picked (Bonferroni). `p_value` is that of the divergence of all bins together, by seeded draws. No interval.
    public static func evaluate(
        trainingCounts: [Int], generatedCounts: [Int], heldOutCounts: [Int]? = nil, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.share("significance", options.significance, metric: name)
        try check(trainingCounts, role: "training", bins: trainingCounts.count)
        try check(generatedCounts, role: "generated", bins: trainingCounts.count)
        let table = BinTable(first: trainingCounts, second: generatedCounts)
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
            let fresh = BinTable(first: trainingCounts, second: heldOutCounts)
            let count = fresh.bins.count { abs(fresh.z($0)) > threshold }
            result.ceiling = MetricReference(
                value: Double(count) / bins, basis: "held-out data, \(fresh.m) rows")
            result.parts["held_out_jensen_shannon"] = .number(fresh.divergence)
        }
        result.parts["different_bins"] = .count(different.count)
        result.parts["bins"] = .count(table.bins.count)
        result.parts["jensen_shannon"] = .number(table.divergence)
        result.parts["jensen_shannon_null"] = .number(table.expectedDivergence)
        let differing = MultipleTests.holm(values, level: options.significance)
        result.parts["corrected_bins"] = .counts(differing)
        let starved = differing.filter { table.shares($0).second < table.shares($0).first }
        result.parts["starved_bins"] = .counts(starved)
        result.parts["swollen_bins"] = .counts(differing.filter { !starved.contains($0) })
        result.parts["starved_share"] = .number(starved.reduce(0) { $0 + table.shares($1).first })
        result.parts["lost_share"] = .number(starved.reduce(0) { $0 + table.lost($1) })
        if !starved.isEmpty {
            result.parts["lost_share_interval"] = .interval(
                table.lostInterval(starved, level: 1 - options.significance))
        }
        result.parts["p_value"] = .number(table.divergencePValue(seed: options.seed))
        result.parts["discovered_bins"] = .counts(
            MultipleTests.benjaminiHochberg(values, level: options.significance))
        result.parts["training_counts"] = .counts(trainingCounts)
        result.parts["generated_counts"] = .counts(generatedCounts)
        result.parts["p_values"] = .numbers(values)
        addDiagnostics(table, to: &result)
        return result
    }

    private static func addDiagnostics(_ table: BinTable, to result: inout MetricResult) {
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
}

extension DistinctBins {
    /// The metric of the context's samples.
    ///
    /// All real rows are counted, not only as many as there are samples: the null knows both numbers.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        // As many held-out rows as there are samples, in the same bins; of fewer the catalogue takes care.
        let heldOut = try context.heldOutSide?.generated
        return try evaluate(
            try context.regions(), branches: try context.branches(),
            heldOut: heldOut?.rows == context.count ? heldOut : nil, scannedHeldOut: context.inputs.heldOut,
            options: .init(bins: context.options.bins, seed: context.options.seed))
    }
}
