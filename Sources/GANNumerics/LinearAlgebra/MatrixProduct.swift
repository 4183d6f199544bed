import COpenBLAS

/// Products of whole matrices on several threads.
///
/// The output is cut into tiles whose size depends on its shape alone, each computed by one single-threaded product: the
/// result is the same bytes for any thread count.
public enum MatrixProduct {
    /// The side of an output tile: large enough for OpenBLAS to reach its full speed, small enough to share out.
    private static let tileSide = 512

    /// op(A) · op(B) in float32, where op transposes when its flag is set; inner dimensions must agree.
    public static func multiply(
        _ a: Matrix<Float>, transposed transposeA: Bool = false, _ b: Matrix<Float>, transposed transposeB: Bool = false
    ) -> Matrix<Float> {
        let (m, n, k) = shape(a, transposeA, b, transposeB)
        return Matrix(rows: m, columns: n) { target in
            a.scalars.withUnsafeBufferPointer { a in
                b.scalars.withUnsafeBufferPointer { b in
                    guard let output = target.baseAddress else { return }
                    guard k > 0, let left = a.baseAddress, let right = b.baseAddress else {
                        target.update(repeating: 0)
                        return
                    }
                    nonisolated(unsafe) let (a, b, c) = (left, right, output)
                    let (leadingA, leadingB) = (transposeA ? m : k, transposeB ? k : n)
                    forEachTile(m, n) { row, height, column, width in
                        OpenBLAS.multiply(
                            a + (transposeA ? row : row * k), transposed: transposeA,
                            b + (transposeB ? column * k : column), transposed: transposeB, into: c + row * n + column,
                            m: height, n: width, k: k, leadingA: leadingA, leadingB: leadingB, leadingC: n)
                    }
                }
            }
        }
    }

    /// op(A) · op(B) in float64; as for float32.
    public static func multiply(
        _ a: Matrix<Double>, transposed transposeA: Bool = false, _ b: Matrix<Double>,
        transposed transposeB: Bool = false
    ) -> Matrix<Double> {
        let (m, n, k) = shape(a, transposeA, b, transposeB)
        return Matrix(rows: m, columns: n) { target in
            a.scalars.withUnsafeBufferPointer { a in
                b.scalars.withUnsafeBufferPointer { b in
                    guard let output = target.baseAddress else { return }
                    guard k > 0, let left = a.baseAddress, let right = b.baseAddress else {
                        target.update(repeating: 0)
                        return
                    }
                    nonisolated(unsafe) let (a, b, c) = (left, right, output)
                    let (leadingA, leadingB) = (transposeA ? m : k, transposeB ? k : n)
                    forEachTile(m, n) { row, height, column, width in
                        OpenBLAS.multiply(
                            a + (transposeA ? row : row * k), transposed: transposeA,
                            b + (transposeB ? column * k : column), transposed: transposeB, into: c + row * n + column,
                            m: height, n: width, k: k, leadingA: leadingA, leadingB: leadingB, leadingC: n)
                    }
                }
            }
        }
    }

    /// XᵀX, shape `[d, d]`, of rows `[n, d]` that are centred already; exactly symmetric.
    public static func scatter(of centred: Matrix<Double>) -> Matrix<Double> {
        let width = centred.columns
        var result = Matrix<Double>(rows: width, columns: width)
        result.scalars.withUnsafeMutableBufferPointer { target in
            centred.scalars.withUnsafeBufferPointer { rows in
                guard let target = target.baseAddress, let rows = rows.baseAddress else { return }
                addScatter(of: rows, rows: centred.rows, width: width, to: target)
                mirrorLowerTriangle(target, order: width)
            }
        }
        return result
    }

    /// Adds XᵀX of packed rows `[rows, width]` to the lower triangle of `target` `[width, width]`.
    ///
    /// What lies above the diagonal is left in an unspecified state until `mirrorLowerTriangle`.
    static func addScatter(
        of block: UnsafePointer<Double>, rows: Int, width: Int, to target: UnsafeMutablePointer<Double>
    ) {
        guard rows > 0, width > 0 else { return }
        _ = OpenBLAS.setup
        // Panels of nearly equal width keep the tiles nearly equal, so that threads finish together.
        let panels = (width + 255) / 256
        let side = ((width + panels - 1) / panels + 7) / 8 * 8
        // Tiles below the diagonal cost twice those on it and go first.
        var tiles: [(row: Int, column: Int)] = []
        for row in 0..<panels { for column in 0..<row { tiles.append((row, column)) } }
        for row in 0..<panels { tiles.append((row, row)) }
        nonisolated(unsafe) let (block, target) = (block, target)
        let order = tiles
        Parallel.forEach(order.count) { index in
            let (row, column) = (order[index].row * side, order[index].column * side)
            let height = min(side, width - row)
            guard height > 0 else { return }
            if row == column {
                cblas_dsyrk(
                    Int32(GANEVAL_ROW_MAJOR.rawValue), Int32(GANEVAL_LOWER.rawValue), Int32(GANEVAL_TRANSPOSE.rawValue),
                    Int32(height), Int32(rows), 1, block + row, Int32(width), 1, target + row * width + row,
                    Int32(width))
            } else {
                OpenBLAS.multiply(
                    block + row, transposed: true, block + column, into: target + row * width + column, m: height,
                    n: side, k: rows, beta: 1, leadingA: width, leadingB: width, leadingC: width)
            }
        }
    }

    /// Copies the lower triangle of `[order, order]` to the upper one.
    static func mirrorLowerTriangle(_ target: UnsafeMutablePointer<Double>, order: Int) {
        nonisolated(unsafe) let target = target
        // Square blocks keep both the reads and the writes in the cache.
        Parallel.forEachRange(of: order, size: 64) { rows in
            for start in stride(from: 0, to: rows.upperBound, by: 64) {
                for row in rows {
                    for column in start..<max(start, min(start + 64, row)) {
                        target[column * order + row] = target[row * order + column]
                    }
                }
            }
        }
    }

    private static func forEachTile(
        _ m: Int, _ n: Int, _ body: @Sendable (_ row: Int, _ height: Int, _ column: Int, _ width: Int) -> Void
    ) {
        let across = (n + tileSide - 1) / tileSide
        Parallel.forEach((m + tileSide - 1) / tileSide * across) { index in
            let (row, column) = (index / across * tileSide, index % across * tileSide)
            body(row, min(tileSide, m - row), column, min(tileSide, n - column))
        }
    }

    private static func shape<Scalar>(
        _ a: Matrix<Scalar>, _ transposeA: Bool, _ b: Matrix<Scalar>, _ transposeB: Bool
    ) -> (m: Int, n: Int, k: Int) {
        let (m, inner) = transposeA ? (a.columns, a.rows) : (a.rows, a.columns)
        let (k, n) = transposeB ? (b.columns, b.rows) : (b.rows, b.columns)
        precondition(inner == k, "product of shapes [\(m), \(inner)] and [\(k), \(n)]")
        return (m, n, k)
    }
}
