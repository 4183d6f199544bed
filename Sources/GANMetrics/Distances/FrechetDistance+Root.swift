import GANNumerics
import GANText

/// How the trace of the matrix root is computed: from symmetric matrices only, never complex.
extension FrechetDistance {
    /// Tr (Σ_r^½ Σ_g Σ_r^½)^½ of covariances `[d, d]`.
    ///
    /// With any factor F·Fᵀ = Σ_r the eigenvalues of Fᵀ·Σ_g·F are those of Σ_r·Σ_g, so a Cholesky factor serves as well
    /// as the root and costs far less. A singular covariance has no Cholesky factor; then the eigenvectors give one.
    static func rootTrace(real: Matrix<Double>, generated: Matrix<Double>) throws(MetricError) -> Double {
        try rootSum(values(of: conjugated(real: real, generated: generated)))
    }

    /// The share of the distance that rounding of the root's trace may reach before `precise` takes the longer road.
    static let roundingAllowed = 1e-7

    /// The root's trace from the eigenvalues of its square, or from singular values where squaring lost too many digits.
    ///
    /// An eigenvalue is known to about ε of the largest, √d times as much in a sum's way, so the root of a small one may be
    /// wrong by half of that over itself. Where all of these together exceed `roundingAllowed` of the distance, the trace is the
    /// nuclear norm of `product`, a matrix A with AᵀA the decomposed one: columns that hang together closely need it.
    static func precise(
        _ eigenvalues: [Double], distance: (_ rootTrace: Double) -> Double,
        product: () throws(MetricError) -> Matrix<Double>
    ) throws(MetricError) -> Double {
        let root = rootSum(eigenvalues)
        let rounding = Double(eigenvalues.count).squareRoot() * .ulpOfOne * (eigenvalues.last ?? 0)
        let lost = eigenvalues.reduce(0) {
            $0 + ($1 > rounding ? rounding / (2 * $1.squareRoot()) : rounding.squareRoot())
        }
        guard root.isFinite, 2 * lost > roundingAllowed * distance(root) else { return root }
        do {
            return try SingularValues.values(of: product()).reduce(0, +)
        } catch let error as MetricError {
            throw error
        } catch {
            throw .decompositionFailed(metric: name, reason: "\(error)")
        }
    }

    /// Fᵀ·G with F·Fᵀ = Σ_r and G·Gᵀ = Σ_g, whose nuclear norm is the root's trace.
    static func rootProduct(
        real: Matrix<Double>, generated: Matrix<Double>
    ) throws(MetricError) -> Matrix<Double> {
        let (real, generated) = (try factor(of: real).factor, try factor(of: generated).factor)
        return MatrixProduct.multiply(real, transposed: true, generated, transposed: false)
    }

