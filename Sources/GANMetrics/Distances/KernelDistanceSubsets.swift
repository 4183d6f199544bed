public import GANNumerics
import OrderedCollections

/// The kernel distance by the convention of many small subsets: the mean over them, and their standard deviation.
///
///     mean_s MMD²(X_s, Y_s),   X_s and Y_s: `size` rows drawn without replacement, k(x, y) = (⟨x, y⟩/d + 1)³
///
/// What torch-fidelity and clean-fid print as KID (with Inception-v3's features) and its error. The standard deviation over subsets
/// is not a standard error: it tells how much values of 1,000 rows scatter, not how sure the mean is; and subsets overlap, so
/// dividing it by √100 would not make it one. `KernelDistance` is the same estimator on all pairs, with an interval.
///
/// Source: Bińkowski et al. 2018, arXiv 1801.01401, section 4; 100 subsets of 1,000 as in its code. The draws are seeded, so values
/// equal other tools' only within the scatter that the draws cause.
public enum KernelDistanceSubsets: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// How many subsets.
        public var subsets: Int
        /// Rows of each set in a subset.
        public var size: Int
        /// Seeds the draws.
        public var seed: UInt64

        /// The mean over `subsets` (1 to 10,000) draws of `size` (at least 2) rows of each set; the metric checks them and throws.
        public init(subsets: Int = 100, size: Int = 1000, seed: UInt64 = 0) {
            self.subsets = subsets
            self.size = size
            self.seed = seed
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "kernel_distance_subsets"

    /// The mean over subsets of `real` `[n, d]` and `generated` `[m, d]`, n and m at least 2.
    ///
    /// Sets with fewer rows than `size` use all rows of the smaller one, with a diagnostic. Cost as for `KernelDistance` and (n² + nm + m²)·subsets
    /// besides. Throws for too few rows, unequal widths, numbers that are not finite and options out of range.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.pair(real: real, generated: generated, rows: 2, metric: name)
        try check(options)
        var demand = PairStatistics.Demand()
        demand.subsets = draw(real: real.rows, generated: generated.rows, options: options)
        return try evaluate(PairStatistics(real: real, generated: generated, demand: demand), options: options)
    }

    /// The draws for sets of these sizes: first the real rows, second the generated ones.
    static func draw(real: Int, generated: Int, options: Options) -> PairSubsets {
        let size = min(options.size, real, generated)
        let root = SeededGenerator(seed: options.seed).split(name)
        func draws(_ role: String, below count: Int) -> [[Int]] {
            let stream = root.split(role)
            return (0..<options.subsets).map { index in
                var generator = stream.split(index)
                return generator.sample(size, below: count).sorted()
            }
        }
        return PairSubsets(first: draws("real", below: real), second: draws("generated", below: generated))
    }

    /// The mean from a pass that summed the cubic kernel over the subsets of `draw`.
    public static func evaluate(
        _ pairs: PairStatistics, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try check(options)
        guard let sums = pairs.kernels[.cubic], let subsets = pairs.demand.subsets else {
            preconditionFailure("a pass without subsets")
        }
        let size = Double(min(options.size, pairs.real.rows, pairs.generated.rows))
        let values = subsets.first.indices.map { subset in
            (sums.withinReal.subsets[subset] + sums.withinGenerated.subsets[subset]) / (size * (size - 1))
                - 2 * sums.across.subsets[subset] / (size * size)
        }
        let mean = Statistics.mean(values)
        guard mean.isFinite else { throw .outOfRange(metric: name) }
        var result = MetricResult(
            value: mean,
            null: MetricReference(value: 0, basis: "the estimator is unbiased: 0 is expected of equal distributions"))
        let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        result.parts["mean"] = .number(mean)
        result.parts["std"] = .number(spread.squareRoot())
        result.parts["subsets"] = .count(values.count)
        result.parts["subset_size"] = .count(Int(size))
        result.diagnostics.append(
            Diagnostic(
                code: "interval_omitted", severity: .note,
                message: "No interval: the standard deviation over overlapping subsets is no standard error. "
                    + "kernel_distance, the same estimate on all pairs, has one."))
        if Int(size) < options.size {
            result.diagnostics.append(
                Diagnostic(
                    code: "smaller_subsets",
                    message: "Subsets have \(Int(size)) rows instead of \(options.size): a set has no more."))
        }
        return result
    }

    private static func check(_ options: Options) throws(MetricError) {
        try FeatureCheck.option("subsets", options.subsets, atLeast: 1, metric: name)
        try FeatureCheck.option("size", options.size, atLeast: 2, metric: name)
        guard options.subsets <= 10_000 else {
            throw .invalidOption(metric: name, option: "subsets", value: "\(options.subsets)", allowed: "at most 10000")
        }
    }
}

extension KernelDistanceSubsets {
    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Kernel distance, subsets", section: .quality, direction: .lower,
        values: .init(-.infinity ... .infinity),
        sees: "differences of the first three moments, by the convention of 100 subsets of 1,000",
        blindTo: "copying, and small missing modes",
        paper: "Bińkowski et al. 2018, arXiv 1801.01401",
        formula: "mean over subsets of the unbiased cubic-kernel discrepancy; parts `mean` and `std`",
        reading:
            "Read `kernel_distance` for the number and its interval; read this to compare with tables that print mean and "
            + "standard deviation over subsets. Often printed times 1000.",
        references: "Null: 0, because the estimator is unbiased. Real data: held-out rows in the samples' place.",
        uncertainty:
            "None: the standard deviation over overlapping subsets is not a standard error, and is not sold as one.",
        conventions: "100 subsets of 1,000 rows, drawn without replacement by the seed; population standard deviation.")
}

extension KernelDistanceSubsets {
    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { 2 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        // Held-out rows and the samples beside them have no subsets of their own; all pairs estimate the same.
        switch sizes.role {
        case .samples:
            demand.subsets = draw(real: sizes.real, generated: sizes.generated, options: options.kernelSubsets)
        case .heldOut, .matched: demand.kernels.insert(.cubic)
        }
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        switch context.role {
        case .samples: return try evaluate(try context.pairs(), options: context.options.kernelSubsets)
        case .heldOut, .matched:
            return try KernelDistance.evaluate(try context.pairs(), options: .init(interval: false))
        }
    }
}
