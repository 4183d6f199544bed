public import GANNumerics
import OrderedCollections

/// How rare each sample is: the radius of the smallest real ball that contains it.
///
///     rarity(y) = min { NN_k(x_i) : ‖y − x_i‖ ≤ NN_k(x_i) }
///
/// In the features' unit; large where real data are sparse. Outside all balls a sample has no rarity: it is not rare but
/// unrealistic, and counts only in `share_inside`. The value is the mean over the samples inside.
///
/// Blind to samples outside the real support, to missing modes and to copying: a copy has the rarity of its original.
///
/// Source: Han et al. 2022, arXiv 2206.08549, equation 3, with k = 3. The reference code gives samples outside a rarity of 0.
public enum Rarity: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// k: the number of neighbours that a ball reaches to.
        public var neighbours: Int
        /// `inclusive` (`≤`) as in the paper.
        public var boundary: Boundary
        /// The two-sided level of the interval.
        public var level: Double

        /// Balls that reach to `neighbours` (at least 1) and an interval at `level`, between 0 and 1; the metric checks them and throws.
        public init(neighbours: Int = 3, boundary: Boundary = .inclusive, level: Double = 0.95) {
            self.neighbours = neighbours
            self.boundary = boundary
            self.level = level
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "rarity"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Rarity", section: .diversity, direction: .closerToNull, values: .init(0 ... .infinity),
        sees: "whether samples come from the sparse or the dense parts of the real data",
        blindTo: "samples outside the real support, missing modes, and copying",
        paper: "Han et al. 2022, arXiv 2206.08549",
        formula: "per sample: the smallest NN_k(x_i) among real balls that contain it; the value is the mean over the "
            + "samples that lie in a ball",
        reading:
            "In the features' unit, so only comparable within one extractor. Below held-out data: the samples keep "
            + "to the dense parts. Read it with share_inside: samples outside all balls have no rarity.",
        references: "No closed form: held-out data of the same count are the reference.",
        uncertainty: "Student's interval over the samples inside, given the real set.",
        conventions: "k = 3, at most counts as inside, Euclidean. Samples outside are left out of the mean; the "
            + "reference code gives them 0.")

    /// The mean rarity of `generated` `[m, d]` in the balls around `real` `[n, d]`, n above k.
    ///
    /// Cost (n² + nm)·d. Throws for too few rows, unequal widths, numbers that are not finite, options out of range, and
    /// when no sample lies in a ball, where the value is not defined.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try evaluate(scores: try scores(real: real, generated: generated, options: options), options: options)
    }

    /// The mean over `scores` `[m]`, the radius of the smallest real ball around each sample or nil outside all of them.
    public static func evaluate(
        scores: [Double?], options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.share("level", options.level, metric: name)
        guard !scores.isEmpty else { throw .tooFewRows(metric: name, role: "generated", rows: 0, needed: 1) }
        if let row = scores.firstIndex(where: { $0.map { !$0.isFinite } ?? false }) {
            throw .nonFinite(metric: name, role: "generated's scores", row: row, column: 0)
        }
        let inside = scores.compactMap { $0 }
        guard !inside.isEmpty else {
            throw .tooFewRows(metric: name, role: "generated inside the real balls", rows: 0, needed: 1)
        }
        let mean = Statistics.mean(inside)
        var result = MetricResult(value: mean)
        if inside.count > 1 {
            let reach =
                Statistics.studentQuantile(0.5 + options.level / 2, degrees: Double(inside.count - 1))
                * Statistics.standardDeviation(inside) / Double(inside.count).squareRoot()
            result.interval = MetricInterval(
                low: max(0, mean - reach), high: mean + reach, level: options.level,
                method: "Student over samples inside, given the real set")
        } else {
            result.diagnostics.append(
                Diagnostic(
                    code: "interval_omitted", severity: .note,
                    message: "No interval: one sample alone lies in a real ball."))
        }
        result.parts["median"] = .number(Statistics.median(inside))
        result.parts["inside"] = .count(inside.count)
        result.parts["share_inside"] = .number(Double(inside.count) / Double(scores.count))
        result.parts["neighbours"] = .count(options.neighbours)
        if inside.count * 2 < scores.count {
            result.diagnostics.append(
                Diagnostic(
                    code: "few_inside",
                    message: "Only \(inside.count) of \(scores.count) samples lie in a real ball; the others have no "
                        + "rarity."))
        }
        return result
    }

    /// The rarity of each generated sample, `[m]`, nil outside all balls; cost and errors as for `evaluate`.
    public static func scores(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> [Double?] {
        try FeatureCheck.option("neighbours", options.neighbours, atLeast: 1, metric: name)
        try FeatureCheck.pair(real: real, generated: generated, rows: 1, metric: name)
        guard real.rows > options.neighbours else {
            throw .tooFewRows(
                metric: name, role: "real", rows: real.rows,
                needed: options.neighbours.addingReportingOverflow(1).partialValue)
        }
        let radii = NearestNeighbours.search(
            queries: real, in: real, count: options.neighbours, excludingSameIndex: true
        ).lastDistances
        return smallestRadii(real: real, radii: radii, generated: generated, options: options)
    }

    /// The rarity of each generated sample from radii that are already computed with the same k, `[n]`; cost nm·d.
    public static func scores(
        real: Matrix<Float>, radii: [Double], generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> [Double?] {
        precondition(radii.count == real.rows, "\(radii.count) radii for \(real.rows) real rows")
        try FeatureCheck.pair(real: real, generated: generated, rows: 1, metric: name)
        return smallestRadii(real: real, radii: radii, generated: generated, options: options)
    }

    private static func smallestRadii(
        real: Matrix<Float>, radii: [Double], generated: Matrix<Float>, options: Options
    ) -> [Double?] {
        BallMembership.count(centres: real, centreRadii: radii, points: generated, boundary: options.boundary)
            .smallestContainingRadius
    }
}

extension Rarity {
    /// The balls are the real rows': how many samples there are moves no sample's own figure.
    public static var ceiling: CeilingRule { .meanOverRows }

    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { Options().neighbours + 1 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        demand.manifolds.insert(balls)
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        let memberships = try context.pairs().memberships[balls]
        return try evaluate(scores: memberships?.smallestContainingRadius ?? [])
    }

    private static var balls: PairStatistics.Manifold {
        let options = Options()
        return .init(neighbours: options.neighbours, boundary: options.boundary)
    }
}
