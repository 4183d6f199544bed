public import GANNumerics
import OrderedCollections

/// The leave-one-out accuracy of a one-nearest-neighbour classifier that tells real from generated rows.
///
///     share of pooled rows whose nearest other row is of their own kind;  `real`, `generated` = the same among each kind
///
/// In 0…1. Equal distributions give one half, nearly (see `null`). Near 1 the sets are easily told apart. Real accuracy
/// low and generated accuracy high: the samples crowd together between the real rows, as after mode collapse. Well below
/// one half overall: samples sit nearer to single real rows than those rows' real neighbours, as copies do.
///
/// Ties: a row whose nearest own-kind and nearest other-kind rows are equally far counts half. The reference code lets
/// the order of the rows decide.
///
/// Source: Lopez-Paz and Oquab 2017, arXiv 1610.06545; Xu et al. 2018, arXiv 1806.07755, section 2. Null: Schilling 1986,
/// "Multivariate two-sample tests based on nearest neighbors", k = 1.
public enum OneNearestNeighbour: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// Whether to compute an interval from features; it costs about `1/blocks` of the whole again.
        public var interval: Bool
        /// How many disjoint blocks of both sets the interval comes from.
        public var blocks: Int
        /// Seeds the cut into blocks.
        public var seed: UInt64

        /// Accuracies of all rows, with an interval from `blocks` (at least 2); the metric checks them and throws.
        public init(interval: Bool = true, blocks: Int = 10, seed: UInt64 = 0) {
            self.interval = interval
            self.blocks = blocks
            self.seed = seed
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "one_nearest_neighbour"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "One nearest neighbour", section: .quality, direction: .closerToNull, values: .init(0...1),
        sees: "any difference of the distributions that nearest rows show, and copying as an accuracy below one half",
        blindTo: "which side is at fault when both errors cancel: read real and generated accuracy apart",
        paper: "Lopez-Paz and Oquab 2017, arXiv 1610.06545",
        formula: "share of pooled rows whose nearest other row is of their own kind, leave-one-out; ties count half",
        reading: "Near one half: not told apart. Near 1: different. Below one half: samples hug real rows, a sign of "
            + "copying. Real accuracy low with generated accuracy high: mode collapse.",
        references: "The null is (n(n-1) + m(m-1))/((n+m)(n+m-1)), exactly, for n real and m generated rows.",
        uncertainty:
            "Leave-one-out errors depend on each other, so no binomial interval: disjoint blocks of both sets, 93 to 97 % in simulations. "
            + "The p-value has the exact permutation variance, given who is nearest to whom.",
        conventions: "Euclidean distances. Ties count half; other tools let the order of the rows decide. With unequal "
            + "counts the null is not one half.")

    /// The four searches that the accuracy comes from, one neighbour each being enough.
    public struct Tables: Sendable, Equatable {
        /// Real rows among the other real rows, `[n, ≥1]`.
        public var realToReal: NeighbourTable
        /// Generated rows among the other generated rows, `[m, ≥1]`.
        public var generatedToGenerated: NeighbourTable
        /// Real rows among generated rows, `[n, ≥1]`.
        public var realToGenerated: NeighbourTable
        /// Generated rows among real rows, `[m, ≥1]`.
        public var generatedToReal: NeighbourTable

        /// The four tables of one pass; each holds at least one neighbour a row, and the metric throws where the numbers of rows contradict
        /// each other.
        public init(
            realToReal: NeighbourTable, generatedToGenerated: NeighbourTable, realToGenerated: NeighbourTable,
            generatedToReal: NeighbourTable
        ) {
            self.realToReal = realToReal
            self.generatedToGenerated = generatedToGenerated
            self.realToGenerated = realToGenerated
            self.generatedToReal = generatedToReal
        }

        /// The tables of a pass that was asked for neighbours; nil of another.
        init?(_ pairs: PairStatistics) {
            guard let realToReal = pairs.realNeighbours, let generatedToGenerated = pairs.generatedNeighbours,
                let realToGenerated = pairs.realToGenerated, let generatedToReal = pairs.generatedToReal
            else { return nil }
            self.init(
                realToReal: realToReal, generatedToGenerated: generatedToGenerated, realToGenerated: realToGenerated,
                generatedToReal: generatedToReal)
        }

        /// Searches `real` `[n, d]` and `generated` `[m, d]`, both of at least two rows; cost (n + m)²·d.
        init(real: Matrix<Float>, generated: Matrix<Float>) {
            self.init(
                realToReal: NearestNeighbours.search(queries: real, in: real, count: 1, excludingSameIndex: true),
                generatedToGenerated: NearestNeighbours.search(
                    queries: generated, in: generated, count: 1, excludingSameIndex: true),
                realToGenerated: NearestNeighbours.search(queries: real, in: generated, count: 1),
                generatedToReal: NearestNeighbours.search(queries: generated, in: real, count: 1))
        }
    }

    /// The accuracy on `real` `[n, d]` and `generated` `[m, d]`, n and m at least 2, with an interval from disjoint blocks.
    ///
    /// Cost (n + m)²·d. Throws for too few rows, unequal widths, numbers that are not finite and options out of range.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.option("blocks", options.blocks, atLeast: 2, metric: name)
        try FeatureCheck.pair(real: real, generated: generated, rows: 2, metric: name)
        return try evaluate(
            Tables(real: real, generated: generated), real: real, generated: generated, options: options)
    }

    /// The accuracy from ready tables of `real` and `generated`, with the interval that these features give.
    ///
    /// `blocks` are passes over the blocks of the same seed, where they were made already.
    public static func evaluate(
        _ tables: Tables, real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options(),
        blocks pairs: [PairStatistics]? = nil
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.option("blocks", options.blocks, atLeast: 2, metric: name)
        var result = try evaluate(tables)
        result.diagnostics.removeAll { $0.code == BlockInterval.omitted }
        guard options.interval else { return result }
        let blocks = BlockInterval(
            real: real.rows, generated: generated.rows, blocks: options.blocks, seed: options.seed)
        switch blocks.interval(
            around: result.value, pairs: pairs,
            fromPairs: { pairs in Tables(pairs).map { Accuracy($0).all } ?? result.value },
            fromRows: { realRows, generatedRows in
                let tables = Tables(real: real.rows(at: realRows), generated: generated.rows(at: generatedRows))
                return Accuracy(tables).all
            })
        {
        case .interval(let interval): result.interval = interval
        case .omitted(let diagnostic): result.diagnostics.append(diagnostic)
        }
        return result
    }

    /// The accuracy from ready tables, without an interval: the tables do not tell how the value varies.
    ///
    /// Throws for tables without rows or neighbours, and for tables of different rows.
    public static func evaluate(_ tables: Tables) throws(MetricError) -> MetricResult {
        let (n, m) = (tables.realToReal.queries, tables.generatedToGenerated.queries)
        for (rows, role) in [(n, "real"), (m, "generated")] where rows < 2 {
            throw .tooFewRows(metric: name, role: role, rows: rows, needed: 2)
        }
        for (table, rows, role) in [
            (tables.realToReal, n, "real to real"), (tables.realToGenerated, n, "real to generated"),
            (tables.generatedToGenerated, m, "generated to generated"),
            (tables.generatedToReal, m, "generated to real"),
        ] {
            guard table.count > 0 else {
                throw .invalidOption(
                    metric: name, option: "the neighbours of \(role)", value: "0", allowed: "at least 1")
            }
            guard table.queries == rows else {
                throw .invalidOption(
                    metric: name, option: "the rows of \(role)", value: "\(table.queries)", allowed: "\(rows)")
            }
        }
        let accuracy = Accuracy(tables)
        let null = Null(real: n, generated: m)
        var result = MetricResult(
            value: accuracy.all,
            null: MetricReference(value: null.all, basis: "exact for n = \(n), m = \(m) of one distribution"))
        result.parts["real"] = .number(accuracy.real)
        result.parts["generated"] = .number(accuracy.generated)
        result.parts["real_null"] = .number(null.real)
        result.parts["generated_null"] = .number(null.generated)
        result.parts["ties"] = .count(accuracy.ties)
        result.parts["p_value"] = .number(
            ClosestRecordShare.twoSided(
                accuracy.all - null.all, variance: null.variance(PooledGraph(tables)) / Double(n + m) / Double(n + m)))
        if accuracy.ties > 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "tied_distances", severity: accuracy.ties * 20 > n + m ? .warning : .note,
                    message: "\(accuracy.ties) of \(n + m) rows are equally far from both kinds and count half; exact "
                        + "copies of rows that come more than once do that."))
        }
        if n != m {
            result.diagnostics.append(
                Diagnostic(
                    code: "unequal_counts", severity: .note,
                    message: "\(n) real and \(m) generated rows: equal distributions score \(null.all), not one half."))
        }
        result.diagnostics.append(
            Diagnostic(
                code: BlockInterval.omitted, severity: .note,
                message:
                    "No interval: leave-one-out errors depend on each other; blocks of the features would give one."))
        return result
    }
}

extension OneNearestNeighbour {
    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { 2 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        demand.neighbours = max(demand.neighbours, 1)
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(
            try context.tables(), real: try context.real, generated: try context.generated,
            options: .init(interval: context.options.interval, seed: context.options.seed),
            blocks: try context.pairs().blocks)
    }
}
