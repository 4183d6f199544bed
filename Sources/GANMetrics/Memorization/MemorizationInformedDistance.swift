public import GANNumerics
import OrderedCollections

/// The Fréchet distance, raised where samples point the same way as training rows.
///
///     FD / m,   m = mean_j min_i (1 − |cos(y_j, x_i)|),   m := 1 where the mean is τ or more
///
/// In squared units of the features; lower is better. The minimum runs from each *sample* over the training rows: a
/// generator that replays ten training rows then has m near 0. The other way round, as in torchmetrics, every training
/// row that was not copied votes for it.
///
/// It jumps at τ, and τ suits Inception features only: read `mean_distance` against held-out data's. Blind to copies
/// when FD is 0, and to a few copies among many samples.
///
/// Source: Bai et al. 2021, arXiv 2106.03062, section 3; τ = 0.1 as in torchmetrics. m is at least 1e-15, as in the Kaggle
/// competition's code, so that copies alone give a very large value and not infinity.
public enum MemorizationInformedDistance: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// τ: from this mean distance on nothing is held against the samples.
        public var threshold: Double
        /// The covariance's divisor of the Fréchet distance.
        public var estimator: CovarianceEstimator

        /// A penalty below a mean distance of `threshold`, above 0 and at most 1; the metric checks it and throws.
        public init(threshold: Double = 0.1, estimator: CovarianceEstimator = .unbiased) {
            self.threshold = threshold
            self.estimator = estimator
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "memorization_informed_distance"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Memorization-informed Fréchet distance", section: .memorization, direction: .lower,
        values: .init(0 ... .infinity),
        sees: "what the Fréchet distance sees, and samples that all point the way of some training row",
        blindTo:
            "copies where the Fréchet distance is 0, a few copies among many samples, and copies in other features",
        paper: "Bai et al. 2021, arXiv 2106.03062",
        formula:
            "FD/m; m = mean over samples of the least 1 - |cos| to a training row, or 1 where that mean is at least "
            + "0.1",
        reading:
            "Equal to the Fréchet distance unless samples are on average within 0.1 of a training row's direction; "
            + "then many times larger. Compare mean_distance with held-out data's: 0.1 suits Inception features only.",
        references: "Held-out data, measured the same way against the training rows; without them none.",
        uncertainty: "None: the quotient jumps at the threshold, and blocks of samples fall on both sides of it.",
        conventions:
            "From generated to training. torchmetrics goes from training to generated, which clears a generator "
            + "that replays a few rows. Rows of zeros have no direction and are left out.")

    /// The least m, so that the value stays finite.
    static let leastFactor = 1e-15

    /// The distance of `generated` `[m, d]` to `training` `[n, d]`, with that of `heldOut` as the null.
    ///
    /// Cost one float32 product of all pairs, m·n·d, and a Fréchet distance. Throws for fewer than two rows, unequal
    /// widths, numbers that are not finite and options out of range.
    public static func evaluate(
        training: Matrix<Float>, generated: Matrix<Float>, heldOut: Matrix<Float>? = nil, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.single(training, role: "training", rows: 2, metric: name)
        func measure(_ samples: Matrix<Float>, _ role: String) throws(MetricError) -> (MetricResult, NearestDirections)
        {
            guard samples.columns == training.columns else {
                throw .widthsDiffer(metric: name, real: training.columns, generated: samples.columns)
            }
            try FeatureCheck.single(samples, role: role, rows: 2, metric: name)
            let frechet = try FrechetDistance.evaluate(
                real: training, generated: samples, options: .init(estimator: options.estimator, interval: false))
            return (frechet, NearestDirections(of: samples, in: training))
        }
        let (distance, directions) = try measure(generated, "generated")
        guard let heldOut else {
            return try evaluate(frechetDistance: distance, directions: directions, options: options)
        }
        let (freshDistance, freshDirections) = try measure(heldOut, "held-out")
        return try evaluate(
            frechetDistance: distance, directions: directions, heldOutFrechetDistance: freshDistance,
            heldOutDirections: freshDirections, options: options)
    }

    /// The distance from a ready Fréchet distance and each sample's nearest direction among the training rows.
    ///
    /// Both for held-out data too give the null. Throws for a threshold out of range and a Fréchet distance that is not
    /// finite.
    public static func evaluate(
        frechetDistance: MetricResult, directions: NearestDirections, heldOutFrechetDistance: MetricResult? = nil,
        heldOutDirections: NearestDirections? = nil, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        guard options.threshold > 0, options.threshold <= 1 else {
            throw .invalidOption(
                metric: name, option: "threshold", value: "\(options.threshold)", allowed: "above 0 and at most 1")
        }
        let distance = frechetDistance.value
        // Divided by the least factor it must still be a number.
        guard distance >= 0, distance < .greatestFiniteMagnitude * leastFactor else {
            throw .nonFinite(metric: name, role: "the Fréchet distance", row: 0, column: 0)
        }
        let factor = Factor(directions, threshold: options.threshold)
        var result = MetricResult(
            value: distance / factor.divisor,
            diagnostics: frechetDistance.diagnostics.filter { $0.code != FrechetDistance.intervalOmitted })
        result.parts[FrechetDistance.name] = .number(distance)
        result.parts["mean_distance"] = .number(factor.mean)
        result.parts["factor"] = .number(factor.divisor)
        result.parts["parallel_samples"] = .count(directions.distances.count { $0 <= 1e-12 })
        result.diagnostics += factor.diagnostics(directions)
        result.diagnostics.append(
            Diagnostic(
                code: "interval_omitted", severity: .note,
                message: "No interval: the factor jumps where the mean cosine distance crosses \(options.threshold)."))
        if let fresh = heldOutFrechetDistance, let heldOutDirections {
            let freshFactor = Factor(heldOutDirections, threshold: options.threshold)
            let value = fresh.value / freshFactor.divisor
            if value.isFinite {
                result.null = MetricReference(value: value, basis: "held-out data")
                result.parts["held_out_mean_distance"] = .number(freshFactor.mean)
            }
            if freshFactor.divisor < 1 {
                result.diagnostics.append(
                    Diagnostic(
                        code: "threshold_too_high",
                        message: "Held-out data, too, have a mean cosine distance below \(options.threshold): in these "
                            + "features the threshold says nothing; compare the mean distances."))
            }
        }
        return result
    }

    /// m and where it comes from.
    private struct Factor {
        /// The mean of 1 − |cos|; 1 where no sample has a direction.
        var mean: Double
        /// What the Fréchet distance is divided by.
        var divisor: Double

        init(_ directions: NearestDirections, threshold: Double) {
            mean = directions.distances.isEmpty ? 1 : Statistics.mean(directions.distances)
            divisor = mean >= threshold ? 1 : max(mean, leastFactor)
        }

        func diagnostics(_ directions: NearestDirections) -> [Diagnostic] {
            var found: [Diagnostic] = []
            if mean <= leastFactor {
                found.append(
                    Diagnostic(
                        code: "all_samples_parallel",
                        message: "Every sample points exactly the way of a training row: the factor is its floor, "
                            + "\(leastFactor)."))
            }
            if directions.zeroSamples + directions.zeroRows > 0 {
                found.append(
                    Diagnostic(
                        code: "rows_without_direction",
                        message: "\(directions.zeroSamples) samples and \(directions.zeroRows) training rows are all "
                            + "zeros; they have no cosine and are left out."))
            }
            return found
        }
    }
}

extension MemorizationInformedDistance {
    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { 2 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        demand.directions = true
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        let distance = try context.result(of: FrechetDistance.self)
        let options = Options(estimator: context.options.covariance)
        // Fewer held-out rows than samples lie farther away; the matched value is held against them instead.
        guard let side = context.heldOutSide, side.count == context.count,
            let heldOut = try? side.result(of: FrechetDistance.self)
        else {
            return try evaluate(frechetDistance: distance, directions: try directions(context), options: options)
        }
        return try evaluate(
            frechetDistance: distance, directions: try directions(context), heldOutFrechetDistance: heldOut,
            heldOutDirections: try directions(side), options: options)
    }

    private static func directions(_ context: MetricContext) throws(MetricError) -> NearestDirections {
        if context.demand.directions, let found = NearestDirections(try context.pairs()) { return found }
        return NearestDirections(of: try context.generated, in: try context.real)
    }
}
