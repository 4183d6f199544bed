public import GANNumerics

/// A Gaussian as statistics files hold it: a mean and a covariance, often without the number of rows behind them.
///
/// pytorch-fid's `.npz` files have `mu` `[d]` and `sigma` `[d, d]` with divisor n − 1, and no count.
public struct GaussianStatistics: Sendable, Equatable {
    /// `[d]`.
    public var mean: [Double]
    /// `[d, d]`, symmetric, in squared units of the features.
    public var covariance: Matrix<Double>
    /// How many rows it was computed from, where that is known; nulls depend on it.
    public var count: Int?

    /// Holds what is given as it is; whoever computes with it validates it first.
    public init(mean: [Double], covariance: Matrix<Double>, count: Int? = nil) {
        self.mean = mean
        self.covariance = covariance
        self.count = count
    }

    /// The statistics of rows that were seen, at least two of them.
    public init(_ moments: Moments, estimator: CovarianceEstimator = .unbiased) {
        self.init(mean: moments.mean, covariance: moments.covariance(estimator), count: moments.count)
    }

    /// How far two entries that should be equal may differ, as a share of the largest variance: float32 files pass.
    static let asymmetry = 1e-6

    /// Throws unless shapes agree, all numbers are finite, variances are not negative, the matrix is symmetric, and a
    /// count, where given, is at least two.
    func validate(role: String, metric: String) throws(MetricError) {
        let width = mean.count
        func invalid(_ what: String, _ value: String, _ allowed: String) -> MetricError {
            .invalidOption(metric: metric, option: "\(role)'s \(what)", value: value, allowed: allowed)
        }
        guard width > 0 else { throw invalid("mean", "empty", "at least one column") }
        guard covariance.rows == width, covariance.columns == width else {
            throw invalid(
                "covariance's shape", "[\(covariance.rows), \(covariance.columns)]",
                "[\(width), \(width)], as its mean has \(width) columns")
        }
        if let count, count < 2 { throw .tooFewRows(metric: metric, role: role, rows: count, needed: 2) }
        if let column = mean.firstIndex(where: { !$0.isFinite }) {
            throw .nonFinite(metric: metric, role: "\(role)'s mean", row: 0, column: column)
        }
        if let place = covariance.firstNonFinite {
            throw .nonFinite(metric: metric, role: "\(role)'s covariance", row: place.row, column: place.column)
        }
        var largest = 0.0
        for index in 0..<width {
            let variance = covariance[index, index]
            guard variance >= 0 else {
                throw invalid("variance of column \(index)", "\(variance)", "at least 0")
            }
            largest = max(largest, variance)
        }
        let tolerance = Self.asymmetry * largest
        for row in 0..<width {
            for column in 0..<row {
                let (below, above) = (covariance[row, column], covariance[column, row])
                guard abs(below - above) <= tolerance else {
                    throw invalid(
                        "covariance at [\(row), \(column)]", "\(below)", "\(above), as at [\(column), \(row)]")
                }
            }
        }
    }
}
