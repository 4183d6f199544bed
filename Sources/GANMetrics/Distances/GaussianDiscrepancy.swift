public import GANNumerics
import OrderedCollections

/// The squared maximum mean discrepancy with a Gaussian kernel, unbiased, over all pairs.
///
///     Σ_{i≠j} k(x_i, x_j)/(n(n−1)) + Σ_{i≠j} k(y_i, y_j)/(m(m−1)) − 2/(nm)·Σ_{i,j} k(x_i, y_j),   k(x, y) = exp(−‖x − y‖²/(2σ²))
///
/// Without unit; expectation 0 for equal distributions, so a single value can be negative; at most 2, lower is better. The
/// Gaussian kernel is characteristic: with enough samples any difference of distributions shows, if σ suits the features. Features
/// that are far apart compared with σ all have kernel value 0; a diagnostic says so.
///
/// Source: Gretton et al. 2012, "A kernel two-sample test", JMLR 13, equation 3; σ = 10 as in CMMD (Jayasumana et al. 2024, arXiv 2401.09603).
/// Differences from CMMD: unbiased, not multiplied by 1000, and the features are used as given, not scaled to unit
/// length. CMMD's own biased figure, times 1000, is the part `biased_x1000`.
public enum GaussianDiscrepancy: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// σ: the kernel's width, in the unit of the features.
        public var sigma: Double
        /// Whether to compute an interval; it costs next to nothing.
        public var interval: Bool

        /// A kernel of width `sigma`, 10 as for CLIP's features in CMMD, positive and finite; the metric checks it and throws.
        public init(sigma: Double = 10, interval: Bool = true) {
            self.sigma = sigma
            self.interval = interval
        }

        var kernel: PairKernel { .gaussian(sigma: sigma) }
    }

    /// The name in results, files and on the command line.
    public static let name = "mmd_rbf"

    /// The discrepancy between feature sets `real` `[n, d]` and `generated` `[m, d]`, n and m at least 2.
    ///
    /// Interval and cost as for `KernelDistance`. Throws for too few rows, unequal widths, numbers that are not finite and a
    /// σ that is not positive.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.pair(real: real, generated: generated, rows: 2, metric: name)
        try check(options)
        var demand = PairStatistics.Demand()
        demand.kernels = [options.kernel]
        return try evaluate(PairStatistics(real: real, generated: generated, demand: demand), options: options)
    }

    /// The discrepancy from a pass that summed the Gaussian kernel of this σ.
    public static func evaluate(
        _ pairs: PairStatistics, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try check(options)
        guard let sums = pairs.kernels[options.kernel] else { preconditionFailure("a pass without this kernel") }
        let estimate = DiscrepancyEstimate(sums)
        var result = estimate.result(interval: options.interval)
        let (n, m) = (Double(pairs.real.rows), Double(pairs.generated.rows))
        // A row's kernel value with itself is 1.
        let biased =
            estimate.withinReal * (n - 1) / n + 1 / n + estimate.withinGenerated * (m - 1) / m + 1 / m
            - 2 * estimate.across
        result.parts["biased_x1000"] = .number(1000 * max(0, biased))
        result.parts["sigma"] = .number(options.sigma)
        if estimate.withinReal < 1e-3 {
            result.diagnostics.append(
                Diagnostic(
                    code: "kernel_too_narrow",
                    message: "Real rows lie many times sigma = \(options.sigma) apart: their mean kernel value is "
                        + "\(estimate.withinReal). Only near-copies count at this width; choose a larger one."))
        } else if estimate.withinReal > 0.999 {
            result.diagnostics.append(
                Diagnostic(
                    code: "kernel_too_wide",
                    message:
                        "Real rows lie within a small part of sigma = \(options.sigma): the kernel sees little but "
                        + "the means. Choose a smaller one."))
        }
        return result
    }

    private static func check(_ options: Options) throws(MetricError) {
        guard options.sigma > 0, options.sigma.isFinite else {
            throw .invalidOption(
                metric: name, option: "sigma", value: "\(options.sigma)", allowed: "positive and finite")
        }
    }
}

extension GaussianDiscrepancy {
    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Gaussian-kernel discrepancy", section: .quality, direction: .lower,
        values: .init(-.infinity...2),
        sees: "any difference of distributions at the scale of the kernel's width",
        blindTo: "differences far below or above that scale, and copying",
        paper: "Gretton et al. 2012, JMLR 13; Jayasumana et al. 2024, arXiv 2401.09603",
        formula:
            "mean k(x, x') + mean k(y, y') − 2·mean k(x, y) over pairs of different rows, k = exp(−‖x − y‖²/(2σ²))",
        reading:
            "0 is expected of a perfect generator, and half of its values are negative. Values depend on sigma and on the "
            + "features; compare only equal protocols. With a width far from the features' distances it sees nothing, and a diagnostic says so.",
        references: "Null: 0, because the estimator is unbiased. Real data: held-out rows in the samples' place.",
        uncertainty:
            "Normal, with the U-statistic's own variance: 91 to 97 % in simulations away from 0. None where it "
            + "would hold 0, near which it is too wide; standard_error and reach_at_most remain.",
        conventions: "Sigma 10, unbiased. CMMD prints the biased estimate times 1000 on unit-length CLIP features.")
}

extension GaussianDiscrepancy {
    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { 2 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        demand.kernels.insert(options.gaussian.kernel)
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(try context.pairs(), options: context.options.gaussian)
    }
}
