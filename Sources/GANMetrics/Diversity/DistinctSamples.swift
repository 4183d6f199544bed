public import GANNumerics
import OrderedCollections
import RealModule

/// The share of the samples that are distinct: what is left when samples nearer to each other than real rows come are counted once.
///
///     C/m,   C = connected groups of samples at distance at most τ,   τ = a low quantile of the real nearest-neighbour distances
///
/// In 0…1, higher is more varied; equal samples always are one. Real rows counted the same way are the null: a little below 1. A
/// generator of eight images has C = 8 however many samples are drawn and however faint the noise on each.
///
/// `support` estimates how many distinct samples there are in all, from how many came once and twice (Chao 1984).
///
/// Blind to quality, and to support that real data do not have. Source: Arora and Zhang 2017, arXiv 1706.08224, for counting
/// near-duplicates; Chao 1984, Scandinavian Journal of Statistics 11, and Chao 1987, Biometrics 43, for the support and its interval.
public enum DistinctSamples: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// τ is this quantile of the nearest-neighbour distances of as many real rows as there are samples.
        public var quantile: Double
        /// The two-sided level of the intervals.
        public var level: Double

        /// A threshold at `quantile` and intervals at `level`, both between 0 and 1; the metric checks them and throws.
        public init(quantile: Double = 0.05, level: Double = 0.95) {
            self.quantile = quantile
            self.level = level
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "distinct_samples"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Distinct samples", section: .diversity, direction: .higher, values: .init(0...1),
        sees: "samples that come again and again, with noise or without, as after mode collapse",
        blindTo: "quality, copying of training rows, and kinds that are missing altogether",
        paper: "Chao 1984, Scandinavian Journal of Statistics 11, for the support",
        formula:
            "groups of samples within the 5 % quantile of real nearest-neighbour distances of each other, over the samples",
        reading:
            "Near the null: samples repeat no more than real data do. Far below: distinct is the number of different "
            + "samples among these, support an estimate of how many there are in all, and largest_group how often the commonest "
            + "one came. A tenth of the null means that nine samples of ten repeat another.",
        references:
            "Null: real rows at the same threshold; of another number of rows than samples, scaled to theirs. Ceiling: held-out rows in "
            + "the samples' place.",
        uncertainty:
            "How much the number of distinct samples varies from draw to draw of a generator with the estimated support, "
            + "given the threshold. Support: Chao's log-normal interval. It is a lower bound where samples are "
            + "unequally likely.",
        conventions:
            "Single linkage over each sample's nearest others. Arora and Zhang look for duplicates by eye; the 5 % quantile stands for it "
            + "here and keeps at least 95 % of real rows distinct.")

    /// How many nearest others of a row are asked whether they are the same.
    static let linked = 5

    /// The share of `generated` `[m, d]` that is distinct at the threshold of `real` `[n, d]`; n and m at least 2.
    ///
    /// Cost (n² + m²)·d. Throws for too few rows, unequal widths, numbers that are not finite and options out of range.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.pair(real: real, generated: generated, rows: 2, metric: name)
        func table(_ rows: Matrix<Float>) -> NeighbourTable {
            NearestNeighbours.search(
                queries: rows, in: rows, count: min(linked, rows.rows - 1), excludingSameIndex: true)
        }
        return try evaluate(
            realToReal: table(real), generatedToGenerated: table(generated), options: options)
    }

    /// The share from tables of each row's nearest others of its own set, `[n, k]` and `[m, k]`, k at least 1.
    ///
    /// Groups are found along the first five neighbours: a group of more rows is one as far as these links hold it together, which
    /// they do but for a rare splinter. Throws as above.
    public static func evaluate(
        realToReal: NeighbourTable, generatedToGenerated: NeighbourTable, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.share("quantile", options.quantile, metric: name)
        try FeatureCheck.share("level", options.level, metric: name)
        for (table, role) in [(realToReal, "real"), (generatedToGenerated, "generated")] {
            guard table.queries >= 2, table.count > 0 else {
                throw .tooFewRows(metric: name, role: role, rows: min(table.queries, table.count + 1), needed: 2)
            }
        }
        let (n, m) = (Double(realToReal.queries), Double(generatedToGenerated.queries))
        // Of few rows fewer are near each other: the share of rows with one so near grows with their number.
        let quantile = min(0.5, options.quantile * n / m)
        let nearest = (0..<realToReal.queries).map { realToReal.distance(query: $0, rank: 0) }
        let threshold = Statistics.quantile(nearest, quantile)
        let groups = SampleGroups(generatedToGenerated, threshold: threshold)
        let real = SampleGroups(realToReal, threshold: threshold)
        let realShare = max(0, 1 - (1 - real.distinctShare) * m / n)
        let support = groups.support(level: options.level)
        var result = MetricResult(
            value: groups.distinctShare,
            interval: groups.shareInterval(support: support.estimate, level: options.level),
            null: MetricReference(
                value: realShare,
                basis: "\(realToReal.queries) real rows at the same threshold"
                    + (n == m ? "" : ", scaled to \(generatedToGenerated.queries)")))
        result.parts["distinct"] = .count(groups.sizes.count)
        result.parts["samples"] = .count(generatedToGenerated.queries)
        result.parts["support"] = .number(support.estimate)
        result.parts["support_interval"] = .interval(
            MetricInterval(
                low: support.low, high: support.high, level: options.level, method: "Chao 1987, log-normal"))
        result.parts["largest_group"] = .count(groups.sizes.max() ?? 0)
        result.parts["repeated_samples"] = .count(groups.sizes.reduce(0) { $1 > 1 ? $0 + $1 : $0 })
        result.parts["real_distinct"] = .count(real.sizes.count)
        result.parts["real_support"] = .number(real.support(level: options.level).estimate)
        result.parts["real_largest_group"] = .count(real.sizes.max() ?? 0)
        result.parts["threshold"] = .number(threshold)
        if threshold == 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "duplicated_real_rows", severity: .note,
                    message:
                        "Real rows have exact duplicates: the threshold is 0, and only equal samples are counted once.")
            )
        }
        return result
    }
}

extension DistinctSamples {
    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { 2 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        demand.ownNeighbours = max(demand.ownNeighbours, min(linked, sizes.real - 1, sizes.generated - 1))
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        let pairs = try context.pairs()
        guard let real = pairs.realNeighbours, let generated = pairs.generatedNeighbours else {
            throw .tooFewRows(metric: name, role: "real", rows: 0, needed: 2)
        }
        return try evaluate(realToReal: real, generatedToGenerated: generated)
    }
}
