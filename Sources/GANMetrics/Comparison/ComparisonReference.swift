public import GANNumerics

/// The reference of a comparison: what is computed once, however many generated sets are held against it.
///
/// The Fréchet distance reads all reference rows. Kernels and neighbours read as many of them as there are samples, drawn by seed,
/// as the report does, so that values agree with the report's.
public struct ComparisonReference {
    /// How sets are measured: a report's choices.
    public struct Options: Sendable, Equatable {
        /// k of precision, density and coverage.
        public var neighbours: Int
        /// Whether a row at a ball's radius is inside.
        public var boundary: Boundary
        /// By n − 1 or by n.
        public var estimator: CovarianceEstimator
        /// Wider features get no Fréchet distance, before matrices of that order are made.
        public var largestOrder: Int

        /// Balls that reach to `neighbours` (at least 1) and moments by `estimator`, of features at most `largestOrder` wide; whoever
        /// prepares the reference checks them and throws.
        public init(
            neighbours: Int = 5, boundary: Boundary = .exclusive, estimator: CovarianceEstimator = .unbiased,
            largestOrder: Int = 8192
        ) {
            self.neighbours = neighbours
            self.boundary = boundary
            self.estimator = estimator
            self.largestOrder = largestOrder
        }
    }

    /// What it was made with.
    public let options: Options
    /// All rows, `[n, d]`.
    public let rows: Matrix<Float>
    /// The rows for kernels and neighbours.
    public let matched: Matrix<Float>
    private let work = RealDataWork()

    private var metricOptions: MetricOptions {
        var options = MetricOptions()
        options.neighbours = self.options.neighbours
        options.boundary = self.options.boundary
        options.covariance = self.options.estimator
        options.interval = false
        return options
    }

    /// Decomposes the moments of `rows`; the pairs of `matched`, some of the same rows, are streamed with the first set.
    ///
    /// Cost n·d² + d³, and n′²/2·d with the first set. Throws for too few rows, unequal widths, numbers that are not finite, and columns beyond
    /// `largestOrder`.
    public init(
        rows: Matrix<Float>, matched: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) {
        self.options = options
        self.rows = rows
        self.matched = matched
        try FeatureCheck.option("neighbours", options.neighbours, atLeast: 1, metric: Self.name)
        try FeatureCheck.single(rows, role: "real", rows: 2, metric: Self.name)
        guard rows.columns <= options.largestOrder else {
            throw .invalidOption(
                metric: Self.name, option: "the number of columns", value: "\(rows.columns)",
                allowed: "at most \(options.largestOrder); give features projected to fewer columns")
        }
        guard matched.columns == rows.columns else {
            throw .widthsDiffer(metric: Self.name, real: rows.columns, generated: matched.columns)
        }
        try FeatureCheck.single(matched, role: "real", rows: options.neighbours + 1, metric: Self.name)
        _ = try work.frechetReference(of: rows, estimator: options.estimator)
    }

    static let name = "compare"

    /// Measures one generated set `[m, d]` with the contributions of its rows.
    ///
    /// Cost m·d² + d³ + (m²/2 + m·n′)·d. Throws for too few rows, unequal widths and numbers that are not finite.
    public func measure(_ generated: Matrix<Float>) throws(MetricError) -> ComparedSet {
        try FeatureCheck.pair(real: rows, generated: generated, rows: 2, metric: Self.name)
        let (options, metrics) = (metricOptions, MetricSet.comparison.metrics)
        try NeighbourhoodManifold.check(
            real: matched, generated: generated, options: options.manifold, metric: Self.name)
        var inputs = MetricInputs(real: rows, generated: generated)
        inputs.matched = matched
        let context = try MetricContext(metrics, inputs: inputs, options: options, sharing: work)
        var contributions: [RowContributions] = []
        for metric in metrics {
            if let found = try metric.contributions(context) { contributions.append(found) }
        }
        guard contributions.allSatisfy(\.value.isFinite) else { throw .outOfRange(metric: Self.name) }
        return ComparedSet(features: generated, context: context, contributions: contributions)
    }
}

/// One generated set, measured so that it can be compared with others against the same reference.
public struct ComparedSet {
    /// The set's rows, `[m, d]`.
    public let features: Matrix<Float>
    let context: MetricContext
    /// Of the metrics of `MetricSet.comparison`, in its order; what `BestSet` reads.
    public let contributions: [RowContributions]

    /// The value of a metric that is among the contributions.
    public func value(of metric: String) -> Double? { contributions.first { $0.metric == metric }?.value }
}
