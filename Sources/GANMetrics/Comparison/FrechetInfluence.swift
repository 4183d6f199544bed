public import GANNumerics
import RealModule

/// The derivative of the Fréchet distance at one pair of moments: what each row adds to it.
///
/// With C = Fᵀ·Σ_g·F, F·Fᵀ = Σ_r, the distance is ‖μ_g − μ_r‖² + Tr Σ_g + Tr Σ_r − 2·Tr C^½, and its gradients are
///
///     ∂/∂Σ_g = I − T,  T = F·C^−½·Fᵀ      ∂/∂Σ_r = I − S,  S = F⁻ᵀ·C^½·F⁻¹ = T⁻¹
///
/// T is the optimal transport map from N(μ_g, Σ_g) to N(μ_r, Σ_r). A generated row y has, with ỹ = y − μ_g, the influence
///
///     2·⟨μ_g − μ_r, ỹ⟩ + ‖ỹ‖² − ỹᵀ·T·ỹ, less its mean
///
/// and a real row likewise with S and the opposite gap of means. Directions that one side alone has are left out of T and S.
///
/// Near equal distributions the gradient vanishes and the distance changes in second order only. For a difference of two sets A, B
/// take the derivative at the moments of both together: `(M_B − M_A)` is then that derivative's difference up to
/// third order, whether or not both are near the reference, and the row's values do not depend on which set it is in.
///
/// Source: Takatsu 2011, "Wasserstein geometry of Gaussian measures", Osaka J. Math. 48, for the map; the chain rule for the rest.
public struct FrechetInfluence: Sendable {
    /// The distance at these moments.
    public let value: Double
    /// See `FrechetReference.typicalVariance`.
    let typicalVariance: Double
    private let gap: [Double]
    private let generatedMean: [Double]
    private let realMean: [Double]
    /// W with WᵀW = T, `[r, d]`.
    private let generatedMap: Matrix<Double>
    /// Z with ZᵀZ = S, `[r, d]`.
    private let realMap: Matrix<Double>

    /// The derivative at `reference` and `generated`, moments of at least two rows of equal width.
    ///
    /// Cost d³. Throws for fewer rows, other widths and moments that are not finite.
    public init(reference: FrechetReference, generated: Moments) throws(MetricError) {
        let width = reference.moments.mean.count
        guard width == generated.mean.count else {
            throw .widthsDiffer(metric: FrechetDistance.name, real: width, generated: generated.mean.count)
        }
        guard generated.count >= 2 else {
            throw .tooFewRows(metric: FrechetDistance.name, role: "generated", rows: generated.count, needed: 2)
        }
        let covariance = generated.covariance(reference.estimator)
        let factor = reference.factor
        let product = MatrixProduct.multiply(
            factor, transposed: true, MatrixProduct.multiply(covariance, factor))
        let (values, vectors) = try FrechetReference.decompose(product)
        let kept = FrechetReference.positive(values)
        let turned = Matrix<Double>(
            rows: kept.count, columns: values.count, scalars: kept.flatMap { vectors.row($0) })
        let roots = kept.map { values[$0].squareRoot() }
        generatedMap = Self.scaled(
            MatrixProduct.multiply(turned, transposed: false, factor, transposed: true),
            rowsBy: roots.map { 1 / $0.squareRoot() })
        realMap = Self.scaled(
            MatrixProduct.multiply(turned, reference.inverse), rowsBy: roots.map { $0.squareRoot() })
        typicalVariance = reference.typicalVariance
        generatedMean = generated.mean
        realMean = reference.moments.mean
        gap = zip(generated.mean, reference.moments.mean).map { $0 - $1 }
        let equal =
            generated.mean == reference.moments.mean && generated.scatter == reference.moments.scatter
            && generated.count == reference.moments.count
        let sum =
            FrechetDistance.squaredDistance(generated.mean, reference.moments.mean)
            + FrechetDistance.trace(covariance) + reference.trace - 2 * FrechetDistance.rootSum(values)
        guard sum.isFinite else { throw .outOfRange(metric: FrechetDistance.name) }
        value = equal ? 0 : max(0, sum)
    }

    /// The influence of generated rows `[m, d]`, `[m]`; up to a constant where they are not all of the moments' rows.
    public func ofGenerated(_ rows: Matrix<Float>) -> [Double] {
        Self.influence(of: rows, centre: generatedMean, slope: gap, map: generatedMap)
    }

    /// The influence of reference rows `[n, d]`, `[n]`; up to a constant.
    public func ofReference(_ rows: Matrix<Float>) -> [Double] {
        Self.influence(of: rows, centre: realMean, slope: gap.map { -$0 }, map: realMap)
    }

    /// Rows whose products are made at a time.
    private static let pieceRows = 1024

    /// 2·⟨slope, x⟩ + ‖x‖² − ‖map·x‖² with x = row − centre.
    private static func influence(
        of rows: Matrix<Float>, centre: [Double], slope: [Double], map: Matrix<Double>
    ) -> [Double] {
        precondition(rows.columns == centre.count, "rows of \(rows.columns) columns, moments of \(centre.count)")
        let width = rows.columns
        var result = [Double](repeating: 0, count: rows.rows)
        for start in stride(from: 0, to: rows.rows, by: pieceRows) {
            let height = min(pieceRows, rows.rows - start)
            let centred = Matrix<Double>(rows: height, columns: width) { target in
                rows.scalars.withUnsafeBufferPointer { source in
                    for row in 0..<height {
                        for column in 0..<width {
                            target[row * width + column] =
                                Double(source[(start + row) * width + column]) - centre[column]
                        }
                    }
                }
            }
            let mapped = MatrixProduct.multiply(centred, transposed: false, map, transposed: true)
            for row in 0..<height {
                result[start + row] =
                    2 * dot(centred.row(row), slope[...]) + dot(centred.row(row), centred.row(row))
                    - dot(mapped.row(row), mapped.row(row))
            }
        }
        return result
    }

    private static func dot(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                var sum = 0.0
                for index in a.indices { sum += a[index] * b[index] }
                return sum
            }
        }
    }

    private static func scaled(_ matrix: Matrix<Double>, rowsBy factors: [Double]) -> Matrix<Double> {
        var result = matrix
        for row in 0..<matrix.rows {
            for column in 0..<matrix.columns { result[row, column] *= factors[row] }
        }
        return result
    }
}

extension RowContributions {
    /// Of the Fréchet distance of `generated` `[m, d]` to all rows of `reference` `[n, d]`; cost (n + m)·d² + d³.
    public static func frechetDistance(
        _ influence: FrechetInfluence, generated: Matrix<Float>, reference: Matrix<Float>
    ) -> RowContributions {
        RowContributions(
            metric: FrechetDistance.name, value: influence.value, generated: influence.ofGenerated(generated),
            reference: influence.ofReference(reference), distance: influence.value,
            // At a gap g between means the distance is ‖g‖², and a row's influence is 2·⟨g, y⟩.
            varianceOfShift: 4 * influence.typicalVariance)
    }
}
