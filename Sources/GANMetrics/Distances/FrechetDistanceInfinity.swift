public import GANNumerics
import OrderedCollections

/// The Fréchet distance extrapolated to infinitely many generated samples.
///
///     FD_n = FD_∞ + b/n:   the intercept of an ordinary least-squares line through (1/n_k, FD of the first n_k samples)
///
/// In squared units of the features, (−∞, ∞), lower is better. The distance is biased upwards by about b/n, with a b that
/// differs between generators, so distances at one finite n do not rank them fairly; the intercept removes the first
/// order of that bias. Only the generated side is extrapolated, as in the paper: what the real set's finite size
/// adds is the same for all generators and stays (see `evaluate` for its null).
///
/// Blind to everything beyond two moments, and to copying.
///
/// Source: Chong and Forsyth 2020, arXiv 1911.07023, section 4. Differences from its reference implementation: subsets are
/// nested prefixes of one seeded permutation instead of fifteen separate draws from the samples, and sizes and seed are
/// part of the result.
public enum FrechetDistanceInfinity: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// How default sizes are spaced from the smallest to all rows.
        public enum Spacing: String, Sendable, CaseIterable {
            /// Evenly in n, as the reference implementation does.
            case rows
            /// Evenly in 1/n: most sizes are then small ones.
            case reciprocal
        }
        /// Which rows a prefix of n holds.
        public enum Order: String, Sendable, CaseIterable {
            /// The first n of a seeded permutation.
            case seeded
            /// The first n of the file; right only where the file is in random order.
            case file
        }

        /// Sizes to measure at; nil for `points` sizes from the smallest to all rows.
        public var sizes: [Int]?
        /// How many sizes; nil for 15, and for 6 above 1,024 columns, where each costs a second.
        ///
        /// Prefixes share rows, so more of them add little: in a simulation (d = 16, m = 1,500, 150 repeats) the intercept's
        /// standard deviation was 0.0730 with 15 sizes, 0.0733 with 8 and 0.0738 with 5.
        public var points: Int?
        /// How the sizes lie between the smallest and the whole.
        public var spacing: Spacing
        /// Which rows make up the first n.
        public var order: Order
        /// The covariance's divisor.
        public var estimator: CovarianceEstimator
        /// Whether to compute an interval; it costs `2 · blocks` further extrapolations.
        public var interval: Bool
        /// How many blocks a side the jackknife deletes in turn.
        public var blocks: Int
        /// Wider features get no interval.
        public var widestInterval: Int
        /// Matrices of a larger order than this are refused, before they are made.
        public var largestOrder: Int
        /// Seeds the permutation and the cut into blocks.
        public var seed: UInt64

        /// Distances at `sizes`, two or more from 2 to the number of generated rows, or at `points` (2 to 1,000) sizes; the interval is
        /// from `blocks` (at least 2).
        ///
        /// The metric checks them and throws, also for matrices beyond `largestOrder`.
        public init(
            sizes: [Int]? = nil, points: Int? = nil, spacing: Spacing = .rows, order: Order = .seeded,
            estimator: CovarianceEstimator = .unbiased, interval: Bool = true, blocks: Int = 20,
            widestInterval: Int = 64, largestOrder: Int = 8192, seed: UInt64 = 0
        ) {
            self.sizes = sizes
            self.points = points
            self.spacing = spacing
            self.order = order
            self.estimator = estimator
            self.interval = interval
            self.blocks = blocks
            self.widestInterval = widestInterval
            self.largestOrder = largestOrder
            self.seed = seed
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "frechet_distance_infinity"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Fréchet distance, extrapolated", section: .quality, direction: .lower,
        values: .init(-.infinity ... .infinity),
        sees: "differences of mean and covariance, without most of the bias of a finite number of samples",
        blindTo: "everything beyond two moments, and copying; it is noisier than the distance itself",
        paper: "Chong and Forsyth 2020, arXiv 1911.07023",
        formula:
            "The intercept of a least-squares line through (1/n, Fréchet distance of the first n samples) at several sizes",
        reading: "Compares generators whose distances are biased by different amounts, or that have different sample "
            + "counts. Close to zero it can be negative. Where the smallest size is not several times the number of "
            + "features, the line is curved and the intercept is off.",
        references:
            "The null is the closed form of what the real set's own finite size adds for equal Gaussians; it is "
            + "not 0, because only the generated side is extrapolated.",
        uncertainty:
            "Delete-a-block jackknife of the whole extrapolation, up to 64 features: 94 to 98 % in simulations. None where "
            + "it would hold the null, near which it is too wide. The scatter around the line is no standard error, because "
            + "prefixes share rows.",
        conventions:
            "15 sizes (6 above 1,024 columns) evenly spaced in n from min(5000, a tenth of the rows), but at least "
            + "twice the number of features where there are rows for it, to all rows. Subsets are nested prefixes of one seeded permutation; "
            + "the paper's code draws them separately, and only from 5,000 up.")

    /// The extrapolated distance between feature sets `real` `[n, d]` and `generated` `[m, d]`.
    ///
    /// Sizes are `options.sizes`, or 15 (6 above 1,024 columns) evenly spaced in n from min(5000, m/10) to m. Where 2d or 50
    /// is more, that is the smallest size, up to m/2: below about two samples for each dimension the distance is not linear in 1/n, and the
    /// intercept of equal Gaussians was off by 45 %, 18 % and 8 % of its null from d/2, d and 2d in a simulation with
    /// d = 64 and m = 320. The intercept can be negative; it is not clamped.
    ///
    /// Equal Gaussians do not extrapolate to 0: the real set's own sampling error remains. The null is that part of
    /// `FrechetDistance.nullFloor`, Tr Σ/n + ½ Σ_ij λ_iλ_j(1+δ_ij)/(λ_i+λ_j)/(n−1), where all sizes and n exceed d.
    ///
    /// Generated rows are projected once onto a factor of the real covariance; each size then costs the covariance of a
    /// prefix, accumulated over disjoint slices, and one decomposition without eigenvectors: in all (n + 2m)·d² + 15·d³. A
    /// prefix of at most d rows costs its Gram matrix instead. At most 256 MB of matrices wait to be decomposed. The same
    /// bytes for any thread count.
    ///
    /// Throws for fewer than two real or four generated rows, unequal widths, numbers that are not finite, sizes outside
    /// 2...m or fewer than two different ones, and where the smaller of a side's rows and columns exceeds `largestOrder`.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.pair(real: real, generated: generated, rows: 2, metric: name)
        try FeatureCheck.option("blocks", options.blocks, atLeast: 2, metric: name)
        try FrechetDistance.checkOrder(
            max(real.rows, generated.rows), real.columns, largest: options.largestOrder, metric: name)
        let sizes = try sizes(rows: generated.rows, width: real.columns, options: options)
        let order = rowOrder(count: generated.rows, options: options)
        var result = try extrapolation(
            reference: Reference(real, estimator: options.estimator), generated: generated, order: order, sizes: sizes,
            options: options)
        if options.interval {
            switch try jackknife(
                real: real, generated: generated, order: order, sizes: sizes, around: result.value, options: options)
            {
            case .interval(let interval): result.interval = interval
            case .omitted(let reason): result.diagnostics.append(omitted(reason))
            }
            if let null = result.null { result.omitInterval(near: null.value, of: "that of equal distributions") }
        }
        return result
    }

    /// The extrapolated distance between a Gaussian given by its statistics and features `generated` `[m, d]`.
    ///
    /// As for features, but without an interval, and with a null only where the statistics' count is known. Throws also for
    /// statistics that are none (see `FrechetDistance.evaluate`).
    public static func evaluate(
        real: GaussianStatistics, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try real.validate(role: "real", metric: name)
        try FeatureCheck.single(generated, role: "generated", rows: 2, metric: name)
        guard real.mean.count == generated.columns else {
            throw .widthsDiffer(metric: name, real: real.mean.count, generated: generated.columns)
        }
        let width = generated.columns
        try FrechetDistance.checkOrder(width, width, largest: options.largestOrder, metric: name)
        var result = try extrapolation(
            reference: Reference(real), generated: generated, order: rowOrder(count: generated.rows, options: options),
            sizes: sizes(rows: generated.rows, width: width, options: options), options: options)
        if options.interval {
            result.diagnostics.append(
                omitted("Statistics alone do not tell how the distance varies; give the real features for an interval.")
            )
        }
        return result
    }

    private static func omitted(_ reason: String) -> Diagnostic {
        Diagnostic(code: FrechetDistance.intervalOmitted, severity: .note, message: reason)
    }

    /// The result without an interval.
    private static func extrapolation(
        reference: Reference, generated: Matrix<Float>, order: [Int], sizes: [Int], options: Options
    ) throws(MetricError) -> MetricResult {
        let (distances, realSpectrum) = try prefixDistances(
            reference: reference, generated: generated, order: order, sizes: sizes, estimator: options.estimator)
        if let least = realSpectrum.first, let largest = realSpectrum.last, least < -1e-6 * largest {
            throw .invalidOption(
                metric: name, option: "real's covariance", value: "indefinite",
                allowed: "a positive semidefinite matrix, as every covariance is")
        }
        let line = Line(sizes: sizes, distances: distances)
        guard line.intercept.isFinite, line.slope.isFinite else {
            throw .decompositionFailed(metric: name, reason: "the features' size exceeds the range of float64")
        }
        var result = MetricResult(value: line.intercept)
        result.parts["sizes"] = .counts(sizes)
        result.parts["distances"] = .numbers(distances)
        result.parts["slope"] = .number(line.slope)
        result.parts["distance_at_largest"] = .number(distances[distances.count - 1])
        result.parts["largest_residual"] = .number(line.largestResidual)
        addNull(
            realSpectrum: realSpectrum, real: reference.count, width: generated.columns, smallest: sizes[0],
            options: options, to: &result)
        if line.intercept < 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "negative_extrapolation", severity: .note,
                    message: "The line crosses zero before infinitely many samples: the distance is below what these "
                        + "sizes can resolve."))
        }
        return result
    }

    /// The ordinary least-squares line of distances over 1/n.
    struct Line {
        var intercept: Double
        var slope: Double
        var largestResidual: Double

        init(sizes: [Int], distances: [Double]) {
            let reciprocals = sizes.map { 1 / Double($0) }
            let (centre, mean) = (Statistics.mean(reciprocals), Statistics.mean(distances))
            var (products, squares) = (0.0, 0.0)
            for (x, y) in zip(reciprocals, distances) {
                products += (x - centre) * (y - mean)
                squares += (x - centre) * (x - centre)
            }
            let slope = products / squares
            let intercept = mean - slope * centre
            self.slope = slope
            self.intercept = intercept
            largestResidual = zip(reciprocals, distances).reduce(0) { max($0, abs($1.1 - intercept - slope * $1.0)) }
        }
    }

    /// The sizes to measure at, ascending and different.
    static func sizes(rows: Int, width: Int, options: Options) throws(MetricError) -> [Int] {
        if let sizes = options.sizes {
            let different = Set(sizes).sorted()
            guard different.count >= 2, let smallest = different.first, let largest = different.last, smallest >= 2,
                largest <= rows
            else {
                throw .invalidOption(
                    metric: name, option: "sizes", value: "\(sizes)",
                    allowed: "at least two different numbers from 2 to \(rows), the number of generated rows")
            }
            return different
        }
        guard rows >= 4 else { throw .tooFewRows(metric: name, role: "generated", rows: rows, needed: 4) }
        let points = options.points ?? (width > 1024 ? 6 : 15)
        guard points >= 2, points <= 1000 else {
            throw .invalidOption(metric: name, option: "points", value: "\(points)", allowed: "2 to 1000")
        }
        let smallest = max(min(5000, rows / 10), min(max(50, 2 * width), rows / 2))
        let steps = Double(points - 1)
        let sizes = (0..<points).map { index in
            let share = Double(index) / steps
            switch options.spacing {
            case .rows: return Int((Double(smallest) + share * Double(rows - smallest)).rounded())
            case .reciprocal: return Int((1 / ((1 - share) / Double(smallest) + share / Double(rows))).rounded())
            }
        }
        return Set(sizes).sorted()
    }

    private static func rowOrder(count: Int, options: Options) -> [Int] {
        switch options.order {
        case .file: return Array(0..<count)
        case .seeded:
            var generator = SeededGenerator(seed: options.seed).split("\(name) order")
            return generator.permutation(of: count)
        }
    }

    private static func addNull(
        realSpectrum: [Double], real: Int?, width: Int, smallest: Int, options: Options, to result: inout MetricResult
    ) {
        guard let real else {
            result.diagnostics.append(
                Diagnostic(
                    code: "unknown_counts",
                    message:
                        "The number of rows behind the real statistics is not known, so there is no null: how much of "
                        + "the distance their sampling error makes cannot be told."))
            return
        }
        guard real > width else {
            result.diagnostics.append(
                Diagnostic(
                    code: "fewer_samples_than_dimensions",
                    message: "\(real) real samples cannot fill \(width) dimensions: what they add to the "
                        + "distance is large and not known, so there is no null."))
            return
        }
        guard smallest > width else {
            result.diagnostics.append(
                Diagnostic(
                    code: "curved_extrapolation",
                    message:
                        "The smallest size, \(smallest), does not fill \(width) dimensions: there the distance is not "
                        + "linear in 1/n, the intercept is off by an unknown amount, and there is no null. Give more "
                        + "samples or larger sizes."))
            return
        }
        if smallest < 5 * width {
            result.diagnostics.append(
                Diagnostic(
                    code: "slightly_curved_extrapolation", severity: .note,
                    message: "The smallest size, \(smallest), is less than five times the \(width) dimensions; the "
                        + "distance is not quite linear in 1/n there, which puts the intercept off."))
        }
        result.null = MetricReference(
            value: FrechetDistance.nullFloor(spectrum: realSpectrum, real: real, estimator: options.estimator),
            basis: "closed form for equal Gaussians at \(real) real rows and infinitely many generated ones")
    }
}

extension FrechetDistanceInfinity {
    /// What may be given without rows.
    public static var statistics: StatisticsUse { .ofReal }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        var options = Options(
            estimator: context.options.covariance, interval: context.options.interval, seed: context.options.seed)
        let generated = try context.generated
        if case .statistics(let real) = context.inputs.real {
            return try evaluate(real: real, generated: generated, options: options)
        }
        let real = try context.allReal
        guard real.columns > options.widestInterval, min(real.rows, generated.rows) > real.columns,
            real.columns <= options.largestOrder
        else { return try evaluate(real: real, generated: generated, options: options) }
        // Too wide for an interval, the real side is its moments, which the distance itself needs too.
        let isAsked = options.interval
        options.interval = false
        var result = try evaluate(
            real: GaussianStatistics(try context.realMoments(), estimator: options.estimator), generated: generated,
            options: options)
        if isAsked { result.diagnostics.append(omitted(tooWide(real.columns, options: options))) }
        return result
    }
}
