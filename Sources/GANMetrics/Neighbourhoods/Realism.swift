public import GANNumerics
import OrderedCollections

/// How realistic each generated sample is: the largest ratio of a real ball's radius to the sample's distance from its centre.
///
///     R(y) = max_i NN_k(x_i)/‖y − x_i‖   over real rows whose radius is at most the median radius
///
/// Positive; at least 1 inside the (pruned) real manifold, higher is more realistic. Large balls in sparse regions are
/// left out, because they would call anything realistic. An exact copy of a real row has no finite score and gets `cap`.
///
/// Source: Kynkäänniemi et al. 2019, arXiv 1904.06991, equation 3, with k = 3. The reference code keeps squared distances
/// and so prints the square of this.
public enum Realism: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// k: the number of neighbours that a ball reaches to.
        public var neighbours: Int
        /// The score of exact copies, and the largest score.
        public var cap: Double

        /// Balls that reach to `neighbours` (at least 1), scores of at most `cap` (finite, at least 1); the metric checks them and throws.
        public init(neighbours: Int = 3, cap: Double = 1e6) {
            self.neighbours = neighbours
            self.cap = cap
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "realism"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Realism", section: .quality, direction: .higher,
        values: .init(0 ... .infinity, isOpenBelow: true),
        sees: "how far inside the real data's support each sample lies",
        blindTo: "variety and copying",
        paper: "Kynkäänniemi et al. 2019, arXiv 1904.06991",
        needs: [.real],
        formula: "median over samples y of max NN_k(x)/‖y − x‖, over real rows x whose NN_k is at most the median",
        reading:
            "A score made for ordering the samples of one set: at least 1 is inside the real neighbourhoods. An "
            + "exact copy of a real row has no finite score and gets the cap, 1,000,000.",
        references: "No null: it depends on the distribution. Compare with the realism of held-out real data.",
        uncertainty: "None: scores of one set are ordered, not compared across sets.",
        conventions:
            "k = 3, as in the paper. The reference code keeps squared distances and so prints the square of this.")

    /// The median score of `generated` `[m, d]`, with the share at or above 1 and the mean as parts.
    ///
    /// No interval: scores of one set of samples are ordered, not compared across sets. Costs and errors as for `scores`.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        result(try scores(real: real, generated: generated, options: options), options: options)
    }

    /// The median score from a pass that looked for radius ratios.
    public static func evaluate(
        _ pairs: PairStatistics, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        result(try scores(pairs, options: options), options: options)
    }

    private static func result(_ scores: [Double], options: Options) -> MetricResult {
        let capped = scores.count { $0 >= options.cap }
        var result = MetricResult(
            value: Statistics.median(scores),
            parts: [
                "mean": .number(Statistics.mean(scores)),
                "share_realistic": .number(Double(scores.count { $0 >= 1 }) / Double(scores.count)),
                "neighbours": .count(options.neighbours),
            ])
        result.diagnostics.append(
            Diagnostic(
                code: "interval_omitted", severity: .note,
                message: "No interval: scores of samples that share real balls are not independent."))
        if capped > 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "capped_scores",
                    message: "\(capped) of \(scores.count) samples are copies of real rows, or nearly: their score is "
                        + "the cap, \(options.cap)."))
        }
        return result
    }

    /// The score of each generated sample, `[m]`.
    ///
    /// Cost (n² + nm)·d. Throws for too few rows, unequal widths, numbers that are not finite and options out of range.
    public static func scores(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> [Double] {
        try FeatureCheck.option("neighbours", options.neighbours, atLeast: 1, metric: name)
        try FeatureCheck.pair(real: real, generated: generated, rows: 1, metric: name)
        guard real.rows > options.neighbours else {
            throw .tooFewRows(
                metric: name, role: "real", rows: real.rows,
                needed: options.neighbours.addingReportingOverflow(1).partialValue)
        }
        var demand = PairStatistics.Demand()
        demand.realismNeighbours = options.neighbours
        return try scores(PairStatistics(real: real, generated: generated, demand: demand), options: options)
    }

    /// The score of each generated sample from a pass that looked for radius ratios, `[m]`.
    public static func scores(
        _ pairs: PairStatistics, options: Options = Options()
    ) throws(MetricError) -> [Double] {
        guard options.cap >= 1, options.cap.isFinite else {
            throw .invalidOption(metric: name, option: "cap", value: "\(options.cap)", allowed: "finite and at least 1")
        }
        guard let ratios = pairs.radiusRatios else { preconditionFailure("a pass without radius ratios") }
        return ratios.map { min(options.cap, $0) }
    }
}

extension Realism {
    /// The balls are the real rows': how many samples there are moves no sample's own figure.
    public static var ceiling: CeilingRule { .meanOverRows }

    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { Options().neighbours + 1 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        demand.realismNeighbours = Options().neighbours
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(try context.pairs())
    }
}
