public import GANNumerics
import OrderedCollections

/// The Fréchet distance between Gaussians fitted to two feature sets.
///
///     ‖μ_r − μ_g‖² + Tr(Σ_r + Σ_g − 2·(Σ_r^½ Σ_g Σ_r^½)^½)
///
/// In squared units of the features; 0 for equal moments, no upper bound, lower is better. It is called FID only where
/// the features are those of the Inception-v3 network of the paper.
///
/// Blind to everything beyond mean and covariance, and to copying. Its value depends on the sample sizes: finite samples
/// of equal distributions lie a positive distance apart, which `null` states (see `nullFloor`).
///
/// Source: Heusel et al. 2017, arXiv 1706.08500, equation 6. Differences from pytorch-fid: only symmetric matrices are
/// decomposed, so the root is never complex and nothing is added to the diagonal; equal moments give exactly 0; a value
/// that rounding makes negative is 0.
public enum FrechetDistance: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// The covariance's divisor: n − 1 as in pytorch-fid, or n as in StyleGAN's metrics.
        public var estimator: CovarianceEstimator
        /// Whether to compute an interval; it costs `2 · blocks` further distances.
        public var interval: Bool
        /// How many blocks a side the jackknife deletes in turn.
        public var blocks: Int
        /// Wider features get no interval.
        public var widestInterval: Int
        /// Matrices of a larger order than this are refused, before they are made: of order 8,192 each is 512 MB.
        public var largestOrder: Int
        /// Seeds the cut into blocks.
        public var seed: UInt64

        /// The distance by `estimator`, with an interval from `blocks` (at least 2) where features are at most `widestInterval` wide; the
        /// metric checks them and throws, also for matrices beyond `largestOrder`.
        public init(
            estimator: CovarianceEstimator = .unbiased, interval: Bool = true, blocks: Int = 20,
            widestInterval: Int = 256, largestOrder: Int = 8192, seed: UInt64 = 0
        ) {
            self.estimator = estimator
            self.interval = interval
            self.blocks = blocks
            self.widestInterval = widestInterval
            self.largestOrder = largestOrder
            self.seed = seed
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "frechet_distance"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Fréchet distance", section: .quality, direction: .lower, values: .init(0 ... .infinity),
        sees: "differences of mean and covariance: quality and variety together",
        blindTo: "everything beyond two moments, and copying; biased by sample size",
        paper: "Heusel et al. 2017, arXiv 1706.08500",
        needs: [.real],
        formula: "‖μ_r − μ_g‖² + Tr(Σ_r + Σ_g − 2·(Σ_r^½ Σ_g Σ_r^½)^½), of Gaussians fitted to both feature sets",
        reading:
            "Read it beside its null: finite samples of equal distributions lie that far apart. Values of other "
            + "sample counts, features or resize rules are not comparable. Copies of the training data make it better, "
            + "not worse. held_out_p_value says how often samples and held-out data that exchange their places at random lie as differently far from "
            + "the reference. It is FID only where the features are those of the Inception-v3 network of the paper.",
        references:
            "The null is the closed form for equal Gaussians with the real spectrum, where both sides have more rows "
            + "than columns, times what random halves of the real rows differ from it by, up to 256 columns. Wider "
            + "features keep the closed form, and a diagnostic says where their tails contradict it. The ceiling is "
            + "held-out data measured the same way.",
        uncertainty:
            "A delete-a-block jackknife of both sides, 20 blocks each, up to 256 columns. It tells how the value "
            + "varies at these sample sizes, not where more samples would bring it: 94 to 98 % in simulations. None where "
            + "it would hold the null, near which it is too wide, and none where few rows hold most of the fourth moments. Wider "
            + "features get none: use several generator seeds.",
        conventions:
            "Covariance over N − 1, as in pytorch-fid and torch-fidelity; StyleGAN divides by N. Only symmetric "
            + "matrices are decomposed, so nothing is complex, no epsilon is added, and equal sets give exactly 0.")

    /// The distance between feature sets `real` `[n, d]` and `generated` `[m, d]`, in float64.
    ///
    /// Both sides need two rows. The null is `nullFloor` with the real set's own spectrum, where n and m exceed d, corrected by
    /// halves of the real rows where intervals are computed and n is above 2·d. The
    /// interval is a delete-a-block jackknife of both sides (see `FrechetDistance+Interval.swift`): it tells how the value
    /// varies from sample to sample *at these sizes*, not where it would go with more samples. Where it would hold the null
    /// there is none (see `MetricResult.reachAtMost`).
    ///
    /// Cost (n + m)·d² + d³; with n or m at most d, products of the smaller side with itself replace the d × d root.
    /// Throws for too few rows, unequal widths, numbers that are not finite, and where the smaller of a side's rows and
    /// columns exceeds `largestOrder`.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.pair(real: real, generated: generated, rows: 2, metric: name)
        try FeatureCheck.option("blocks", options.blocks, atLeast: 2, metric: name)
        try checkOrder(max(real.rows, generated.rows), real.columns, largest: options.largestOrder, metric: name)
        var result: MetricResult
        if min(real.rows, generated.rows) > real.columns {
            result = try evaluate(real: Moments(of: real), generated: Moments(of: generated), options: options)
        } else {
            result = try evaluateWithGram(real: real, generated: generated, options: options)
        }
        result.diagnostics.removeAll { $0.code == Self.intervalOmitted }
        if options.interval {
            let realBlocks =
                real.columns <= options.widestInterval ? blockMoments(real, role: "real", options: options) : nil
            if let realBlocks, result.null != nil, real.rows / 2 > real.columns,
                let ratio = try nullRatio(
                    blocks: realBlocks, spectrum: try values(of: Moments(of: real).covariance(options.estimator)),
                    options: options)
            {
                correctNull(ratio: ratio, real: real.rows, generated: generated.rows, of: &result)
            } else {
                markNull(real, of: &result)
            }
            let outcome = try jackknife(
                real: real, realBlocks: realBlocks, generated: generated, around: result.value, options: options)
            switch outcome {
            case .interval(let interval): result.interval = interval
            case .omitted(let reason):
                result.diagnostics.append(Diagnostic(code: Self.intervalOmitted, severity: .note, message: reason))
            }
            if let null = result.null { result.omitInterval(near: null.value, of: "that of equal distributions") }
        }
        return result
    }

    static let intervalOmitted = "interval_omitted"

    /// Throws where the smaller of rows and columns, the order of the matrices to decompose, is above `largest`.
    static func checkOrder(_ rows: Int, _ columns: Int, largest: Int, metric: String) throws(MetricError) {
        guard min(rows, columns) <= largest else {
            throw .invalidOption(
                metric: metric, option: "the smaller of rows and columns", value: "\(min(rows, columns))",
                allowed: "at most \(largest); give features projected to fewer columns, or fewer rows")
        }
    }

    /// The distance between precomputed moments of equal width, each of at least two rows.
    ///
    /// As for features, but without an interval: moments alone do not tell how they vary.
    public static func evaluate(
        real: Moments, generated: Moments, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        let width = real.mean.count
        guard width == generated.mean.count else {
            throw .widthsDiffer(metric: name, real: width, generated: generated.mean.count)
        }
        for (moments, role) in [(real, "real"), (generated, "generated")] where moments.count < 2 {
            throw .tooFewRows(metric: name, role: role, rows: moments.count, needed: 2)
        }
        for (moments, role) in [(real, "real"), (generated, "generated")] {
            if let column = moments.mean.firstIndex(where: { !$0.isFinite }) {
                throw .nonFinite(metric: name, role: "\(role)'s mean", row: 0, column: column)
            }
            if let place = moments.scatter.firstNonFinite {
                throw .nonFinite(metric: name, role: "\(role)'s scatter", row: place.row, column: place.column)
            }
        }
        return try evaluate(
            real: GaussianStatistics(real, estimator: options.estimator),
            generated: GaussianStatistics(generated, estimator: options.estimator), options: options)
    }

    /// The distance alone, between covariances and means: what a jackknife replicate needs.
    static func distance(
        real: Moments, generated: Moments, estimator: CovarianceEstimator
    ) throws(MetricError) -> Double {
        let (realCovariance, generatedCovariance) = (real.covariance(estimator), generated.covariance(estimator))
        let root = try rootTrace(real: realCovariance, generated: generatedCovariance)
        let equal = real.mean == generated.mean && realCovariance == generatedCovariance
        return Terms(
            meanTerm: squaredDistance(real.mean, generated.mean), realTrace: trace(realCovariance),
            generatedTrace: trace(generatedCovariance), rootTrace: root, equal: equal
        ).distance
    }

    /// The parts of the formula.
    struct Terms {
        var meanTerm: Double
        var realTrace: Double
        var generatedTrace: Double
        /// Tr (Σ_r^½ Σ_g Σ_r^½)^½.
        var rootTrace: Double
        /// Whether the moments are equal to the last bit; rounding must not make a distance of them.
        var equal: Bool
        /// The eigenvalues of Σ_r that are not known to be zero, ascending.
        var realSpectrum: [Double] = []
        /// How many columns have no variance, on either side.
        var constantColumns = (real: 0, generated: 0)

        var covarianceTerm: Double { equal ? 0 : max(0, realTrace + generatedTrace - 2 * rootTrace) }
        var distance: Double { distance(rootTrace: rootTrace) }

        /// The distance with another trace of the root.
        func distance(rootTrace: Double) -> Double {
            equal ? 0 : max(0, meanTerm + realTrace + generatedTrace - 2 * rootTrace)
        }
    }

    /// The result without an interval; a side whose count is nil leaves the null open.
    static func result(
        _ terms: Terms, width: Int, real: Int?, generated: Int?, options: Options
    ) -> MetricResult {
        let spectrum = terms.realSpectrum.map { max($0, 0) }
        let largest = spectrum.last ?? 0
        // Below this an eigenvalue is rounding error of the decomposition.
        let rank = spectrum.count { $0 > Double(width) * .ulpOfOne * largest }
        var result = MetricResult(value: terms.distance)
        result.parts["mean_term"] = .number(terms.meanTerm)
        result.parts["covariance_term"] = .number(terms.covarianceTerm)
        let sum = spectrum.reduce(0, +)
        if sum > 0 {
            let scaled = spectrum.map { $0 / largest }
            let squares = scaled.reduce(0) { $0 + $1 * $1 }
            let total = scaled.reduce(0, +)
            result.parts["effective_dimension"] = .number(total * total / squares)
        }
        result.parts["real_rank"] = .count(rank)
        if rank == width, let smallest = spectrum.first, smallest > 0 {
            result.parts["real_condition"] = .number(largest / smallest)
        }
        addNull(terms, width: width, real: real, generated: generated, options: options, to: &result)
        addRankDiagnostics(terms, rank: rank, width: width, real: real, to: &result)
        return result
    }
}

