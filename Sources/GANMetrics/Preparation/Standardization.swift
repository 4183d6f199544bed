import GANNumerics

/// Features brought to mean 0 and variance 1, by the rows of two sets together.
struct Standardization {
    /// The columns that vary, in order.
    let columns: [Int]
    private let mean: [Double]
    private let inverseDeviation: [Double]

    init(_ first: Matrix<Float>, rows firstRows: [Int], _ second: Matrix<Float>, rows secondRows: [Int]) {
        let width = first.columns
        let count = Double(firstRows.count + secondRows.count)
        let parts = [(first, firstRows), (second, secondRows)]
        let sums = parts.map { Self.sums($0, rows: $1, about: [Double](repeating: 0, count: width), squared: false) }
        let mean = zip(sums[0], sums[1]).map { ($0 + $1) / count }
        let squares = parts.map { Self.sums($0, rows: $1, about: mean, squared: true) }
        let deviations = zip(squares[0], squares[1]).map { (($0 + $1) / count).squareRoot() }
        // What is left of a constant column is rounding of its mean.
        let columns = (0..<width).filter { deviations[$0] > 1e-12 * abs(mean[$0]) }
        self.columns = columns
        self.mean = columns.map { mean[$0] }
        inverseDeviation = columns.map { 1 / deviations[$0] }
    }

    /// The rows at `rows`, standardized, `[rows, columns that vary]`.
    func apply(_ set: Matrix<Float>, rows: [Int]) -> Matrix<Float> {
        let (columns, mean, scale) = (columns, mean, inverseDeviation)
        return Matrix(rows: rows.count, columns: columns.count) { target in
            set.scalars.withUnsafeBufferPointer { source in
                nonisolated(unsafe) let (source, target) = (source, target)
                Parallel.forEachRange(of: rows.count, size: 64) { range in
                    for place in range {
                        let from = rows[place] * set.columns
                        let to = place * columns.count
                        for (index, column) in columns.enumerated() {
                            target[to + index] = Float((Double(source[from + column]) - mean[index]) * scale[index])
                        }
                    }
                }
            }
        }
    }

    /// Σ (x − c) or Σ (x − c)² of each column; panels of columns, each in the order of the rows.
    private static func sums(
        _ set: Matrix<Float>, rows: [Int], about centre: [Double], squared: Bool
    ) -> [Double] {
        var sums = [Double](repeating: 0, count: set.columns)
        sums.withUnsafeMutableBufferPointer { sums in
            set.scalars.withUnsafeBufferPointer { source in
                centre.withUnsafeBufferPointer { centre in
                    nonisolated(unsafe) let (source, centre, sums) = (source, centre, sums)
                    Parallel.forEachRange(of: set.columns, size: 256) { columns in
                        for row in rows {
                            let from = row * set.columns
                            for column in columns {
                                let difference = Double(source[from + column]) - centre[column]
                                sums[column] += squared ? difference * difference : difference
                            }
                        }
                    }
                }
            }
        }
        return sums
    }
}