    /// The spectra of Σ_r·Σ_g and of Σ_r, ascending; both decompositions run at the same time.
    ///
    /// For `equal` covariances the product's spectrum is not needed and left empty.
    static func spectra(
        real: Matrix<Double>, generated: Matrix<Double>, equal: Bool
    ) throws(MetricError) -> (product: [Double], real: [Double]) {
        if equal { return ([], try values(of: real)) }
        let matrices = [real, try conjugated(real: real, generated: generated)]
        var outcomes = [Result<[Double], MetricError>](repeating: .success([]), count: 2)
        outcomes.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer
            Parallel.forEach(2) { index in
                target[index] = Result { () throws(MetricError) in try values(of: matrices[index]) }
            }
        }
        return (try outcomes[1].get(), try outcomes[0].get())
    }

    /// Fᵀ·Σ_g·F with F·Fᵀ = Σ_r.
    private static func conjugated(
        real: Matrix<Double>, generated: Matrix<Double>
    ) throws(MetricError) -> Matrix<Double> {
        let factor = try factor(of: real).factor
        return MatrixProduct.multiply(factor, transposed: true, MatrixProduct.multiply(generated, factor))
    }

    /// A factor F with F·Fᵀ = Σ, shape `[d, r]`, and whether it is lower triangular.
    static func factor(
        of covariance: Matrix<Double>
    ) throws(MetricError) -> (factor: Matrix<Double>, triangular: Bool) {
        do {
            return (try Cholesky.factor(of: covariance), true)
        } catch .notPositiveDefinite {
            return (try eigenFactor(of: covariance), false)
        } catch {
            throw .decompositionFailed(metric: name, reason: error.description)
        }
    }

    /// V·Λ^½, shape `[d, r]`, over the r positive eigenvalues of a covariance.
    private static func eigenFactor(of covariance: Matrix<Double>) throws(MetricError) -> Matrix<Double> {
        do {
            let (values, vectors) = try SymmetricEigen.decomposition(of: covariance)
            let positive = values.indices.filter { values[$0] > 0 }
            return Matrix(rows: covariance.rows, columns: positive.count) { target in
                for (column, index) in positive.enumerated() {
                    let root = values[index].squareRoot()
                    for row in 0..<covariance.rows {
                        target[row * positive.count + column] = vectors[index, row] * root
                    }
                }
            }
        } catch {
            throw .decompositionFailed(metric: name, reason: error.description)
        }
    }

    /// The distance where a side has at most as many rows as columns.
    ///
    /// With centred rows X/√(n−1) and Y/√(m−1) the root's trace is the nuclear norm of X·Yᵀ, found from the product with
    /// itself on its smaller side: at most n × n instead of d × d, and no singular d × d matrix is ever formed.
    static func evaluateWithGram(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options
    ) throws(MetricError) -> MetricResult {
        let realSide = Side(real, estimator: options.estimator)
        let generatedSide = Side(generated, estimator: options.estimator)
        let equal = real == generated
        let (small, large) = real.rows <= generated.rows ? (realSide, generatedSide) : (generatedSide, realSide)
        guard case .rows(let smallRows) = small.form else {
            preconditionFailure("the smaller side has \(small.count) rows for \(real.columns) columns")
        }
        var terms = Terms(
            meanTerm: squaredDistance(realSide.mean, generatedSide.mean), realTrace: realSide.trace,
            generatedTrace: generatedSide.trace, rootTrace: realSide.trace, equal: equal)
        if !equal { terms.rootTrace = try rootTrace(smallRows, large.form, terms) }
        terms.constantColumns = (realSide.constantColumns, generatedSide.constantColumns)
        switch realSide.form {
        case .rows(let rows):
            terms.realSpectrum = try values(of: MatrixProduct.multiply(rows, transposed: false, rows, transposed: true))
        case .covariance(let covariance): terms.realSpectrum = try values(of: covariance)
        }
        return result(terms, width: real.columns, real: real.rows, generated: generated.rows, options: options)
    }

    /// The root's trace for one side's centred rows and the other side in either form.
    private static func rootTrace(
        _ rows: Matrix<Double>, _ large: Side.Form, _ terms: Terms
    ) throws(MetricError) -> Double {
        let gram: Matrix<Double>
        switch large {
        case .rows(let largeRows):
            let product = MatrixProduct.multiply(rows, transposed: false, largeRows, transposed: true)
            gram = MatrixProduct.multiply(product, transposed: false, product, transposed: true)
        case .covariance(let covariance):
            let image = MatrixProduct.multiply(rows, covariance)
            gram = MatrixProduct.multiply(image, transposed: false, rows, transposed: true)
        }
        return try precise(try values(of: gram), distance: terms.distance(rootTrace:)) { () throws(MetricError) in
            switch large {
            case .rows(let largeRows):
                return MatrixProduct.multiply(rows, transposed: false, largeRows, transposed: true)
            case .covariance(let covariance): return MatrixProduct.multiply(rows, try factor(of: covariance).factor)
            }
        }
    }

    /// One side's mean and spread, in the smaller of two forms.
    struct Side {
        enum Form {
            /// Centred rows divided by the root of the covariance's divisor: Σ = XᵀX.
            case rows(Matrix<Double>)
            case covariance(Matrix<Double>)
        }

        var count: Int
        var mean: [Double]
        var trace: Double
        var constantColumns: Int
        var form: Form

        init(_ features: Matrix<Float>, estimator: CovarianceEstimator) {
            count = features.rows
            let width = features.columns
            guard features.rows <= width else {
                let moments = Moments(of: features)
                let covariance = moments.covariance(estimator)
                mean = moments.mean
                trace = FrechetDistance.trace(covariance)
                constantColumns = FrechetDistance.constantColumns(GaussianStatistics(moments, estimator: estimator))
                form = .covariance(covariance)
                return
            }
            var mean = [Double](repeating: 0, count: width)
            for row in 0..<features.rows {
                for column in 0..<width { mean[column] += Double(features[row, column]) }
            }
            for column in 0..<width { mean[column] /= Double(features.rows) }
            let scale = 1 / Double(estimator == .unbiased ? count - 1 : count).squareRoot()
            let rows = Matrix<Double>(rows: features.rows, columns: width) { target in
                for row in 0..<features.rows {
                    for column in 0..<width {
                        target[row * width + column] = (Double(features[row, column]) - mean[column]) * scale
                    }
                }
            }
            self.mean = mean
            trace = rows.scalars.reduce(0) { $0 + $1 * $1 }
            constantColumns = (0..<width).count { column in
                (1..<features.rows).allSatisfy { features[$0, column] == features[0, column] }
            }
            form = .rows(rows)
        }
    }

    static func values(of matrix: Matrix<Double>) throws(MetricError) -> [Double] {
        do {
            return try SymmetricEigen.values(of: matrix)
        } catch {
            throw .decompositionFailed(metric: name, reason: error.description)
        }
    }

    /// Σ √max(λ, 0): an eigenvalue below zero is a zero that rounding has moved.
    static func rootSum(_ eigenvalues: [Double]) -> Double {
        eigenvalues.reduce(0) { $0 + max($1, 0).squareRoot() }
    }

    static func trace(_ matrix: Matrix<Double>) -> Double {
        (0..<matrix.rows).reduce(0) { $0 + matrix[$1, $1] }
    }

    static func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
}
