import GANNumerics

/// For each row, the sum of its cubic kernel values with the other rows of its set and with all rows of the other set.
///
/// Tiles of float32 products, summed in float64 in an order that the shapes alone decide. A symmetric half is computed once:
/// a tile gives row sums to its rows and column sums to its columns.
struct CubicKernelSums {
    /// Σ_{j≠i} k(x_i, x_j), `[n]`.
    var withinFirst: [Double]
    /// Σ_{j≠i} k(y_i, y_j), `[m]`.
    var withinSecond: [Double]
    /// Σ_j k(x_i, y_j), `[n]`.
    var firstToSecond: [Double]
    /// Σ_i k(x_i, y_j), `[m]`.
    var secondToFirst: [Double]

    private static let tileRows = 512
    private static let tileColumns = 512
    /// Tile rows in flight at a time; each has its own column sums until they are added in order.
    private static let wave = 16

    init(first: Matrix<Float>, second: Matrix<Float>) {
        // A power of two brings the features to at most 1, so that float32 products can't overflow; it is exact.
        let largest = max(Self.largestMagnitude(first), Self.largestMagnitude(second))
        let exponent = largest > 0x1p40 ? Int(largest.exponent) + 1 : 0
        let scale = Float(sign: .plus, exponent: -exponent, significand: 1)
        let first = exponent == 0 ? first : Self.scaled(first, by: scale)
        let second = exponent == 0 ? second : Self.scaled(second, by: scale)
        let factor = Double(sign: .plus, exponent: 2 * exponent, significand: 1) / Double(first.columns)
        (withinFirst, _) = Self.sums(first, first, symmetric: true, factor: factor)
        (withinSecond, _) = Self.sums(second, second, symmetric: true, factor: factor)
        (firstToSecond, secondToFirst) = Self.sums(first, second, symmetric: false, factor: factor)
    }

    private static func largestMagnitude(_ matrix: Matrix<Float>) -> Float {
        matrix.scalars.reduce(0) { max($0, $1.magnitude) }
    }

    private static func scaled(_ matrix: Matrix<Float>, by scale: Float) -> Matrix<Float> {
        Matrix(rows: matrix.rows, columns: matrix.columns, scalars: matrix.scalars.map { $0 * scale })
    }

    /// Row and column sums of the kernel matrix `[a.rows, b.rows]`; without the diagonal, and in the row sums alone, when
    /// it is `symmetric`.
    private static func sums(
        _ a: Matrix<Float>, _ b: Matrix<Float>, symmetric: Bool, factor: Double
    ) -> (rows: [Double], columns: [Double]) {
        let (rows, columns, width) = (a.rows, b.rows, a.columns)
        var rowSums = [Double](repeating: 0, count: rows)
        var columnSums = [Double](repeating: 0, count: columns)
        let stripes = (rows + tileRows - 1) / tileRows
        for start in stride(from: 0, to: stripes, by: wave) {
            let count = min(wave, stripes - start)
            var partial = [Double](repeating: 0, count: count * columns)
            a.scalars.withUnsafeBufferPointer { a in
                b.scalars.withUnsafeBufferPointer { b in
                    rowSums.withUnsafeMutableBufferPointer { rowSums in
                        partial.withUnsafeMutableBufferPointer { partial in
                            // Stripes write to rows and partial sums of their own.
                            nonisolated(unsafe) let (a, b, rowSums, partial) = (a, b, rowSums, partial)
                            Parallel.forEach(count) { index in
                                guard let a = a.baseAddress, let b = b.baseAddress, let rowSums = rowSums.baseAddress,
                                    let partial = partial.baseAddress
                                else { return }
                                let top = (start + index) * tileRows
                                let stripe = Stripe(
                                    rows: top..<min(rows, top + tileRows), columns: columns, width: width,
                                    symmetric: symmetric, factor: factor)
                                stripe.sum(a, b, rowSums: rowSums, columnSums: partial + index * columns)
                            }
                        }
                    }
                }
            }
            for index in 0..<count {
                for column in 0..<columns { columnSums[column] += partial[index * columns + column] }
            }
        }
        if symmetric { for row in 0..<rows { rowSums[row] += columnSums[row] } }
        return (rowSums, columnSums)
    }

    /// One horizontal strip of the kernel matrix, on one thread.
    private struct Stripe {
        let rows: Range<Int>
        let columns: Int
        let width: Int
        let symmetric: Bool
        let factor: Double

        func sum(
            _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, rowSums: UnsafeMutablePointer<Double>,
            columnSums: UnsafeMutablePointer<Double>
        ) {
            let tile = UnsafeMutablePointer<Float>.allocate(capacity: rows.count * tileColumns)
            // The diagonal tile is computed whole, and its column sums would count its pairs again.
            let ignored = UnsafeMutablePointer<Double>.allocate(capacity: tileColumns)
            ignored.initialize(repeating: 0, count: tileColumns)
            defer {
                tile.deallocate()
                ignored.deallocate()
            }
            for left in stride(from: symmetric ? rows.lowerBound : 0, to: columns, by: tileColumns) {
                let across = min(tileColumns, columns - left)
                OpenBLAS.multiply(
                    a + rows.lowerBound * width, transposed: false, b + left * width, transposed: true, into: tile,
                    m: rows.count,
                    n: across,
                    k: width)
                let diagonal = symmetric && left == rows.lowerBound
                let target = diagonal ? ignored : columnSums + left
                for row in 0..<rows.count {
                    let products = tile + row * across
                    if diagonal {
                        rowSums[rows.lowerBound + row] +=
                            accumulate(products, 0..<row, into: target)
                            + accumulate(products, row + 1..<across, into: target)
                    } else {
                        rowSums[rows.lowerBound + row] += accumulate(products, 0..<across, into: target)
                    }
                }
            }
        }

        /// Adds the kernel values of some products to the column sums, and returns their sum.
        @inline(__always)
        private func accumulate(
            _ products: UnsafePointer<Float>, _ range: Range<Int>, into columnSums: UnsafeMutablePointer<Double>
        ) -> Double {
            var sum = SIMD4<Double>()
            var column = range.lowerBound
            while column + 4 <= range.upperBound {
                let product = SIMD4(
                    Double(products[column]), Double(products[column + 1]), Double(products[column + 2]),
                    Double(products[column + 3]))
                let base = product * factor + 1
                let value = base * base * base
                sum += value
                columnSums[column] += value[0]
                columnSums[column + 1] += value[1]
                columnSums[column + 2] += value[2]
                columnSums[column + 3] += value[3]
                column += 4
            }
            var rest = 0.0
            while column < range.upperBound {
                let base = Double(products[column]) * factor + 1
                let value = base * base * base
                rest += value
                columnSums[column] += value
                column += 1
            }
            return (sum[0] + sum[1]) + (sum[2] + sum[3]) + rest
        }
    }
}
