public import GANNumerics
import OrderedCollections

/// How much of the real data the samples reach, from the samples' core outwards.
///
///     1 − Σ_β |β − R_β| / Σ_β β,   R_β = 1/n · Σ_i 1[ ‖x_i − y*‖ ≤ NN_1(x_i) and ‖y* − c‖ ≤ r_β ],   y* = sample nearest to x_i
///
/// over 30 β from 0 to 1, where c is the mean of the samples, r_β the β-quantile of ‖y* − c‖ over the real rows, and NN_1
/// the distance to the nearest other real row. A perfect generator does not score 1: a fresh sample is nearer than the
/// nearest other real row with probability m/(n + m − 1) only, one half for equal counts. That is the null; it is exact
/// for `covered_share`, and the recall itself lies up to about 0.02 below, because rows far from the centre, which count
/// for fewer β, are reached by fewer but nearer samples.
///
/// Blind to bad samples beside good ones; copies raise it above its null.
///
/// Source: Alaa et al. 2022, arXiv 2102.08921, section 3.2, without the one-class embedding; r_β as in the authors' code,
/// which takes quantiles over the nearest samples and not over all.
public enum BetaRecall: Metric {
    /// The choices of `AlphaPrecision`.
    public typealias Options = AlphaPrecision.Options

    /// The name in results, files and on the command line.
    public static let name = "beta_recall"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Beta recall", section: .diversity, direction: .closerToNull, values: .init(0...1),
        sees: "real rows that no sample comes as near to as another real row does",
        blindTo: "bad samples beside good ones; copies raise it",
        paper: "Alaa et al. 2022, arXiv 2102.08921",
        formula: "1 - sum |beta - R_beta| / sum beta; R_beta: share of real rows whose nearest sample is within their "
            + "nearest real neighbour's distance and within the beta-quantile of such samples' distances from their mean",
        reading:
            "Near m/(n+m-1) for n real rows and m samples: as good as fresh data. Below: parts of the data are not "
            + "reached. Above: samples hug real rows, as copies do.",
        references: "The null is m/(n+m-1): the chance that one of m fresh samples is nearer than all n-1 other real "
            + "rows. It is exact for the covered share; the recall of fresh data lies slightly below.",
        uncertainty: "Disjoint blocks of both sets, from features: 94 to 96 % in simulations. Ready tables give no "
            + "interval.",
        conventions:
            "30 levels, Euclidean, no one-class embedding, NN_1, at most counts as within. Quantiles are taken "
            + "over each real row's nearest sample, as in the authors' code.")

    /// Beta recall of `real` `[n, d]`, n at least 2, by `generated` `[m, d]`, with an interval from disjoint blocks.
    ///
    /// Cost n·(n + m)·d. Throws for too few rows, unequal widths, numbers that are not finite and options out of range.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.option("levels", options.levels, atLeast: 2, metric: name)
        try FeatureCheck.option("blocks", options.blocks, atLeast: 2, metric: name)
        try FeatureCheck.single(real, role: "real", rows: 2, metric: name)
        try FeatureCheck.pair(real: real, generated: generated, rows: 1, metric: name)
        var result = result(Reach(real: real, generated: generated), real: real, generated: generated, options: options)
        let nearest = NearestNeighbours.search(
            queries: real, in: real, count: min(tiedNeighbours, real.rows - 1), excludingSameIndex: true)
        replaceTiedNull(nearest, real, options: options, in: &result)
        return result
    }

    /// Ties are looked for among this many nearest real rows.
    private static let tiedNeighbours = 5

    /// What halves of the real rows get, where distances tie.
    private static func replaceTiedNull(
        _ table: NeighbourTable, _ real: Matrix<Float>, options: Options, in result: inout MetricResult
    ) {
        guard options.interval, let exact = result.null?.value else { return }
        let share = TiedDistances.share(table)
        guard share >= TiedDistances.noticed else { return }
        let found = TiedDistances.overHalves(of: real, fewest: 2, seed: options.seed) {
            let (n, m) = (Double($0.rows), Double($1.rows))
            return [Reach(real: $0, generated: $1).curve(levels: options.levels).score / (m / (n + m - 1))]
        }
        if let found { TiedDistances.replace(by: min(1, found[0] * exact), share: share, in: &result) }
    }

    /// Beta recall from ready tables of `real` and `generated`, with the interval that these features give.
    ///
    /// - Parameters:
    ///   - realToReal: real rows among the other real rows, `[n, ≥1]`.
    ///   - realToGenerated: real rows among the samples, `[n, ≥1]`.
    ///   - blocks: passes over the blocks of the same seed, where they were made already.
    public static func evaluate(
        realToReal: NeighbourTable, realToGenerated: NeighbourTable, real: Matrix<Float>, generated: Matrix<Float>,
        options: Options = Options(), blocks pairs: [PairStatistics]? = nil
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.option("levels", options.levels, atLeast: 2, metric: name)
        try FeatureCheck.option("blocks", options.blocks, atLeast: 2, metric: name)
        let reach = Reach(realToReal, realToGenerated, centreDistances(of: generated))
        var result = result(reach, real: real, generated: generated, options: options, pairs: pairs)
        replaceTiedNull(realToReal, real, options: options, in: &result)
        return result
    }

    private static func result(
        _ reach: Reach, real: Matrix<Float>, generated: Matrix<Float>, options: Options,
        pairs: [PairStatistics]? = nil
    ) -> MetricResult {
        var result = result(reach, generated: generated.rows, options: options)
        guard options.interval else { return result }
        let blocks = BlockInterval(
            real: real.rows, generated: generated.rows, blocks: options.blocks, seed: options.seed)
        switch blocks.interval(
            around: result.value, pairs: pairs,
            fromPairs: { pairs in
                guard let own = pairs.realNeighbours, let across = pairs.realToGenerated else { return result.value }
                return Reach(own, across, centreDistances(of: pairs.generated)).curve(levels: options.levels).score
            },
            fromRows: { realRows, generatedRows in
                Reach(real: real.rows(at: realRows), generated: generated.rows(at: generatedRows))
                    .curve(levels: options.levels).score
            })
        {
        case .interval(let interval): result.interval = interval
        case .omitted(let diagnostic): result.diagnostics.append(diagnostic)
        }
        return result
    }

    /// Beta recall from ready tables, without an interval.
    ///
    /// - Parameters:
    ///   - realToReal: real rows among the other real rows, `[n, ≥1]`.
    ///   - realToGenerated: real rows among the samples, `[n, ≥1]`.
    ///   - generatedFromCentre: the samples' distances to their own mean, `[m]`; see `centreDistances`.
    public static func evaluate(
        realToReal: NeighbourTable, realToGenerated: NeighbourTable, generatedFromCentre: [Double],
        options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.option("levels", options.levels, atLeast: 2, metric: name)
        guard realToReal.queries > 0, realToReal.count > 0, realToGenerated.count > 0 else {
            throw .tooFewRows(metric: name, role: "real", rows: min(1, realToReal.queries), needed: 2)
        }
        guard realToReal.queries == realToGenerated.queries else {
            throw .invalidOption(
                metric: name, option: "the rows of real to generated", value: "\(realToGenerated.queries)",
                allowed: "\(realToReal.queries)")
        }
        if let row = generatedFromCentre.firstIndex(where: { !$0.isFinite }) {
            throw .nonFinite(metric: name, role: "generated's distances", row: row, column: 0)
        }
        let reach = Reach(realToReal, realToGenerated, generatedFromCentre)
        var result = result(reach, generated: generatedFromCentre.count, options: options)
        result.diagnostics.append(
            Diagnostic(
                code: BlockInterval.omitted, severity: .note,
                message: "No interval: neighbour tables do not tell how the value varies; features do."))
        return result
    }

    /// ‖y − c‖ of each row about the mean of all, `[m]`; m at least 1.
    public static func centreDistances(of rows: Matrix<Float>) -> [Double] {
        CentreDistance.distances(of: rows, from: CentreDistance.mean(of: rows))
    }

    /// For each real row whether its nearest sample is within NN_1, and how far that sample is from the samples' mean.
    private struct Reach {
        var covered: [Bool]
        var fromCentre: [Double]

        init(real: Matrix<Float>, generated: Matrix<Float>) {
            self.init(
                NearestNeighbours.search(queries: real, in: real, count: 1, excludingSameIndex: true),
                NearestNeighbours.search(queries: real, in: generated, count: 1), centreDistances(of: generated))
        }

        init(_ realToReal: NeighbourTable, _ realToGenerated: NeighbourTable, _ distances: [Double]) {
            covered = (0..<realToReal.queries).map {
                realToGenerated.distance(query: $0, rank: 0) <= realToReal.distance(query: $0, rank: 0)
            }
            fromCentre = (0..<realToReal.queries).map { distances[realToGenerated.index(query: $0, rank: 0)] }
        }

        func curve(levels count: Int) -> SupportCurve {
            let all = fromCentre.sorted()
            let reached = zip(covered, fromCentre).filter(\.0).map(\.1).sorted()
            let levels = SupportCurve.levels(count)
            return SupportCurve(
                levels: levels,
                shares: levels.map {
                    Double(SupportCurve.countAtMost(Statistics.quantile(ofSorted: all, $0), reached))
                        / Double(covered.count)
                })
        }
    }

    private static func result(_ reach: Reach, generated m: Int, options: Options) -> MetricResult {
        let curve = reach.curve(levels: options.levels)
        let n = reach.covered.count
        let covered = reach.covered.count { $0 }
        var result = MetricResult(
            value: curve.score,
            null: MetricReference(
                value: Double(m) / Double(n + m - 1),
                basis: "closed form of the covered share for n = \(n), m = \(m); the recall lies slightly below"))
        result.parts["covered_share"] = .number(Double(covered) / Double(n))
        result.parts["levels"] = .numbers(curve.levels)
        result.parts["curve"] = .numbers(curve.shares)
        if n != m {
            result.diagnostics.append(
                Diagnostic(
                    code: "unequal_counts", severity: .note,
                    message: "\(n) real and \(m) generated rows: the null is not one half."))
        }
        return result
    }
}

extension BetaRecall {
    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { 2 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        demand.neighbours = max(demand.neighbours, min(tiedNeighbours, sizes.real - 1, sizes.generated - 1), 1)
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        let tables = try context.tables()
        return try evaluate(
            realToReal: tables.realToReal, realToGenerated: tables.realToGenerated, real: try context.real,
            generated: try context.generated,
            options: .init(interval: context.options.interval, seed: context.options.seed),
            blocks: try context.pairs().blocks)
    }
}
