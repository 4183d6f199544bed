import GANNumerics
import GANText
import RealModule

extension VendiScore {
    /// exp of the Rényi entropy of order q of eigenvalues that sum to 1: Hill's number of order q.
    ///
    /// Eigenvalues within the decomposition's rounding error of zero count as zero. At least 1.
    static func score(spectrum: [Double], order: Double) -> Double {
        let largest = spectrum.max() ?? 0
        let threshold = Double(spectrum.count) * .ulpOfOne * largest
        let positive = spectrum.filter { $0 > threshold }
        guard largest > 0 else { return 1 }
        if order.isInfinite { return max(1, 1 / largest) }
        // Nearer to 1 the quotient below loses more digits than the orders differ.
        if abs(order - 1) < 1e-8 { return max(1, .exp(-positive.reduce(0) { $0 + $1 * .log($1) })) }
        // λ^q = λ_max^q·(λ/λ_max)^q: the sum then lies in [1, n] for any order, however large.
        let sum = positive.reduce(0) { $0 + .pow($1 / largest, order) }
        return max(1, .exp((order * .log(largest) + .log(sum)) / (1 - order)))
    }

    static func eigenvalues(of matrix: Matrix<Double>) throws(MetricError) -> [Double] {
        do {
            return try SymmetricEigen.values(of: matrix)
        } catch {
            throw .decompositionFailed(metric: name, reason: error.description)
        }
    }

    /// The cosine similarities of feature rows, held as what is needed to form the smaller product.
    struct CosineKernel {
        private let features: Matrix<Float>
        /// 1/‖x_i‖, and 0 for a row of zeros.
        private let scales: [Double]
        let zeroRows: Int

        /// Rows, or columns of wide features, brought to float64 at a time.
        private static let blockSize = 2048

        init(_ features: Matrix<Float>) {
            self.features = features
            var scales = [Double](repeating: 0, count: features.rows)
            let width = features.columns
            scales.withUnsafeMutableBufferPointer { buffer in
                features.scalars.withUnsafeBufferPointer { values in
                    nonisolated(unsafe) let (target, source) = (buffer, values)
                    Parallel.forEachRange(of: target.count, size: 64) { rows in
                        for row in rows {
                            var sum = 0.0
                            for value in source[row * width..<(row + 1) * width] {
                                sum += Double(value) * Double(value)
                            }
                            target[row] = sum > 0 ? 1 / sum.squareRoot() : 0
                        }
                    }
                }
            }
            self.scales = scales
            zeroRows = scales.count { $0 == 0 }
        }

        /// The eigenvalues of K/n, ascending, but for zeros that the smaller product leaves out; they sum to 1.
        func spectrum() throws(MetricError) -> [Double] { try Self.spectra(of: [self])[0] }

        /// The eigenvalues of several kernels; decompositions, which run on one thread each, at the same time.
        static func spectra(of kernels: [CosineKernel]) throws(MetricError) -> [[Double]] {
            let products = kernels.map { kernel in
                kernel.features.rows > kernel.features.columns
                    ? kernel.dualProduct(of: 0..<kernel.features.rows) : kernel.product()
            }
            var outcomes = [Result<[Double], MetricError>](repeating: .success([]), count: kernels.count)
            outcomes.withUnsafeMutableBufferPointer { buffer in
                nonisolated(unsafe) let target = buffer
                Parallel.forEach(kernels.count) { index in
                    target[index] = Result { () throws(MetricError) in
                        try spectrum(
                            product: products[index], rows: kernels[index].features.rows,
                            zeroRows: kernels[index].zeroRows)
                    }
                }
            }
            var spectra: [[Double]] = []
            for outcome in outcomes { spectra.append(try outcome.get()) }
            return spectra
        }

        /// The eigenvalues of a product of `rows` normalised rows with itself, divided by `rows`.
        ///
        /// Rows of zeros, similar to each other and to no other row, are a block of ones: one eigenvalue of their share.
        static func spectrum(product: Matrix<Double>, rows: Int, zeroRows: Int) throws(MetricError) -> [Double] {
            let count = Double(rows)
            var values = try eigenvalues(of: product).map { $0 / count }
            if zeroRows > 0 { values.append(Double(zeroRows) / count) }
            return values.sorted()
        }

        /// XᵀX of the normalised rows in `range`, `[d, d]`.
        func dualProduct(of range: Range<Int>) -> Matrix<Double> {
            let width = features.columns
            var sum = Matrix<Double>(rows: width, columns: width)
            for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockSize) {
                let rows = start..<min(range.upperBound, start + Self.blockSize)
                let block = Matrix<Double>(rows: rows.count, columns: width) { target in
                    features.scalars.withUnsafeBufferPointer { values in
                        nonisolated(unsafe) let (target, source) = (target, values)
                        Parallel.forEachRange(of: rows.count, size: 64) { part in
                            for row in part {
                                let scale = scales[start + row]
                                let from = (start + row) * width
                                for column in 0..<width {
                                    target[row * width + column] = Double(source[from + column]) * scale
                                }
                            }
                        }
                    }
                }
                Self.add(MatrixProduct.scatter(of: block), to: &sum)
            }
            return sum
        }

        /// XXᵀ of the normalised rows, `[n, n]`, over blocks of columns.
        func product() -> Matrix<Double> {
            let (count, width) = (features.rows, features.columns)
            var sum = Matrix<Double>(rows: count, columns: count)
            for start in stride(from: 0, to: width, by: Self.blockSize) {
                let columns = min(Self.blockSize, width - start)
                let block = Matrix<Double>(rows: columns, columns: count) { target in
                    features.scalars.withUnsafeBufferPointer { values in
                        nonisolated(unsafe) let (target, source) = (target, values)
                        Parallel.forEachRange(of: columns, size: 64) { part in
                            for row in 0..<count {
                                let scale = scales[row]
                                for column in part {
                                    target[column * count + row] = Double(source[row * width + start + column]) * scale
                                }
                            }
                        }
                    }
                }
                Self.add(MatrixProduct.scatter(of: block), to: &sum)
            }
            return sum
        }

        static func add(_ other: Matrix<Double>, to sum: inout Matrix<Double>, scale: Double = 1) {
            sum.scalars.withUnsafeMutableBufferPointer { sum in
                other.scalars.withUnsafeBufferPointer { other in
                    for index in sum.indices { sum[index] += scale * other[index] }
                }
            }
        }

        /// Which rows have no direction.
        func isZero(_ row: Int) -> Bool { scales[row] == 0 }
    }
}
