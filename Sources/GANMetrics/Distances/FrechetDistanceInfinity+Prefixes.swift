import GANNumerics

/// The distances of all prefixes in one pass over the generated rows.
///
/// With F·Fᵀ = Σ_r and z = Fᵀ(y − μ_r), Fᵀ·Σ_g·F is the covariance of z. Rows are projected once; a prefix then needs no
/// product of d × d matrices of its own, only the covariance of its z.
extension FrechetDistanceInfinity {
    /// The real side: its moments, and a factor of its covariance.
    struct Reference {
        enum Factor {
            /// F, `[d, d]` lower triangular.
            case triangle(Matrix<Double>)
            /// F, `[d, r]`.
            case columns(Matrix<Double>)
            /// Fᵀ, `[n, d]`: the centred rows themselves, where there are no more of them than columns.
            case rows(Matrix<Double>)
        }

        /// Nil for statistics that do not tell it.
        let count: Int?
        let mean: [Double]
        let trace: Double
        let factor: Factor
        /// Σ_r, but for real sets of no more rows than columns.
        let covariance: Matrix<Double>?

        init(_ statistics: GaussianStatistics) throws(MetricError) {
            (count, mean, covariance) = (statistics.count, statistics.mean, statistics.covariance)
            trace = FrechetDistance.trace(statistics.covariance)
            factor = try Self.factor(of: statistics.covariance)
        }

        init(_ real: Matrix<Float>, estimator: CovarianceEstimator) throws(MetricError) {
            let side = FrechetDistance.Side(real, estimator: estimator)
            (count, mean, trace) = (side.count, side.mean, side.trace)
            switch side.form {
            case .rows(let rows): (factor, covariance) = (.rows(rows), nil)
            case .covariance(let matrix):
                covariance = matrix
                factor = try Self.factor(of: matrix)
            }
        }

        private static func factor(of covariance: Matrix<Double>) throws(MetricError) -> Factor {
            let (root, triangular) = try FrechetDistance.factor(of: covariance)
            return triangular ? .triangle(root) : .columns(root)
        }

        /// The columns of z.
        var width: Int {
            switch factor {
            case .triangle(let factor), .columns(let factor): return factor.columns
            case .rows(let rows): return rows.rows
            }
        }

        /// z = (y − μ_r)·F for centred rows `[k, d]`.
        func project(_ centred: Matrix<Double>) -> Matrix<Double> {
            switch factor {
            case .triangle(let factor): return Self.multiply(centred, triangle: factor)
            case .columns(let factor): return MatrixProduct.multiply(centred, factor)
            case .rows(let rows): return MatrixProduct.multiply(centred, transposed: false, rows, transposed: true)
            }
        }

        /// A product with a lower triangle by panels of columns, each without the zeros above it: nearly half the work.
        private static func multiply(_ a: Matrix<Double>, triangle: Matrix<Double>) -> Matrix<Double> {
            let (count, order, side) = (a.rows, triangle.rows, 256)
            return Matrix(rows: count, columns: order) { target in
                a.scalars.withUnsafeBufferPointer { a in
                    triangle.scalars.withUnsafeBufferPointer { triangle in
                        guard let target = target.baseAddress, let a = a.baseAddress, let b = triangle.baseAddress
                        else { return }
                        nonisolated(unsafe) let (left, right, output) = (a, b, target)
                        let strips = (count + side - 1) / side
                        // Panels come in order of their work, the largest first.
                        Parallel.forEach((order + side - 1) / side * strips) { index in
                            let (column, row) = (index / strips * side, index % strips * side)
                            OpenBLAS.multiply(
                                left + row * order + column, right + column * order + column,
                                into: output + row * order + column, m: min(side, count - row),
                                n: min(side, order - column), k: order - column, leadingA: order, leadingB: order,
                                leadingC: order)
                        }
                    }
                }
            }
        }
    }

    /// What a growing prefix of generated rows keeps.
    struct Prefix {
        private(set) var count = 0
        /// The mean of y − μ_r.
        private(set) var mean: [Double]
        /// Σ‖y − mean‖².
        private(set) var squares = 0.0
        private var projectedMean: [Double]
        /// Σ (z − mean)(z − mean)ᵀ, where a size will need it.
        private var scatter: Matrix<Double>?
        /// All z so far, row by row, while a size will need them.
        private var rows: [Double] = []
        private var keepsRows: Bool

        init(width: Int, projectedWidth: Int, sizes: [Int]) {
            mean = [Double](repeating: 0, count: width)
            projectedMean = [Double](repeating: 0, count: projectedWidth)
            keepsRows = sizes.contains { $0 <= projectedWidth }
            if sizes.contains(where: { $0 > projectedWidth }) {
                scatter = Matrix(rows: projectedWidth, columns: projectedWidth)
            }
        }

        /// Takes in further rows, centred about μ_r.
        mutating func append(_ centred: Matrix<Double>, projected: Matrix<Double>) {
            var centred = centred
            let blockMean = Self.centre(&centred)
            var blockSquares = 0.0
            for value in centred.scalars { blockSquares += value * value }
            let total = Double(count + centred.rows)
            let (share, weight) = (Double(centred.rows) / total, Double(count) * Double(centred.rows) / total)
            var gap = 0.0
            for index in mean.indices {
                let difference = blockMean[index] - mean[index]
                gap += difference * difference
                mean[index] += difference * share
            }
            squares += blockSquares + weight * gap
            if keepsRows { rows.append(contentsOf: projected.scalars) }
            if scatter != nil {
                var projected = projected
                let projectedBlockMean = Self.centre(&projected)
                let differences = zip(projectedBlockMean, projectedMean).map { $0 - $1 }
                for index in differences.indices { projectedMean[index] += differences[index] * share }
                addScatter(MatrixProduct.scatter(of: projected), differences: differences, weight: weight)
            }
            count += centred.rows
        }

