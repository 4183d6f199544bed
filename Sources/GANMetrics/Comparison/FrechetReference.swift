public import GANNumerics
import GANText

/// The real side of Fréchet distances, decomposed once for every set that is held against it.
///
/// With Σ_r = U·Λ·Uᵀ it holds F = U·Λ^½ `[d, r]` and its pseudo-inverse, r being the rank.
public struct FrechetReference: Sendable {
    /// The real rows' mean and covariance.
    public let moments: Moments
    /// By n − 1 or by n, for the real rows and for what is held against them.
    public let estimator: CovarianceEstimator
    /// F, `[d, r]`, with F·Fᵀ = Σ_r.
    let factor: Matrix<Double>
    /// F⁺, `[r, d]`.
    let inverse: Matrix<Double>
    let trace: Double
    /// Σλ²/Σλ of the eigenvalues of Σ_r: the variance along a direction that is drawn in proportion to its variance; 0 without any.
    let typicalVariance: Double

    /// Decomposes the moments of at least two rows.
    ///
    /// Cost d³. Throws for fewer, and where they are not finite.
    public init(_ moments: Moments, estimator: CovarianceEstimator = .unbiased) throws(MetricError) {
        guard moments.count >= 2 else {
            throw .tooFewRows(metric: FrechetDistance.name, role: "real", rows: moments.count, needed: 2)
        }
        let covariance = moments.covariance(estimator)
        let (values, vectors) = try Self.decompose(covariance)
        let kept = Self.positive(values)
        let width = covariance.rows
        self.moments = moments
        self.estimator = estimator
        trace = FrechetDistance.trace(covariance)
        let sums = kept.reduce((0.0, 0.0)) { ($0.0 + values[$1], $0.1 + values[$1] * values[$1]) }
        typicalVariance = sums.0 > 0 ? sums.1 / sums.0 : 0
        factor = Matrix(rows: width, columns: kept.count) { target in
            for (column, index) in kept.enumerated() {
                let root = values[index].squareRoot()
                for row in 0..<width { target[row * kept.count + column] = vectors[index, row] * root }
            }
        }
        inverse = Matrix(rows: kept.count, columns: width) { target in
            for (row, index) in kept.enumerated() {
                let root = values[index].squareRoot()
                for column in 0..<width { target[row * width + column] = vectors[index, column] / root }
            }
        }
    }

    static func decompose(
        _ matrix: Matrix<Double>
    ) throws(MetricError) -> (values: [Double], vectors: Matrix<Double>) {
        do {
            return try SymmetricEigen.decomposition(of: matrix)
        } catch {
            throw .decompositionFailed(metric: FrechetDistance.name, reason: error.description)
        }
    }

    /// The eigenvalues that rounding alone could not have made.
    static func positive(_ values: [Double]) -> [Int] {
        let floor = Double(values.count) * .ulpOfOne * (values.last ?? 0)
        return values.indices.filter { values[$0] > floor && values[$0] > 0 }
    }
}
