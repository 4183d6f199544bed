import COpenBLAS

/// Singular values of real matrices, by LAPACK on the calling thread.
public enum SingularValues {
    /// The singular values of `matrix` `[n, m]` in descending order, min(n, m) of them.
    ///
    /// Each is within about n·ε of the largest of the exact one: small ones keep digits that the roots of the eigenvalues of
    /// AᵀA have lost. Cost about 8/3·n·m·min(n, m). Throws for numbers that are not finite and where LAPACK does not converge.
    public static func values(of matrix: Matrix<Double>) throws(LinearAlgebraError) -> [Double] {
        if let place = matrix.firstNonFinite {
            throw .nonFinite(operation: "singular values", row: place.row, column: place.column)
        }
        let least = min(matrix.rows, matrix.columns)
        guard least > 0 else { return [] }
        _ = OpenBLAS.setup
        // What is row-major here is the transpose to LAPACK, whose singular values are the same.
        var (rows, columns) = (Int32(matrix.columns), Int32(matrix.rows))
        var job = CChar(UInt8(ascii: "N"))
        var scalars = matrix.scalars
        var values = [Double](repeating: 0, count: least)
        var integers = [Int32](repeating: 0, count: 8 * least)
        var (status, workCount, one): (Int32, Int32, Int32) = (0, -1, 1)
        var (workNeeded, left, right) = (0.0, 0.0, 0.0)
        dgesdd_(
            &job, &rows, &columns, &scalars, &rows, &values, &left, &one, &right, &one, &workNeeded, &workCount,
            &integers, &status)
        precondition(status == 0, "dgesdd refused argument \(-status) of its workspace query")
        workCount = Int32(workNeeded)
        var work = [Double](repeating: 0, count: Int(workCount))
        dgesdd_(
            &job, &rows, &columns, &scalars, &rows, &values, &left, &one, &right, &one, &work, &workCount, &integers,
            &status)
        precondition(status >= 0, "dgesdd refused argument \(-status)")
        guard status == 0 else {
            throw .notConverged(operation: "singular values", order: least, remaining: Int(status))
        }
        return values
    }
}
