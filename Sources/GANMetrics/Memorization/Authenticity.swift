public import GANNumerics
import OrderedCollections
import RealModule

/// The share of samples that are not nearer to a training row than that row's own nearest neighbour.
///
///     1/m · Σ_j 1[ ‖y_j − x*‖ > NN_1(x*) ],   x* = the training row nearest to y_j
///
/// In 0…1. It must be read beside held-out data: independent samples of the real distribution do not score 1 but, by the
/// dimension, anything from 0.4 to 0.9. Well below the held-out value speaks for copying; a blurry generator is above it,
/// and hides copies behind that.
///
/// Source: Alaa et al. 2022, arXiv 2102.08921, section 3.3. Two public implementations look up the sample's index instead
/// of x*'s, and so pass a generator that replays training rows.
public enum Authenticity: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// The two-sided level of the intervals.
        public var level: Double

        /// Intervals at `level`, between 0 and 1; the metric checks it and throws.
        public init(level: Double = 0.95) { self.level = level }
    }

    /// Each sample's distance to its nearest training row, and that row's distance to its own nearest neighbour.
    public struct NearestTraining: Sendable, Equatable {
        /// ‖y_j − x*‖, `[m]`.
        public let distances: [Double]
        /// The index of x*, `[m]`.
        public let rows: [Int]
        /// NN_1(x*), `[m]`.
        public let neighbourDistances: [Double]

        /// Wraps distances that are already known; all three hold one element a sample.
        public init(distances: [Double], rows: [Int], neighbourDistances: [Double]) {
            precondition(
                distances.count == rows.count && rows.count == neighbourDistances.count,
                "\(distances.count) distances, \(rows.count) rows, \(neighbourDistances.count) neighbour distances")
            self.distances = distances
            self.rows = rows
            self.neighbourDistances = neighbourDistances
        }

        /// Completes a table of the samples' nearest rows of `training` `[n, d]`, n at least 2, with NN_1 of the rows
        /// that it names; cost (number of distinct rows)·n·d.
        public init(_ table: NeighbourTable, in training: Matrix<Float>) {
            precondition(
                table.count > 0 && training.rows > 1, "\(table.count) neighbours in \(training.rows) training rows")
            let rows = (0..<table.queries).map { table.index(query: $0, rank: 0) }
            let hit = Set(rows).sorted()
            // The row itself is among its two nearest, unless duplicates push it out; then the distance is 0 either way.
            let pairs = NearestNeighbours.search(queries: training.rows(at: hit), in: training, count: 2)
            var nearest: [Int: Double] = [:]
            for (query, row) in hit.enumerated() {
                let rank = pairs.index(query: query, rank: 0) == row ? 1 : 0
                nearest[row] = pairs.distance(query: query, rank: rank)
            }
            self.init(
                distances: (0..<table.queries).map { table.distance(query: $0, rank: 0) }, rows: rows,
                neighbourDistances: rows.map { nearest[$0, default: 0] })
        }

        /// Completes a table of the samples' nearest training rows with NN_1 of all training rows among themselves.
        public init(_ table: NeighbourTable, among training: NeighbourTable) {
            precondition(table.count > 0 && training.count > 0, "tables of no neighbours")
            let rows = (0..<table.queries).map { table.index(query: $0, rank: 0) }
            self.init(
                distances: (0..<table.queries).map { table.distance(query: $0, rank: 0) }, rows: rows,
                neighbourDistances: rows.map { training.distance(query: $0, rank: 0) })
        }

        /// Completes a table of the samples' nearest training rows with NN_1 of the rows that it names.
        init(_ table: NeighbourTable, spacing: [Int: Double]) {
            precondition(table.count > 0, "a table of no neighbours")
            let rows = (0..<table.queries).map { table.index(query: $0, rank: 0) }
            self.init(
                distances: (0..<table.queries).map { table.distance(query: $0, rank: 0) }, rows: rows,
                neighbourDistances: rows.map { spacing[$0, default: 0] })
        }

        /// Whether each sample is authentic, `[m]`.
        public var isAuthentic: [Bool] { zip(distances, neighbourDistances).map { $0 > $1 } }
    }

    /// The name in results, files and on the command line.
    public static let name = "authenticity"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Authenticity", section: .memorization, direction: .closerToNull, values: .init(0...1),
        sees: "samples nearer to a training row than its own nearest neighbour",
        blindTo: "copies made by a generator that is otherwise blurry",
        paper: "Alaa et al. 2022, arXiv 2102.08921",
        needs: [.real, .heldOut],
        formula: "share of samples y with ‖y − x*‖ > NN_1(x*), x* the training row nearest to y",
        reading:
            "Compare with held-out data and never with 1: honest samples score anything from 0.4 to 0.9, by the "
            + "dimension. Well below the held-out share speaks for copying, or for low spread: samples of a truncated "
            + "or collapsed generator lie where training rows are dense, and score as low. Blur raises it, and copies can "
            + "hide behind that.",
        references: "The null is the share of held-out real data, measured against the same training rows.",
        uncertainty:
            "Wilson's interval, given the training set. difference_interval, Newcombe's, is that of the difference "
            + "from held-out data.",
        conventions:
            "x* is the training row nearest to the sample. Two public implementations look up another row and pass a "
            + "generator that replays training data. AuthPct is 100 times this.")

    /// Authenticity of `generated` `[m, d]` against the rows of `training` `[n, d]` that the generator was trained on.
    ///
    /// Cost (n + m)·n·d at most. Throws for too few rows, unequal widths and numbers that are not finite.
    public static func evaluate(
        training: Matrix<Float>, generated: Matrix<Float>, heldOut: Matrix<Float>? = nil, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.single(training, role: "training", rows: 2, metric: name)
        func nearest(_ samples: Matrix<Float>, _ role: String) throws(MetricError) -> NearestTraining {
            guard samples.columns == training.columns else {
                throw .widthsDiffer(metric: name, real: training.columns, generated: samples.columns)
            }
            try FeatureCheck.single(samples, role: role, rows: 1, metric: name)
            return NearestTraining(NearestNeighbours.search(queries: samples, in: training, count: 1), in: training)
        }
        let samples = try nearest(generated, "generated")
        guard let heldOut else { return try evaluate(generated: samples, heldOut: nil, options: options) }
        return try evaluate(generated: samples, heldOut: try nearest(heldOut, "held-out"), options: options)
    }

    /// Authenticity from nearest training rows, with that of held-out data as the null.
    ///
    /// The training set is given, not drawn anew: about it the question is asked. Then samples are independent trials and
    /// Wilson's interval holds for the share among all samples of this generator. `difference` to the held-out share has
    /// Newcombe's interval.
    public static func evaluate(
        generated: NearestTraining, heldOut: NearestTraining? = nil, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.share("level", options.level, metric: name)
        let sides = [(generated, "generated")] + (heldOut.map { [($0, "held-out")] } ?? [])
        for (side, role) in sides where side.distances.isEmpty {
            throw .tooFewRows(metric: name, role: role, rows: 0, needed: 1)
        }
        let share = Share(generated, level: options.level)
        var result = MetricResult(
            value: share.value,
            interval: MetricInterval(
                low: share.low, high: share.high, level: options.level, method: "Wilson, given the training set"))
        result.parts["authentic"] = .count(share.hits)
        result.parts["exact_copies"] = .count(generated.distances.count { $0 == 0 })
        guard let heldOut else {
            result.diagnostics.append(
                Diagnostic(
                    code: "no_held_out",
                    message:
                        "Without held-out data this share says nothing: honest samples score from 0.4 to 0.9, not 1."))
            return result
        }
        let fresh = Share(heldOut, level: options.level)
        result.null = MetricReference(value: fresh.value, basis: "held-out data, \(heldOut.distances.count) rows")
        result.parts["held_out"] = .number(fresh.value)
        result.parts["held_out_interval"] = .interval(
            MetricInterval(
                low: fresh.low, high: fresh.high, level: options.level, method: "Wilson, given the training set"))
        let difference = share.value - fresh.value
        let below =
            ((share.value - share.low) * (share.value - share.low)
            + (fresh.high - fresh.value) * (fresh.high - fresh.value)).squareRoot()
        let above =
            ((share.high - share.value) * (share.high - share.value)
            + (fresh.value - fresh.low) * (fresh.value - fresh.low)).squareRoot()
        result.parts["difference"] = .number(difference)
        result.parts["difference_interval"] = .interval(
            MetricInterval(low: difference - below, high: difference + above, level: options.level, method: "Newcombe"))
        return result
    }

    /// The authentic share of one set, with its Wilson interval.
    private struct Share {
        var hits: Int
        var value: Double
        var low: Double
        var high: Double

        init(_ samples: NearestTraining, level: Double) {
            hits = samples.isAuthentic.count { $0 }
            value = Double(hits) / Double(samples.distances.count)
            let bounds = Statistics.wilsonInterval(successes: hits, trials: samples.distances.count, level: level)
            (low, high) = (min(value, bounds.low), max(value, bounds.high))
        }
    }
}

extension Authenticity {
    /// Of held-out rows, however many there are.
    public static var ceiling: CeilingRule { .meanOverRows }

    /// Nothing where nearest real rows are known: without held-out ones there is only no null.
    public static func missing(_ inputs: MetricInputs) -> String? {
        inputs.nearest == nil ? inputs.lack(of: entry.needs, statistics: .none) : nil
    }

    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { 2 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        demand.neighbours = max(demand.neighbours, 1)
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        let heldOut = try context.heldOutNearestReal()
        return try evaluate(
            generated: try nearest(try context.nearestReal(), context),
            heldOut: try heldOut.map { table throws(MetricError) in try nearest(table, context) })
    }

    private static func nearest(
        _ table: NeighbourTable, _ context: MetricContext
    ) throws(MetricError) -> NearestTraining {
        if let spacing = context.inputs.nearest?.spacing { return NearestTraining(table, spacing: spacing) }
        return NearestTraining(table, among: try context.tables().realToReal)
    }
}
