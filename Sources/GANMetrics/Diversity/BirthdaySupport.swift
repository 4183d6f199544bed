public import GANNumerics
import OrderedCollections
import RealModule

/// How many different samples a generator has, estimated from how often two of its samples are nearly the same.
///
///     support = C(n, 2)/K,   K = pairs of samples at distance at most τ,   τ = a quantile of the real nearest-neighbour distances
///
/// In samples, from 1 up. C(n, 2)/K estimates 1/Σp², the size of a uniform support with as many collisions; the true
/// support is at least that. The same count among real rows, at the same τ, is the null: it says what τ can resolve, and a
/// value at or above it means no more repeats than real data have. Without any collision the value is a lower bound.
///
/// All pairs are counted, not only nearest neighbours: a sample that comes five times makes ten pairs.
///
/// Blind to quality, and to support that real data do not have. Source: Arora and Zhang 2017, arXiv 1706.08224, who look for duplicates by eye in
/// one batch at a time and quote s² for the batch size s at which half of the batches have one. Here τ stands for the eye,
/// and the pairs of all samples for the batches.
public enum BirthdaySupport: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// τ is this quantile of the real rows' nearest-neighbour distances.
        public var quantile: Double
        /// The two-sided level of the interval given the threshold, and that of the bound when nothing collides.
        public var level: Double

        /// A threshold at `quantile` and an interval at `level`, both between 0 and 1; the metric checks them and throws.
        public init(quantile: Double = 0.01, level: Double = 0.95) {
            self.quantile = quantile
            self.level = level
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "birthday_support"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Birthday support", section: .diversity, direction: .higher, values: .init(1 ... .infinity),
        sees: "samples that come again and again, as after mode collapse",
        blindTo: "quality, copying of training rows, and any variety finer than its threshold",
        paper: "Arora and Zhang 2017, arXiv 1706.08224",
        formula:
            "C(n,2)/K; K: pairs of samples no farther apart than the 1 % quantile of real nearest-neighbour distances",
        reading: "The number of equally likely samples that would collide as often; the true support is at least that. "
            + "Near its null: samples repeat no more than real data at this threshold. Far below: few distinct samples.",
        references: "The null is the same estimate for the real rows at the same threshold; it grows with their count.",
        uncertainty:
            "None: the threshold is a quantile of few real distances and would move with other real rows. The part "
            + "given_threshold takes it as known: Clopper-Pearson on the pairs, widened for pairs that share a sample, 92 to 95 % "
            + "in simulations. Without collisions there is no upper end: the value is the lower bound.",
        conventions: "The paper looks by eye in one batch and squares its size; that is about 1.4 times this estimate "
            + "when half of the batches have a duplicate.")

    /// The support of `generated` `[m, d]`, with that of `real` `[n, d]` at the same threshold; n and m at least 2.
    ///
    /// Cost (n² + m²)·d, and n²·d for the threshold. Throws for too few rows, unequal widths, numbers that are not finite
    /// and options out of range.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try check(options)
        try FeatureCheck.pair(real: real, generated: generated, rows: 2, metric: name)
        let nearest = NearestNeighbours.search(queries: real, in: real, count: 1, excludingSameIndex: true)
        let threshold = Statistics.quantile(nearest.distances, options.quantile)
        func collisions(_ rows: Matrix<Float>) -> Collisions {
            let radii = [Double](repeating: threshold, count: rows.rows)
            let counts = BallMembership.count(centres: rows, centreRadii: radii, points: rows, boundary: .inclusive)
            // Every row lies in its own ball.
            return Collisions(partners: counts.ballsContainingPoint.map { Int($0) - 1 })
        }
        return try evaluate(
            generated: collisions(generated), real: collisions(real), threshold: threshold, options: options)
    }

    /// The support from tables of each row's nearest others of its own set, `[m, k]` and `[n, k]`.
    ///
    /// A row with all its k neighbours within the threshold may have more: then pairs are missed, the value is an upper
    /// bound, and a warning says so; k of 5 finds all pairs unless samples come six times. Throws as above.
    public static func evaluate(
        realToReal: NeighbourTable, generatedToGenerated: NeighbourTable, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try check(options)
        for (table, role) in [(realToReal, "real"), (generatedToGenerated, "generated")] {
            guard table.queries >= 2, table.count > 0 else {
                throw .tooFewRows(metric: name, role: role, rows: min(table.queries, table.count), needed: 2)
            }
        }
        let nearest = (0..<realToReal.queries).map { realToReal.distance(query: $0, rank: 0) }
        let threshold = Statistics.quantile(nearest, options.quantile)
        return try evaluate(
            generated: Collisions(generatedToGenerated, threshold: threshold),
            real: Collisions(realToReal, threshold: threshold), threshold: threshold, options: options)
    }

    private static func check(_ options: Options) throws(MetricError) {
        try FeatureCheck.share("quantile", options.quantile, metric: name)
        try FeatureCheck.share("level", options.level, metric: name)
    }

    private static func evaluate(
        generated: Collisions, real: Collisions, threshold: Double, options: Options
    ) throws(MetricError) -> MetricResult {
        let allPairs = generated.possiblePairs
        let bounds = generated.shareInterval(level: options.level)
        var result: MetricResult
        if generated.pairs > 0 {
            result = MetricResult(value: allPairs / Double(generated.pairs))
            result.parts["given_threshold"] = .interval(
                MetricInterval(
                    low: min(result.value, 1 / bounds.high), high: max(result.value, 1 / bounds.low),
                    level: options.level,
                    method: "Clopper–Pearson on pairs, given the threshold, dispersion "
                        + "\((generated.dispersion * 100).rounded() / 100)"))
            result.diagnostics.append(
                Diagnostic(
                    code: BlockInterval.omitted, severity: .note,
                    message:
                        "No interval: the threshold rests on the \(real.collidingRows) nearest of \(real.rows) real rows, "
                        + "and moves with them; given_threshold takes it as known."))
        } else {
            // The largest share of colliding pairs that shows none with probability 1 − level.
            let largest = -Double.expMinusOne(.log(1 - options.level) / allPairs)
            result = MetricResult(value: max(1, 1 / largest))
            result.diagnostics.append(
                Diagnostic(
                    code: "no_collisions", severity: .note,
                    message:
                        "No two of \(generated.rows) samples are within \(threshold): the value is a lower bound at "
                        + "\(options.level * 100) %, there is no upper one, and more samples would raise it."))
        }
        if real.pairs > 0 {
            result.null = MetricReference(
                value: real.possiblePairs / Double(real.pairs),
                basis: "\(real.rows) real rows at the same threshold, \(real.pairs) pairs")
        }
        result.parts["bound"] = .text(generated.pairs > 0 ? (generated.isTruncated ? "upper" : "none") : "lower")
        result.parts["colliding_pairs"] = .count(generated.pairs)
        result.parts["colliding_samples"] = .count(generated.collidingRows)
        result.parts["real_colliding_pairs"] = .count(real.pairs)
        result.parts["threshold"] = .number(threshold)
        result.parts["half_probability_draws"] = .count(drawsForEvenOdds(support: result.value))
        if generated.isTruncated || real.isTruncated {
            result.diagnostics.append(
                Diagnostic(
                    code: "truncated_neighbours",
                    message: "Some rows have all their listed neighbours within the threshold: pairs are missed, so a "
                        + "support is at most what is given."))
        }
        if threshold == 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "duplicated_real_rows",
                    message: "Real rows have exact duplicates: the threshold is 0, and only exact copies collide."))
        }
        return result
    }
}

extension BirthdaySupport {
    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { 2 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        // Neighbours enough to count nearly all collisions.
        demand.neighbours = max(demand.neighbours, min(5, sizes.real - 1, sizes.generated - 1))
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        let tables = try context.tables()
        return try evaluate(
            realToReal: tables.realToReal, generatedToGenerated: tables.generatedToGenerated)
    }
}
