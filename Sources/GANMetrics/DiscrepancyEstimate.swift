import GANNumerics
import OrderedCollections

/// The squared maximum mean discrepancy of one kernel, from the sums that a pass over all pairs gives.
///
///     Σ_{i≠j} k(x_i, x_j)/(n(n−1)) + Σ_{i≠j} k(y_i, y_j)/(m(m−1)) − 2/(nm)·Σ_{i,j} k(x_i, y_j)
///
/// The unbiased estimate is a U-statistic of both sets; its variance comes from its row means (Hoeffding's projections).
struct DiscrepancyEstimate {
    let withinReal: Double
    let withinGenerated: Double
    let across: Double
    /// The standard error, to first and second order; see `variance`.
    let standardError: Double

    var value: Double { withinReal + withinGenerated - 2 * across }

    init(_ sums: PairStatistics.KernelSums) {
        let (n, m) = (Double(sums.withinReal.rows.count), Double(sums.withinGenerated.rows.count))
        withinReal = sums.withinReal.total / (n * (n - 1))
        withinGenerated = sums.withinGenerated.total / (m * (m - 1))
        across = sums.across.total / (n * m)
        let variance =
            Self.projectionVariance(sums.withinReal.rows, others: n - 1, sums.across.columns, across: m)
            + Self.projectionVariance(sums.withinGenerated.rows, others: m - 1, sums.across.rows, across: n)
        standardError = variance.squareRoot()
    }

    /// 4/n · Var(within_i/others − across_i/across) over the n rows of one set.
    ///
    /// Near the null, where the projections vanish, what is left is their noise, and the interval is too wide: twice the variance.
    private static func projectionVariance(
        _ within: [Double], others: Double, _ acrossSums: [Double], across: Double
    ) -> Double {
        let projections = zip(within, acrossSums).map { $0 / others - $1 / across }
        let deviation = Statistics.standardDeviation(projections)
        return 4 * deviation * deviation / Double(projections.count)
    }

    /// The result of a metric that is this estimate, times `scale`.
    func result(scale: Double = 1, interval: Bool) -> MetricResult {
        var result = MetricResult(
            value: scale * value,
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
        guard interval else { return result }
        let reach = Statistics.normalQuantile(0.975) * standardError * abs(scale)
        if reach.isFinite, (result.value + reach).isFinite {
            result.interval = MetricInterval(
                low: result.value - reach, high: result.value + reach,
                method: "variance of the U-statistic, first order")
            result.parts["standard_error"] = .number(standardError * abs(scale))
        } else {
            result.diagnostics.append(
                Diagnostic(
                    code: "interval_omitted", message: "No interval: the features' size exceeds the range of float64.")
            )
        }
        return result
    }
}
