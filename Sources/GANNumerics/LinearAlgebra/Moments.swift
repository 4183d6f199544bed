/// Which divisor turns a scatter matrix into a covariance.
public enum CovarianceEstimator: String, Sendable, CaseIterable {
    /// n − 1: unbiased for independent rows.
    case unbiased
    /// n: the maximum of a Gaussian's likelihood.
    case maximumLikelihood
}

/// The number, mean and scatter of the rows of a feature matrix, mergeable over blocks of rows.
///
/// Everything is float64. The scatter is Σᵢ (xᵢ − μ)(xᵢ − μ)ᵀ, computed in two passes (mean first), so that a large
/// common offset of the features costs no digits. Merging follows Chan, Golub and LeVeque, "Updating formulae and a
/// pairwise algorithm for computing sample variances", 1979, equation 2.1b.
public struct Moments: Sendable, Equatable {
    /// How many rows were seen.
    public private(set) var count: Int
    /// The mean row, `[d]`; zeros when no row was seen.
    public private(set) var mean: [Double]
    /// Σ (x − μ)(x − μ)ᵀ, `[d, d]`, exactly symmetric.
    public private(set) var scatter: Matrix<Double>

    /// Rows converted to float64 at a time: 16 MB at 2048 columns.
    private static let blockRows = 1024

    /// The moments of no rows at all.
    public init(width: Int) {
        count = 0
        mean = [Double](repeating: 0, count: width)
        scatter = Matrix(rows: width, columns: width)
    }

    /// The moments of all rows of `rows` `[n, d]`.
    ///
    /// Cost n·d² on several threads; memory d² and one block of 1,024 rows, in float64. The same bytes for any thread count.
    public init(of rows: Matrix<Float>) {
        self.init(width: rows.columns)
        guard rows.rows > 0, rows.columns > 0 else {
            count = rows.rows
            return
        }
        count = rows.rows
        mean = Self.mean(of: rows)
        let width = rows.columns
        let blockRows = min(Self.blockRows, rows.rows)
        let block = UnsafeMutablePointer<Double>.allocate(capacity: blockRows * width)
        defer { block.deallocate() }
        scatter.scalars.withUnsafeMutableBufferPointer { target in
            guard let target = target.baseAddress else { return }
            for start in stride(from: 0, to: rows.rows, by: blockRows) {
                let height = min(blockRows, rows.rows - start)
                Self.centre(rows, start..<start + height, about: mean, into: block)
                MatrixProduct.addScatter(of: block, rows: height, width: width, to: target)
            }
            MatrixProduct.mirrorLowerTriangle(target, order: width)
        }
    }

    /// Takes in the rows that `other` saw; both must have the same width.
    ///
    /// S = S₁ + S₂ + (n₁·n₂/n)·δδᵀ with δ = μ₂ − μ₁. Which is merged into which changes the last digits only.
    public mutating func merge(_ other: Moments) {
        precondition(mean.count == other.mean.count, "moments of width \(other.mean.count) merged into \(mean.count)")
        if other.count == 0 { return }
        if count == 0 {
            self = other
            return
        }
        let total = Double(count + other.count)
        let share = Double(other.count) / total
        let weight = Double(count) * share
        let width = mean.count
        let difference = zip(other.mean, mean).map { $0 - $1 }
        for index in 0..<width { mean[index] += difference[index] * share }
        scatter.scalars.withUnsafeMutableBufferPointer { target in
            other.scatter.scalars.withUnsafeBufferPointer { added in
                for row in 0..<width {
                    for column in 0..<width {
                        // The products in this order are symmetric to the last bit.
                        target[row * width + column] +=
                            added[row * width + column] + weight * (difference[row] * difference[column])
                    }
                }
            }
        }
        count += other.count
    }

    /// The covariance matrix, `[d, d]`; `unbiased` needs two rows, `maximumLikelihood` one.
    public func covariance(_ estimator: CovarianceEstimator = .unbiased) -> Matrix<Double> {
        let divisor = estimator == .unbiased ? count - 1 : count
        precondition(divisor > 0, "\(estimator) covariance of \(count) rows")
        let scale = Double(divisor)
        return Matrix(rows: scatter.rows, columns: scatter.columns, scalars: scatter.scalars.map { $0 / scale })
    }

    private static func mean(of rows: Matrix<Float>) -> [Double] {
        let width = rows.columns
        // Sums over short blocks, added in order: small error, and independent of the thread count.
        let blocks = (rows.rows + 255) / 256
        var sums = [Double](repeating: 0, count: blocks * width)
        rows.scalars.withUnsafeBufferPointer { source in
            sums.withUnsafeMutableBufferPointer { sums in
                guard let source = source.baseAddress, let sums = sums.baseAddress else { return }
                nonisolated(unsafe) let target = sums
                nonisolated(unsafe) let values = source
                let count = rows.rows
                Parallel.forEach(blocks) { index in
                    let sum = target + index * width
                    for row in index * 256..<min(count, (index + 1) * 256) {
                        let value = values + row * width
                        for column in 0..<width { sum[column] += Double(value[column]) }
                    }
                }
            }
        }
        var mean = [Double](repeating: 0, count: width)
        for index in 0..<blocks { for column in 0..<width { mean[column] += sums[index * width + column] } }
        for column in 0..<width { mean[column] /= Double(rows.rows) }
        return mean
    }

    private static func centre(
        _ rows: Matrix<Float>, _ range: Range<Int>, about mean: [Double], into block: UnsafeMutablePointer<Double>
    ) {
        let width = rows.columns
        rows.scalars.withUnsafeBufferPointer { source in
            mean.withUnsafeBufferPointer { mean in
                guard let source = source.baseAddress, let centre = mean.baseAddress else { return }
                nonisolated(unsafe) let (block, mean) = (block, centre)
                nonisolated(unsafe) let values = source + range.lowerBound * width
                Parallel.forEachRange(of: range.count, size: 64) { part in
                    for row in part {
                        let (from, to) = (values + row * width, block + row * width)
                        for column in 0..<width { to[column] = Double(from[column]) - mean[column] }
                    }
                }
            }
        }
    }
}
