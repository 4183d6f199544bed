public import GANNumerics
import GANText
import OrderedCollections
import RealModule

/// How much nearer each sample is to its nearest training row than to the next ones.
///
///     ratio(y) = d_1/mean(d_1 … d_k),   d_i = distance of y to its i-th nearest training row
///
/// In 0…1 a sample; the value is the mean. Near 1 for honest samples in many dimensions (0.85 in 8), near 0 for a copy.
/// The ratio adapts to the local density, so blur does not hide a copy as it does from plain distances. The mean moves
/// little when few samples are copies; what tells is the tail against held-out data: `tail_share`, the share of samples
/// below the held-out's lowest percent.
///
/// Blind to copies of a training row that has near-duplicates in the training set, and to transformed copies.
///
/// Source: Carlini et al. 2023, arXiv 2301.13188, section 4.2, who scale the mean of the 50 nearest by ½ and set a threshold by
/// hand; held-out data set it here.
public enum DistanceRatio: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// k: how many training rows the mean is over, the nearest among them; at least 2.
        public var neighbours: Int
        /// The share of held-out data that the tail's threshold leaves below.
        public var tail: Double
        /// The two-sided level of the intervals.
        public var level: Double

        /// Ratios to `neighbours` (at least 2) training rows and a tail beyond `tail`, between 0 and 1 as `level` is; the metric checks them
        /// and throws.
        public init(neighbours: Int = 5, tail: Double = 0.01, level: Double = 0.95) {
            self.neighbours = neighbours
            self.tail = tail
            self.level = level
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "distance_ratio"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Distance ratio", section: .memorization, direction: .closerToNull, values: .init(0...1),
        sees: "samples far nearer to one training row than to the next ones",
        blindTo: "copies of rows that have near-duplicates, and transformed copies",
        paper: "Carlini et al. 2023, arXiv 2301.13188",
        needs: [.real, .heldOut],
        formula: "mean over samples of d_1/mean(d_1 … d_k), d_i the distance to the i-th nearest training row",
        reading:
            "Near 1 for honest samples in many dimensions and near 0 for a copy. Few copies hardly move the mean: "
            + "look at tail_share, the share of samples below the lowest percent of held-out data, and at "
            + "tail_p_value. It takes samples for independent: few distinct samples, made over and over, can look "
            + "like copies, as one that happens to lie near a training row counts each time.",
        references:
            "The null is the mean ratio of held-out real data. tail_null is exact for samples that are exchangeable "
            + "with them.",
        uncertainty:
            "Student's interval of the mean over samples, given the training set. tail_interval is "
            + "Clopper–Pearson's.",
        conventions:
            "k = 5. Carlini et al. take the 50 nearest, scale their mean by a half and set the threshold by hand; "
            + "held-out data set it here.")

    /// The ratio of `generated` `[m, d]` to the rows of `training` `[n, d]`, n at least k.
    ///
    /// Cost m·n·d and as much for held-out data. Throws for too few rows, unequal widths, numbers that are not finite
    /// and options out of range.
    public static func evaluate(
        training: Matrix<Float>, generated: Matrix<Float>, heldOut: Matrix<Float>? = nil, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.option("neighbours", options.neighbours, atLeast: 2, metric: name)
        try FeatureCheck.single(training, role: "training", rows: options.neighbours, metric: name)
        func table(_ samples: Matrix<Float>, _ role: String) throws(MetricError) -> NeighbourTable {
            guard samples.columns == training.columns else {
                throw .widthsDiffer(metric: name, real: training.columns, generated: samples.columns)
            }
            try FeatureCheck.single(samples, role: role, rows: 1, metric: name)
            return NearestNeighbours.search(queries: samples, in: training, count: options.neighbours)
        }
        let samples = try table(generated, "generated")
        guard let heldOut else { return try evaluate(generated: samples, heldOut: nil, options: options) }
        return try evaluate(generated: samples, heldOut: try table(heldOut, "held-out"), options: options)
    }

    /// The ratio from tables of each sample's nearest training rows, at least k of them, with that of held-out data as null.
    ///
    /// The training set is given. The value's interval is Student's for a mean over samples. The tail's threshold is an
    /// order statistic of the held-out ratios, the j-th of h; a sample exchangeable with held-out data lies below it with
    /// probability exactly j/(h + 1), which is `tail_null`. `tail_p_value` is the exact probability of so many samples or more
    /// below it (negative hypergeometric), `tail_interval` Clopper–Pearson's for the share below that threshold; both count samples
    /// that repeat each other once, as `independent_samples` says.
    public static func evaluate(
        generated: NeighbourTable, heldOut: NeighbourTable? = nil, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.option("neighbours", options.neighbours, atLeast: 2, metric: name)
        try FeatureCheck.share("tail", options.tail, metric: name)
        try FeatureCheck.share("level", options.level, metric: name)
        let sides = [(generated, "generated")] + (heldOut.map { [($0, "held-out")] } ?? [])
        for (table, role) in sides {
            guard table.queries > 0 else { throw .tooFewRows(metric: name, role: role, rows: 0, needed: 1) }
            guard table.count >= options.neighbours else {
                throw .invalidOption(
                    metric: name, option: "neighbours", value: "\(options.neighbours)",
                    allowed: "at most the \(table.count) that \(role) rows have")
            }
        }
        let ratios = ratios(of: generated, neighbours: options.neighbours)
        let mean = Statistics.mean(ratios)
        let below = ratios.count { $0 < 0.5 }
        var result = MetricResult(value: mean)
        if ratios.count > 1 {
            let reach =
                Statistics.studentQuantile(0.5 + options.level / 2, degrees: Double(ratios.count - 1))
                * Statistics.standardDeviation(ratios) / Double(ratios.count).squareRoot()
            result.interval = MetricInterval(
                low: max(0, mean - reach), high: max(mean, min(1, mean + reach)), level: options.level,
                method: "Student, given the training set")
        }
        result.parts["min"] = .number(ratios.min() ?? 0)
        result.parts["share_below_half"] = .number(Double(below) / Double(ratios.count))
        let duplicated = (0..<generated.queries).count {
            generated.distance(query: $0, rank: options.neighbours - 1) == 0
        }
        if duplicated > 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "duplicated_training_rows",
                    message:
                        "\(duplicated) samples equal \(options.neighbours) training rows each; their ratio counts as 0."
                ))
        }
        guard let heldOut else {
            result.diagnostics.append(
                Diagnostic(
                    code: "no_held_out",
                    message: "Without held-out data there is no telling which ratio is too small for an honest sample.")
            )
            return result
        }
        addTail(
            ratios, heldOut: Self.ratios(of: heldOut, neighbours: options.neighbours),
            independent: independentCount(of: generated, beside: heldOut), to: &result, options: options)
        return result
    }

    /// d_1/mean(d_1 … d_k) of each query, `[m]`; 0 where all k distances are 0.
    public static func ratios(of table: NeighbourTable, neighbours: Int = 5) -> [Double] {
        precondition(neighbours >= 1 && neighbours <= table.count, "\(neighbours) of \(table.count) neighbours")
        return (0..<table.queries).map { query in
            let nearest = table.distances[query * table.count..<query * table.count + neighbours]
            // Scaling by the largest first keeps the sum in range.
            guard let first = nearest.first, let last = nearest.last, last > 0 else { return 0 }
            return min(1, first / last / (nearest.reduce(0) { $0 + $1 / last } / Double(neighbours)))
        }
    }

    /// How many of the samples count as drawn independently of each other: m where they meet in their nearest training rows as rarely
    /// as held-out rows do, fewer where they repeat.
    ///
    ///     m/(1 + (m − 1) · e), e = max(0, q_samples − 2 · q_held-out)
    ///
    /// q is the share of the pairs of a set with the same nearest training row: m samples of K different images have q ≈ 1/K, and
    /// tell as much as K samples.
    static func independentCount(of samples: NeighbourTable, beside heldOut: NeighbourTable) -> Int {
        func meeting(_ table: NeighbourTable) -> Double {
            guard table.queries > 1 else { return 0 }
            var counts: [Int: Int] = [:]
            for query in 0..<table.queries { counts[table.index(query: query, rank: 0), default: 0] += 1 }
            // Counts are whole numbers: their sum does not depend on the dictionary's order.
            let pairs = counts.values.reduce(0) { $0 + $1 * ($1 - 1) }
            return Double(pairs) / (Double(table.queries) * Double(table.queries - 1))
        }
        let excess = max(0, meeting(samples) - 2 * meeting(heldOut))
        let count = Double(samples.queries)
        return max(1, Int(saturating: (count / (1 + (count - 1) * excess)).rounded()))
    }

    /// `independent` is how many of the ratios count as drawn independently: p-value and interval are those of so many.
    private static func addTail(
        _ ratios: [Double], heldOut: [Double], independent: Int, to result: inout MetricResult, options: Options
    ) {
        let fresh = heldOut.sorted()
        let rank = min(fresh.count, max(1, Int(saturating: options.tail * Double(fresh.count + 1))))
        let threshold = fresh[rank - 1]
        let below = ratios.count { $0 < threshold }
        let share = Double(below) / Double(ratios.count)
        // Rounded down: repetition must not make copying of chance.
        let told = independent == ratios.count ? below : Int(saturating: share * Double(independent))
        let bounds = Statistics.clopperPearsonInterval(successes: told, trials: independent, level: options.level)
        result.null = MetricReference(value: Statistics.mean(heldOut), basis: "held-out data, \(heldOut.count) rows")
        result.parts["tail_share"] = .number(share)
        result.parts["tail_interval"] = .interval(
            MetricInterval(
                low: min(share, bounds.low), high: max(share, bounds.high), level: options.level,
                method: "Clopper–Pearson, given the threshold"
            ))
        result.parts["tail_null"] = .number(Double(rank) / Double(fresh.count + 1))
        result.parts["tail_threshold"] = .number(threshold)
        result.parts["tail_p_value"] = .number(
            tailProbability(told, of: independent, rank: rank, among: fresh.count))
        result.parts["independent_samples"] = .count(independent)
        if independent < ratios.count / 2 {
            result.diagnostics.append(
                Diagnostic(
                    code: "repeated_samples",
                    message:
                        "The samples repeat each other and tell as much as \(independent) different ones: the test of the tail "
                        + "counts them as so many."))
        }
        result.parts["held_out_min"] = .number(fresh[0])
        if Double(fresh.count + 1) * options.tail < 1 {
            result.diagnostics.append(
                Diagnostic(
                    code: "few_held_out_rows", severity: .note,
                    message:
                        "\(fresh.count) held-out rows are too few for a tail of \(options.tail); their smallest ratio is "
                        + "the threshold."))
        }
    }

    /// P(T ≥ count), where T is how many of `samples` lie below the `rank`-th smallest of `others` when all are exchangeable.
    ///
    ///     P(T = t) = C(t + j − 1, t) · C(m − t + h − j, m − t)/C(m + h, m)
    static func tailProbability(_ count: Int, of samples: Int, rank: Int, among others: Int) -> Double {
        if count <= 0 { return 1 }
        func logChoose(_ n: Int, _ k: Int) -> Double {
            .logGamma(Double(n + 1)) - .logGamma(Double(k + 1)) - .logGamma(Double(n - k + 1))
        }
        let all = logChoose(samples + others, samples)
        let sum = (count...samples).reduce(0.0) { sum, t in
            sum + .exp(logChoose(t + rank - 1, t) + logChoose(samples - t + others - rank, samples - t) - all)
        }
        return min(1, sum)
    }
}

extension DistanceRatio {
    /// Of held-out rows, however many there are.
    public static var ceiling: CeilingRule { .meanOverRows }

    /// Nothing where nearest real rows are known: without held-out ones there is only no null.
    public static func missing(_ inputs: MetricInputs) -> String? {
        guard let nearest = inputs.nearest else { return inputs.lack(of: entry.needs, statistics: .none) }
        return nearest.generated.count < 2 ? "needs two real rows" : nil
    }

    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { Options().neighbours + 1 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        demand.neighbours = max(demand.neighbours, min(Options().neighbours, sizes.real - 1, sizes.generated - 1))
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        let generated = try context.nearestReal()
        return try evaluate(
            generated: generated, heldOut: try context.heldOutNearestReal(),
            options: .init(neighbours: min(Options().neighbours, generated.count)))
    }
}
