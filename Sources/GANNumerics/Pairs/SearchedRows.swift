/// Rows that several searches go through: what they alone decide is found once, at the first search that asks for it.
///
/// Memory is the rows and one reduction of them, of at most 128 columns. For one thread.
package final class SearchedRows {
    /// Finite rows `[n, d]`.
    package let rows: Matrix<Float>
    private var known: (subspace: PrincipalReduction.Subspace?, Void)?
    private var reduction: (width: Int, rows: Matrix<Float>)?

    /// Rows of which nothing is known yet.
    package init(_ rows: Matrix<Float>) { self.rows = rows }

    /// Their leading directions; nil where there are none.
    var subspace: PrincipalReduction.Subspace? {
        if let known { return known.subspace }
        let found = PrincipalReduction.Subspace(of: rows)
        known = (found, ())
        return found
    }

    /// Their coordinates by a reduction to their own directions.
    func reduced(by own: PrincipalReduction) -> Matrix<Float> {
        // The directions are the same, so the number of them tells one reduction from another.
        if let reduction, reduction.width == own.width { return reduction.rows }
        let found = own.reduce(rows)
        reduction = (own.width, found)
        return found
    }
}
