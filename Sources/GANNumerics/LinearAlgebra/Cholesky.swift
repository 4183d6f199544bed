import COpenBLAS

/// The factorization A = L·Lᵀ of symmetric positive definite matrices, by LAPACK on the calling thread.
public enum Cholesky {
    /// The lower factor L, shape `[n, n]`, with zeros above the diagonal; only the lower triangle of `matrix` is read.
    ///
    /// Throws `notPositiveDefinite` when a pivot is not positive: a covariance of too few rows is singular, and rounding
    /// decides then whether this throws. Cost n³/3.
    public static func factor(of matrix: Matrix<Double>) throws(LinearAlgebraError) -> Matrix<Double> {
        precondition(matrix.rows == matrix.columns, "Cholesky factor of a matrix [\(matrix.rows), \(matrix.columns)]")
        if let place = matrix.firstNonFinite {
            throw .nonFinite(operation: "Cholesky factor", row: place.row, column: place.column)
        }
        guard matrix.rows > 0 else { return matrix }
        _ = OpenBLAS.setup
        let count = matrix.rows
        var order = Int32(count)
        // Row-major lower is column-major upper, and UᵀU in columns is L·Lᵀ in rows.
        var triangle = CChar(UInt8(ascii: "U"))
        var status: Int32 = 0
        var factor = matrix
        dpotrf_(&triangle, &order, &factor.scalars, &order, &status)
        precondition(status >= 0, "dpotrf refused argument \(-status)")
        guard status == 0 else { throw .notPositiveDefinite(order: count, minor: Int(status)) }
        factor.scalars.withUnsafeMutableBufferPointer { scalars in
            for row in 0..<count { scalars[row * count + row + 1..<(row + 1) * count].update(repeating: 0) }
        }
        return factor
    }
}
