import GANNumerics

/// Squared Euclidean distances of float64 rows, tile by tile, from float64 products.
///
/// Where a pair is so near that the expansion ‖x‖² + ‖c‖² − 2⟨x, c⟩ would lose more than four digits, differences are summed
/// instead: equal rows are at 0 exactly.
enum SquaredDistances {
    static let tile = 256

    /// Calls `body` for each range of rows with their distances to all of `centres`, `[range, m]`, from any thread.
    ///
    /// Cost n·m·d; memory one tile of `256·m` for each thread.
    static func forEachTile(
        _ rows: Matrix<Double>, _ centres: Matrix<Double>,
        _ body: @Sendable (_ range: Range<Int>, _ squares: UnsafePointer<Double>) -> Void
    ) {
        let (width, count) = (rows.columns, centres.rows)
        let (rowNorms, centreNorms) = (squaredNorms(rows), squaredNorms(centres))
        Parallel.forEachRange(of: rows.rows, size: tile) { range in
            var squares = [Double](repeating: 0, count: range.count * count)
            rows.scalars.withUnsafeBufferPointer { x in
                centres.scalars.withUnsafeBufferPointer { c in
                    squares.withUnsafeMutableBufferPointer { squares in
                        guard let x = x.baseAddress, let c = c.baseAddress, let output = squares.baseAddress else {
                            return
                        }
                        OpenBLAS.multiply(
                            x + range.lowerBound * width, transposed: false, c, transposed: true, into: output,
                            m: range.count, n: count, k: width)
                        for (offset, row) in range.enumerated() {
                            for centre in 0..<count {
                                let sum = rowNorms[row] + centreNorms[centre]
                                var square = sum - 2 * output[offset * count + centre]
                                if square < 1e-4 * sum {
                                    square = 0
                                    for column in 0..<width {
                                        let difference = x[row * width + column] - c[centre * width + column]
                                        square += difference * difference
                                    }
                                }
                                output[offset * count + centre] = square
                            }
                        }
                        body(range, UnsafePointer(output))
                    }
                }
            }
        }
    }

    private static func squaredNorms(_ rows: Matrix<Double>) -> [Double] {
        (0..<rows.rows).map { row in rows.row(row).reduce(0) { $0 + $1 * $1 } }
    }
}
