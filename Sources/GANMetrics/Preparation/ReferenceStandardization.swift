import GANNumerics

/// Zero mean and unit variance, by the statistics of one set.
struct ReferenceStandardization {
    let mean: [Double]
    /// 1/standard deviation (divisor n − 1); 1 for constant columns.
    let factor: [Double]
    let constantColumns: Int

    /// From rows `[n, d]`, n at least 2.
    init(of rows: Matrix<Float>) {
        let width = rows.columns
        let mean = CentreDistance.mean(of: rows)
        var squares = [Double](repeating: 0, count: width)
        for row in 0..<rows.rows {
            for column in 0..<width {
                let difference = Double(rows[row, column]) - mean[column]
                squares[column] += difference * difference
            }
        }
        self.mean = mean
        let deviations = zip(squares, mean).map { square, mean in
            // What rounding makes of a constant column is not spread.
            let deviation = (square / Double(rows.rows - 1)).squareRoot()
            return deviation > abs(mean) * 1e-12 ? deviation : 0
        }
        factor = deviations.map { $0 > 0 ? 1 / $0 : 1 }
        constantColumns = deviations.count { $0 == 0 }
    }

    func applied(to rows: Matrix<Float>) -> Matrix<Double> {
        let width = rows.columns
        return Matrix(rows: rows.rows, columns: width) { target in
            rows.scalars.withUnsafeBufferPointer { source in
                for row in 0..<rows.rows {
                    for column in 0..<width {
                        let value = (Double(source[row * width + column]) - mean[column]) * factor[column]
                        // Beyond this many standard deviations a row is only far, and squares must stay in range.
                        target[row * width + column] = max(-1e15, min(1e15, value))
                    }
                }
            }
        }
    }
}
