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
public enum KernelDistance {
    public struct Options: Sendable, Equatable {
        /// Whether to compute an interval; it costs next to nothing.
        public var interval: Bool

        public init(interval: Bool = true) { self.interval = interval }
    }

    static let name = "kernel_distance"

    /// The distance between feature sets `real` `[n, d]` and `generated` `[m, d]`, n and m at least 2.
    ///
    /// Products are float32 in tiles, kernel values and sums float64. The interval is normal, with the U-statistic's own
    /// variance to first order (Hoeffding's projections, gathered in the same pass):
    ///
    ///     4/n · Var(ā_i − c̄_i) + 4/m · Var(b̄_j − c̄_j)
    ///
    /// where ā, b̄ and c̄ are a row's mean kernel value with the others of its set and with the other set. Near the null,
    /// where the projections vanish, what is left is their noise and the interval is too wide: twice the variance.
    ///
    /// Cost (n²/2 + m²/2 + nm)·d, memory O(n + m) and a tile for each thread. The same bytes for any thread count. Throws for too
    /// few rows, unequal widths and numbers that are not finite.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.pair(real: real, generated: generated, rows: 2, metric: name)
        let sums = CubicKernelSums(first: real, second: generated)
        let (n, m) = (Double(real.rows), Double(generated.rows))
        let withinReal = sums.withinFirst.reduce(0, +) / (n * (n - 1))
        let withinGenerated = sums.withinSecond.reduce(0, +) / (m * (m - 1))
        let across = sums.firstToSecond.reduce(0, +) / (n * m)
        let value = withinReal + withinGenerated - 2 * across
        var result = MetricResult(
            value: value,
            null: MetricReference(value: 0, basis: "the estimator is unbiased: 0 is expected of equal distributions"))
        result.parts["within_real"] = .number(withinReal)
        result.parts["within_generated"] = .number(withinGenerated)
        result.parts["across"] = .number(across)
        if value < 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "negative_estimate", severity: .note,
                    message: "An unbiased estimate of a distance near 0 is negative about half of the time."))
        }
        if options.interval {
            let variance =
                projectionVariance(sums.withinFirst, others: n - 1, sums.firstToSecond, across: m)
                + projectionVariance(sums.withinSecond, others: m - 1, sums.secondToFirst, across: n)
            let error = variance.squareRoot()
            let reach = Statistics.normalQuantile(0.975) * error
            if reach.isFinite, (value + reach).isFinite {
                result.interval = MetricInterval(
                    low: value - reach, high: value + reach, method: "variance of the U-statistic, first order")
                result.parts["standard_error"] = .number(error)
            } else {
                result.diagnostics.append(
                    Diagnostic(
                        code: "interval_omitted",
                        message: "No interval: the features' size exceeds the range of float64."))
            }
        }
        return result
    }

    /// 4/n · Var(within_i/others − across_i/across) over the n rows of one set.
    private static func projectionVariance(
        _ within: [Double], others: Double, _ acrossSums: [Double], across: Double
    ) -> Double {
        let projections = zip(within, acrossSums).map { $0 / others - $1 / across }
        let deviation = Statistics.standardDeviation(projections)
        return 4 * deviation * deviation / Double(projections.count)
    }
}
