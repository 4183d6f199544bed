import COpenBLAS

/// Eigenvalues and eigenvectors of real symmetric matrices, by LAPACK on the calling thread.
///
/// Only the lower triangle is read; the matrix must be square. Cost O(n³).
public enum SymmetricEigen {
    /// The eigenvalues in ascending order.
    ///
    /// Each is within about n·ε·‖A‖ of the exact one, so a zero eigenvalue may come out slightly negative.
    public static func values(of matrix: Matrix<Double>) throws(LinearAlgebraError) -> [Double] {
        try solve(matrix, vectors: false).values
    }

    /// The eigenvalues in ascending order, and the orthonormal eigenvectors: row i of `vectors` belongs to `values[i]`.
    ///
    /// An eigenvector's sign is arbitrary, and inside an eigenspace of several dimensions so is the basis.
    public static func decomposition(
        of matrix: Matrix<Double>
    ) throws(LinearAlgebraError) -> (values: [Double], vectors: Matrix<Double>) {
        try solve(matrix, vectors: true)
    }

    private static func solve(
        _ matrix: Matrix<Double>, vectors: Bool
    ) throws(LinearAlgebraError) -> (values: [Double], vectors: Matrix<Double>) {
        precondition(matrix.rows == matrix.columns, "eigenvalues of a matrix [\(matrix.rows), \(matrix.columns)]")
        if let place = matrix.firstNonFinite {
            throw .nonFinite(operation: "eigenvalues", row: place.row, column: place.column)
        }
        guard matrix.rows > 0 else { return ([], matrix) }
        _ = OpenBLAS.setup
        var order = Int32(matrix.rows)
        // Row-major lower is column-major upper; LAPACK leaves eigenvector i in column i, which is our row i.
        var job = CChar(UInt8(ascii: vectors ? "V" : "N"))
        var triangle = CChar(UInt8(ascii: "U"))
        var scalars = matrix.scalars
        var values = [Double](repeating: 0, count: matrix.rows)
        var status: Int32 = 0
        var workCount: Int32 = -1
        var integerCount: Int32 = -1
        var workNeeded = 0.0
        var integersNeeded: Int32 = 0
        dsyevd_(
            &job, &triangle, &order, &scalars, &order, &values, &workNeeded, &workCount, &integersNeeded, &integerCount,
            &status)
        precondition(status == 0, "dsyevd refused argument \(-status) of its workspace query")
        workCount = Int32(workNeeded)
        integerCount = integersNeeded
        var work = [Double](repeating: 0, count: Int(workCount))
        var integers = [Int32](repeating: 0, count: Int(integerCount))
        dsyevd_(
            &job, &triangle, &order, &scalars, &order, &values, &work, &workCount, &integers, &integerCount, &status)
        precondition(status >= 0, "dsyevd refused argument \(-status)")
        guard status == 0 else {
            throw .notConverged(operation: "eigenvalues", order: matrix.rows, remaining: Int(status))
        }
        return (values, Matrix(rows: matrix.rows, columns: matrix.rows, scalars: scalars))
    }
}