        /// Chan, Golub and LeVeque's merge, as `Moments.merge`; the lower triangle is all that eigenvalues need.
        private mutating func addScatter(_ block: Matrix<Double>, differences: [Double], weight: Double) {
            let order = block.rows
            scatter?.scalars.withUnsafeMutableBufferPointer { target in
                block.scalars.withUnsafeBufferPointer { block in
                    differences.withUnsafeBufferPointer { differences in
                        for row in 0..<order {
                            let scale = weight * differences[row]
                            for column in 0...row {
                                target[row * order + column] +=
                                    block[row * order + column] + scale * differences[column]
                            }
                        }
                    }
                }
            }
        }

        /// The matrix whose eigenvalues are those of Σ_r·Σ_g, but for zeros; only its lower triangle counts.
        mutating func matrix(estimator: CovarianceEstimator, isLastSmall: Bool) -> Matrix<Double> {
            let scale = 1 / Double(estimator == .unbiased ? count - 1 : count)
            let order = projectedMean.count
            if count > order, let scatter {
                return Matrix(rows: order, columns: order, scalars: scatter.scalars.map { $0 * scale })
            }
            var centred = Matrix(rows: count, columns: order, scalars: rows)
            _ = Self.centre(&centred)
            if isLastSmall { (rows, keepsRows) = ([], false) }
            var gram = MatrixProduct.multiply(centred, transposed: false, centred, transposed: true)
            for index in gram.scalars.indices { gram.scalars[index] *= scale }
            return gram
        }

        /// Subtracts the column means and returns them.
        private static func centre(_ matrix: inout Matrix<Double>) -> [Double] {
            let (count, width) = (matrix.rows, matrix.columns)
            var mean = [Double](repeating: 0, count: width)
            mean.withUnsafeMutableBufferPointer { mean in
                matrix.scalars.withUnsafeMutableBufferPointer { values in
                    for row in 0..<count {
                        for column in 0..<width { mean[column] += values[row * width + column] }
                    }
                    for column in 0..<width { mean[column] /= Double(count) }
                    for row in 0..<count {
                        for column in 0..<width { values[row * width + column] -= mean[column] }
                    }
                }
            }
            return mean
        }
    }

    /// Rows taken in at a time.
    private static let blockRows = 1024
    /// Matrices that wait to be decomposed together.
    private static let waitingBytes = 1 << 28

    /// FD between `reference` and the first n rows of `generated` in `order`, for each n of ascending `sizes`, and the
    /// eigenvalues of Σ_r, ascending, where that matrix was formed.
    static func prefixDistances(
        reference: Reference, generated: Matrix<Float>, order: [Int], sizes: [Int], estimator: CovarianceEstimator
    ) throws(MetricError) -> (distances: [Double], realSpectrum: [Double]) {
        let width = reference.width
        var prefix = Prefix(width: generated.columns, projectedWidth: width, sizes: sizes)
        let lastSmall = sizes.last { $0 <= width }
        let capacity = max(2, min(16, waitingBytes / (8 * max(1, width * width))))
        var waiting: [Matrix<Double>] = []
        if let covariance = reference.covariance { waiting.append(covariance) }
        var spectra: [[Double]] = []
        var baseTerms: [Double] = []
        for size in sizes {
            for start in stride(from: prefix.count, to: size, by: blockRows) {
                let rows = order[start..<min(size, start + blockRows)]
                let centred = centred(generated, rows: Array(rows), about: reference.mean)
                prefix.append(centred, projected: reference.project(centred))
            }
            let divisor = Double(estimator == .unbiased ? size - 1 : size)
            baseTerms.append(
                prefix.mean.reduce(0) { $0 + $1 * $1 } + reference.trace + prefix.squares / divisor)
            waiting.append(prefix.matrix(estimator: estimator, isLastSmall: size == lastSmall))
            if waiting.count >= capacity {
                spectra += try eigenvalues(of: waiting)
                waiting = []
            }
        }
        spectra += try eigenvalues(of: waiting)
        let realSpectrum = reference.covariance == nil ? [] : spectra.removeFirst()
        let distances = zip(baseTerms, spectra).map { max(0, $0 - 2 * FrechetDistance.rootSum($1)) }
        return (distances, realSpectrum)
    }

    private static func eigenvalues(of matrices: [Matrix<Double>]) throws(MetricError) -> [[Double]] {
        var outcomes = [Result<[Double], MetricError>](repeating: .success([]), count: matrices.count)
        outcomes.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer
            Parallel.forEach(matrices.count) { index in
                target[index] = Result { () throws(MetricError) in try FrechetDistance.values(of: matrices[index]) }
            }
        }
        var spectra: [[Double]] = []
        for outcome in outcomes { spectra.append(try outcome.get()) }
        return spectra
    }

    private static func centred(_ features: Matrix<Float>, rows: [Int], about mean: [Double]) -> Matrix<Double> {
        let width = features.columns
        return Matrix(rows: rows.count, columns: width) { target in
            features.scalars.withUnsafeBufferPointer { values in
                mean.withUnsafeBufferPointer { mean in
                    nonisolated(unsafe) let (target, source, mean) = (target, values, mean)
                    Parallel.forEachRange(of: rows.count, size: 64) { part in
                        for position in part {
                            let from = rows[position] * width
                            for column in 0..<width {
                                target[position * width + column] = Double(source[from + column]) - mean[column]
                            }
                        }
                    }
                }
            }
        }
    }
}