extension FrechetDistance {
    /// What may be given without rows.
    public static var statistics: StatisticsUse { .ofBoth }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        let options = context.options.frechet
        switch (context.inputs.real, context.inputs.generated) {
        case (.statistics(let real), _):
            return try evaluate(real: real, generated: try generatedStatistics(context), options: options)
        case (.rows(let real), .statistics(let generated)):
            try FeatureCheck.single(real, role: "real", rows: 2, metric: name)
            return try evaluate(
                real: GaussianStatistics(Moments(of: real), estimator: options.estimator), generated: generated,
                options: options)
        default:
            var result = try evaluateRows(context, options)
            if let value = try heldOutPValue(context) { result.parts[heldOutPart] = .number(value) }
            return result
        }
    }

    private static func evaluateRows(_ context: MetricContext, _ options: Options) throws(MetricError) -> MetricResult {
        let (real, generated) = (try context.allReal, try context.generated)
        let isWide = real.columns > options.widestInterval || !options.interval
        guard isWide, min(real.rows, generated.rows) > real.columns, real.columns <= options.largestOrder else {
            return try evaluate(real: real, generated: generated, options: options)
        }
        // Held-out rows are compared with the same real ones; their moments are half of the work.
        var plain = options
        plain.interval = false
        var result = try evaluate(real: try context.realMoments(), generated: try context.moments(), options: plain)
        if options.interval {
            markNull(real, of: &result)
            result.diagnostics.append(tooWide(real.columns, options: options))
        }
        return result
    }

    private static func generatedStatistics(_ context: MetricContext) throws(MetricError) -> GaussianStatistics {
        if case .statistics(let statistics) = context.inputs.generated { return statistics }
        let (rows, options) = (try context.generated, context.options.frechet)
        try FeatureCheck.single(rows, role: "generated", rows: 2, metric: name)
        try checkOrder(rows.columns, rows.columns, largest: options.largestOrder, metric: name)
        return GaussianStatistics(try context.moments(), estimator: options.estimator)
    }

    /// What each row adds.
    public static func contributions(_ context: MetricContext) throws(MetricError) -> RowContributions? {
        RowContributions.frechetDistance(
            try context.frechetInfluence(), generated: try context.generated, reference: try context.allReal)
    }

    /// The scores by the derivative at the moments of both sets, which do not depend on which set a row is in.
    public static func compared(_ pair: ComparedPair) throws(MetricError) -> ComparedStatistic? {
        let influence = try pair.frechetInfluence()
        return .scores(
            first: influence.ofGenerated(try pair.first.generated),
            second: influence.ofGenerated(try pair.second.generated))
    }
}
