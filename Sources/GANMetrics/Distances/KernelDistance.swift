public import GANNumerics
import OrderedCollections

/// The squared maximum mean discrepancy with the cubic kernel, unbiased, over all pairs.
///
///     Σ_{i≠j} k(x_i, x_j)/(n(n−1)) + Σ_{i≠j} k(y_i, y_j)/(m(m−1)) − 2/(nm)·Σ_{i,j} k(x_i, y_j),   k(x, y) = (⟨x, y⟩/d + 1)³
///
/// Without unit; expectation 0 for equal distributions at any sample sizes, so a single value can be negative; no upper
/// bound, lower is better. It is called KID only where the features are Inception-v3's.
///
/// Sees differences in the first three moments; blind to copying and, for small shares, to missing modes.
///
/// Source: Bińkowski et al. 2018, arXiv 1801.01401, section 4 and appendix. The reference averages 100 subsets of 1,000
/// rows and prints the standard deviation over subsets, which is not a standard error; this is the same estimator on all
/// rows, with a standard error.
public enum KernelDistance: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// Whether to compute an interval; it costs next to nothing.
        public var interval: Bool

        /// The unbiased estimate, with an interval unless told otherwise; there is nothing to check.
        public init(interval: Bool = true) { self.interval = interval }
    }

    /// The name in results, files and on the command line.
    public static let name = "kernel_distance"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Kernel distance", section: .quality, direction: .lower,
        values: .init(-.infinity ... .infinity),
        sees: "differences of the first three moments, without bias",
        blindTo: "copying, and small missing modes",
        paper: "Bińkowski et al. 2018, arXiv 1801.01401",
        needs: [.real],
        formula:
            "mean k(x, x′) + mean k(y, y′) − 2·mean k(x, y) over all pairs of different rows, k(x, y) = (⟨x, y⟩/d + "
            + "1)³",
        reading:
            "0 is expected of equal distributions at any sample size, so a value is negative about half of the time "
            + "there; without an interval it is not told from 0. It is often printed times 1000. It is KID only where the "
            + "features are Inception-v3's.",
        references:
            "The null is 0, exactly: the estimator is unbiased. The ceiling is held-out data measured the same way.",
        uncertainty:
            "A normal interval with the U-statistic's own variance: 91 to 97 % in simulations away from 0. None where it "
            + "would hold 0, near which it is too wide; standard_error and reach_at_most remain.",
        conventions:
            "All pairs of rows instead of 100 subsets of 1,000. Other tools print the standard deviation over "
            + "overlapping subsets, which is not a standard error; kernel_distance_subsets gives their figures.")

    /// The distance between feature sets `real` `[n, d]` and `generated` `[m, d]`, n and m at least 2.
    ///
    /// Products are float32 in tiles, kernel values and sums float64. The interval is normal, with the U-statistic's own
    /// variance (`DiscrepancyEstimate`), gathered in the same pass.
    ///
    /// Cost (n²/2 + m²/2 + nm)·d, memory O(n + m) and a tile for each thread. The same bytes for any thread count. Throws for too
    /// few rows, unequal widths and numbers that are not finite.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.pair(real: real, generated: generated, rows: 2, metric: name)
        var demand = PairStatistics.Demand()
        demand.kernels = [.cubic]
        return try evaluate(PairStatistics(real: real, generated: generated, demand: demand), options: options)
    }

    /// The distance from a pass that summed the cubic kernel.
    public static func evaluate(
        _ pairs: PairStatistics, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        guard let sums = pairs.kernels[.cubic] else { preconditionFailure("a pass without the cubic kernel") }
        let estimate = DiscrepancyEstimate(sums)
        guard estimate.value.isFinite else { throw .outOfRange(metric: name) }
        return estimate.result(interval: options.interval)
    }
}

extension KernelDistance {
    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { 2 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        demand.kernels.insert(.cubic)
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(try context.pairs(), options: .init(interval: context.options.interval))
    }

    /// What each row adds.
    public static func contributions(_ context: MetricContext) throws(MetricError) -> RowContributions? {
        RowContributions.kernelDistance(try context.pairs())
    }

    /// The difference of two sets by which row belongs to which.
    public static func compared(_ pair: ComparedPair) throws(MetricError) -> ComparedStatistic? {
        .kernelDistance(
            first: try pair.first.pairs(), second: try pair.second.pairs(), across: try pair.acrossKernelSums())
    }
}
