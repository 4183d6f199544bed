public import GANNumerics
import OrderedCollections

/// The share of samples that are nearer to the training data than to held-out data.
///
///     1/m · Σ_j ( 1[d_j < h_j] + ½·1[d_j = h_j] ),   d_j, h_j = distance of y_j to its nearest training, held-out row
///
/// In 0…1. A generator that does not depend on *which* rows were trained on has the mean n/(n + h) for n training and h
/// held-out rows, exactly and in any dimension: one half only for sets of equal size. So the larger set is drawn down to
/// the smaller one's size, without replacement, unless `Options.matched` is off. Above the null speaks for copying; below
/// it there is no harm.
///
/// Blind to quality: a generator of noise has the null's share.
///
/// Source: the "distance to closest record" share of tabular data (Platzer and Reutterer 2021, arXiv 2104.00635, section 3);
/// the score is that of sdmetrics' DCRBaselineProtection. Differences: sdmetrics only warns of unequal sizes, and counts a
/// tie as not nearer to training.
public enum ClosestRecordShare: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// Whether the larger of the two real sets is drawn down to the size of the smaller one.
        public var matched: Bool
        /// The two-sided level of the interval.
        public var level: Double
        /// Seeds the draw.
        public var seed: UInt64

        /// Shares of sets of equal sizes unless told otherwise, with an interval at `level`, between 0 and 1; the metric checks it and throws.
        public init(matched: Bool = true, level: Double = 0.95, seed: UInt64 = 0) {
            self.matched = matched
            self.level = level
            self.seed = seed
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "distance_to_closest_record_share"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Distance to closest record", section: .memorization, direction: .closerToNull,
        values: .init(0...1),
        sees: "samples that are systematically nearer to training rows than to held-out rows",
        blindTo: "quality and variety, and copies of few rows among many honest samples",
        paper: "Platzer and Reutterer 2021, arXiv 2104.00635",
        needs: [.real, .heldOut],
        formula:
            "share of samples whose nearest training row is nearer than their nearest held-out row; ties count half",
        reading: "One half: the training rows are no nearer than rows that were never seen. Well above: the generator "
            + "leans on its training rows. The score is min((1 - share)/(1 - null), 1).",
        references:
            "The null is n/(n + h) for n training and h held-out rows, exactly, for any dimension and generator "
            + "that does not depend on which rows were trained on.",
        uncertainty:
            "Wilson's interval, given both real sets, for independent samples. The p-value permutes which rows "
            + "are training: it needs no independence of the samples.",
        conventions: "The larger real set is drawn down to the smaller one's size with a seed; sdmetrics only warns. "
            + "Ties count half; sdmetrics counts them as not nearer to training.")

    /// The share among `generated` `[m, d]` for `training` `[n, d]` and `heldOut` `[h, d]`.
    ///
    /// Cost m·(n + h)·d, or twice the smaller when sizes are matched. Throws for an empty set, unequal widths and numbers
    /// that are not finite.
    public static func evaluate(
        training: Matrix<Float>, heldOut: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        for (rows, role) in [(training, "training"), (heldOut, "held-out"), (generated, "generated")] {
            guard rows.columns == training.columns else {
                throw .widthsDiffer(metric: name, real: training.columns, generated: rows.columns)
            }
            try FeatureCheck.single(rows, role: role, rows: 1, metric: name)
        }
        let kept = keptRows(training: training.rows, heldOut: heldOut.rows, options: options)
        func nearest(_ rows: Matrix<Float>, _ kept: [Int]?) -> NeighbourTable {
            NearestNeighbours.search(queries: generated, in: kept.map { rows.rows(at: $0) } ?? rows, count: 1)
        }
        return try evaluate(
            toTraining: nearest(training, kept.training), trainingRows: kept.training?.count ?? training.rows,
            toHeldOut: nearest(heldOut, kept.heldOut), heldOutRows: kept.heldOut?.count ?? heldOut.rows,
            options: options)
    }

    /// The rows that matching keeps of each set, ascending; nil where the set is kept whole.
    ///
    /// Whoever makes the tables searches these rows. The draw depends on the sizes and the seed alone.
    public static func keptRows(
        training: Int, heldOut: Int, options: Options = Options()
    ) -> (training: [Int]?, heldOut: [Int]?) {
        guard options.matched, training != heldOut else { return (nil, nil) }
        var generator = SeededGenerator(seed: options.seed).split(name)
        let drawn = generator.sample(min(training, heldOut), below: max(training, heldOut)).sorted()
        return training > heldOut ? (drawn, nil) : (nil, drawn)
    }

    /// The share from each sample's nearest row among `trainingRows` training and among `heldOutRows` held-out rows.
    ///
    /// The tables answer the same samples in the same order, with at least one neighbour each; sizes that differ are not
    /// matched here any more, and the null is n/(n + h). Throws for tables of different samples and an empty set.
    ///
    /// `p_value` is two-sided: under the null the labels "training" and "held-out" are exchangeable over the pooled real
    /// rows. Given which row is nearest to which sample, the share's variance over all labellings is
    ///
    ///     p(1 − p)·N/(N − 1)·( Σ_r c_r² − m²/N )/m²,   N = n + h,  p = n/N,  c_r = samples whose nearest row is r
    ///
    /// and the share is compared with a normal variable of this variance. Samples that share a row thus count little more
    /// than one sample.
    public static func evaluate(
        toTraining: NeighbourTable, trainingRows: Int, toHeldOut: NeighbourTable, heldOutRows: Int,
        options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.share("level", options.level, metric: name)
        for (rows, table, role) in [(trainingRows, toTraining, "training"), (heldOutRows, toHeldOut, "held-out")] {
            guard rows > 0, table.count > 0 else {
                throw .tooFewRows(metric: name, role: role, rows: min(rows, table.count), needed: 1)
            }
        }
        guard toTraining.queries > 0 else {
            throw .tooFewRows(metric: name, role: "generated", rows: 0, needed: 1)
        }
        guard toTraining.queries == toHeldOut.queries else {
            throw .invalidOption(
                metric: name, option: "the held-out table's number of samples", value: "\(toHeldOut.queries)",
                allowed: "the training table's, \(toTraining.queries)")
        }
        let counts = Counts(toTraining: toTraining, toHeldOut: toHeldOut)
        let samples = Double(counts.samples)
        let share = (Double(counts.nearer) + Double(counts.tied) / 2) / samples
        let null = Double(trainingRows) / Double(trainingRows + heldOutRows)
        let bounds = Statistics.wilsonInterval(share: share, trials: samples, level: options.level)
        var result = MetricResult(
            value: share,
            interval: MetricInterval(
                low: bounds.low, high: bounds.high, level: options.level, method: "Wilson, given both real sets"),
            null: MetricReference(
                value: null, basis: "exact for \(trainingRows) training and \(heldOutRows) held-out rows"))
        result.parts["score"] = .number(min((1 - share) / (1 - null), 1))
        result.parts["nearer_to_training"] = .count(counts.nearer)
        result.parts["ties"] = .count(counts.tied)
        result.parts["exact_copies"] = .count(counts.copies)
        result.parts["training_rows"] = .count(trainingRows)
        result.parts["held_out_rows"] = .count(heldOutRows)
        let variance = counts.permutationVariance(null: null, pooled: Double(trainingRows + heldOutRows))
        result.parts["p_value"] = .number(twoSided(share - null, variance: variance))
        if counts.tied > 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "tied_distances", severity: counts.tied * 20 > counts.samples ? .warning : .note,
                    message:
                        "\(counts.tied) of \(counts.samples) samples are equally far from both sets and count half: "
                        + "the sets may share rows."))
        }
        if trainingRows != heldOutRows {
            result.diagnostics.append(
                Diagnostic(
                    code: "unequal_counts", severity: .note,
                    message: "\(trainingRows) training and \(heldOutRows) held-out rows: the null is not one half."))
        }
        return result
    }
}

extension ClosestRecordShare {
    /// None: the metric itself holds samples against held-out rows.
    public static var ceiling: CeilingRule { .none }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        guard let heldOut = context.heldOut else {
            throw .tooFewRows(metric: name, role: "held-out", rows: 0, needed: 1)
        }
        let (training, generated) = (try context.real, try context.generated)
        let options = Options(seed: context.options.seed)
        let kept = keptRows(training: training.rows, heldOut: heldOut.rows, options: options)
        // Where other metrics asked for neighbours and all training rows take part, half of the search is done.
        guard kept.training == nil, context.demand.neighbours > 0 else {
            return try evaluate(training: training, heldOut: heldOut, generated: generated, options: options)
        }
        let rows = kept.heldOut.map { heldOut.rows(at: $0) } ?? heldOut
        return try evaluate(
            toTraining: try context.nearestReal(), trainingRows: training.rows,
            toHeldOut: NearestNeighbours.search(queries: generated, in: rows, count: 1), heldOutRows: rows.rows,
            options: options)
    }
}
