public import GANNumerics
import OrderedCollections

/// The energy distance: how much farther samples are from real data than both are from their own kind.
///
///     2·E‖x − y‖ − E‖x − x'‖ − E‖y − y'‖
///
/// over all pairs, rows with themselves included (V-statistic). In the unit of the features; at least 0, and 0 only for
/// equal distributions; lower is better. Needs no width to be chosen.
///
/// Source: Székely and Rizzo 2013, "Energy statistics", Journal of Statistical Planning and Inference 143, equation 2.
public enum EnergyDistance: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// Whether to compute an interval; it costs next to nothing.
        public var interval: Bool

        /// The V-statistic, with an interval unless told otherwise; there is nothing to check.
        public init(interval: Bool = true) { self.interval = interval }
    }

    /// The name in results, files and on the command line.
    public static let name = "energy_distance"

    /// The distance between feature sets `real` `[n, d]` and `generated` `[m, d]`, n and m at least 2.
    ///
    /// The null is the V-statistic's expectation for equal distributions: its rows' zero distances with themselves raise it by
    /// E‖x − x'‖/n + E‖y − y'‖/m, with the means of different rows. The interval is normal with the variance of the
    /// U-statistic around the V-statistic's value; there is none that holds the null. Cost (n²/2 + m²/2 + nm)·d. Throws for too few rows, unequal widths and
    /// numbers that are not finite.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.pair(real: real, generated: generated, rows: 2, metric: name)
        var demand = PairStatistics.Demand()
        demand.kernels = [.distance]
        return evaluate(PairStatistics(real: real, generated: generated, demand: demand), options: options)
    }

    /// The distance from a pass that summed distances.
    public static func evaluate(_ pairs: PairStatistics, options: Options = Options()) -> MetricResult {
        guard let sums = pairs.kernels[.distance] else { preconditionFailure("a pass without distances") }
        let estimate = DiscrepancyEstimate(sums)
        let (n, m) = (Double(pairs.real.rows), Double(pairs.generated.rows))
        // Both means over ordered pairs of different rows; the V-statistic divides by n² instead of n(n − 1).
        let (bias, unbiased) = (estimate.withinReal / n + estimate.withinGenerated / m, -estimate.value)
        var result = MetricResult(
            value: max(0, unbiased + bias),
            null: MetricReference(
                value: bias,
                basis: "expected of equal distributions at n = \(pairs.real.rows), m = \(pairs.generated.rows)"))
        result.parts["unbiased"] = .number(unbiased)
        result.parts["within_real"] = .number(estimate.withinReal)
        result.parts["within_generated"] = .number(estimate.withinGenerated)
        result.parts["across"] = .number(estimate.across)
        if options.interval {
            let reach = Statistics.normalQuantile(0.975) * estimate.standardError
            result.interval = MetricInterval(
                low: max(0, result.value - reach), high: result.value + reach,
                method: "variance of the U-statistic")
            result.parts["standard_error"] = .number(estimate.standardError)
            result.omitInterval(near: bias, of: "that of equal distributions")
        }
        return result
    }
}

extension EnergyDistance {
    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Energy distance", section: .quality, direction: .lower, values: .init(0 ... .infinity),
        sees: "any difference of distributions, weighted by distance: means above all",
        blindTo: "copying, and small missing modes",
        paper: "Székely and Rizzo 2013, Journal of Statistical Planning and Inference 143",
        formula: "2·mean‖x − y‖ − mean‖x − x'‖ − mean‖y − y'‖ over all pairs, rows with themselves included",
        reading:
            "In the features' unit. Never negative; a perfect generator gets the null, not 0. It needs no kernel width, and "
            + "works in few dimensions as well as in many; in many it sees little but means and overall spread.",
        references:
            "Null: closed form, (mean‖x − x'‖)/n + (mean‖y − y'‖)/m. Real data: held-out rows in the samples' place.",
        uncertainty:
            "Normal, with the U-statistic's own variance: 92 to 97 % in simulations away from the null. None where it "
            + "would hold the null, near which it is too wide; standard_error and reach_at_most remain.",
        conventions: "V-statistic; the part `unbiased` leaves rows with themselves out. Some tools print the root.")
}

extension EnergyDistance {
    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { 2 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        demand.kernels.insert(.distance)
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        evaluate(try context.pairs(), options: .init(interval: context.options.interval))
    }
}
