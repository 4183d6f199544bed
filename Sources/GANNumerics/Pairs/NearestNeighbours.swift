/// Exact nearest neighbours by Euclidean distance, by brute force over matrix products.
///
/// Products pick candidates under a rigorous error bound (`ProductScreen`), and differences in float64 confirm them
/// (`EuclideanDistance`): an exact copy is at distance exactly 0, ties are broken by the lower row index, and the result is
/// the same bytes for any thread count or cut into blocks. Time is at most about that of the product
/// [queries, d] · [d, rows], and a fraction of it for rows near a subspace, whose products run over at most 128 principal
/// coordinates (`PrincipalReduction`). Memory is O(queries · count), one tile of products for each thread, and those
/// coordinates.
///
/// Unlike faiss and scikit-learn, which return distances computed by the expansion ‖q‖² + ‖r‖² − 2⟨q, r⟩ and so lose
/// half of the digits near 0.
public enum NearestNeighbours {
    /// The `count` nearest rows of each query, nearest first.
    ///
    /// - Parameters:
    ///   - queries: finite rows `[m, d]`.
    ///   - rows: finite rows `[n, d]`, of which at least `count` must be eligible for each query.
    ///   - excludingSameIndex: leaves out row i for query i, for a search of rows among themselves.
    ///   - rowOffset: what to add to row indices when `rows` is a block of a larger matrix; also before comparing them
    ///     for `excludingSameIndex`.
    ///   - progress: called now and then, from any thread, with the share done, in 0...1.
    public static func search(
        queries: Matrix<Float>, in rows: Matrix<Float>, count: Int, excludingSameIndex: Bool = false,
        rowOffset: Int = 0, progress: (@Sendable (Double) -> Void)? = nil
    ) -> NeighbourTable {
        search(
            queries: queries, in: SearchedRows(rows), count: count, excludingSameIndex: excludingSameIndex,
            rowOffset: rowOffset, progress: progress)
    }

    /// The same in rows that several searches go through.
    package static func search(
        queries: Matrix<Float>, in searched: SearchedRows, count: Int, excludingSameIndex: Bool = false,
        rowOffset: Int = 0, progress: (@Sendable (Double) -> Void)? = nil
    ) -> NeighbourTable {
        let rows = searched.rows
        precondition(
            queries.columns == rows.columns, "queries of \(queries.columns) columns in rows of \(rows.columns)")
        precondition(rowOffset >= 0 && rowOffset + rows.rows <= Int(Int32.max), "\(rows.rows) rows from \(rowOffset)")
        let excludes = excludingSameIndex && rowOffset < queries.rows
        let eligible = rows.rows - (excludes ? 1 : 0)
        precondition(
            count >= 0 && (count <= eligible || queries.rows == 0), "\(count) neighbours among \(eligible) rows")
        guard queries.rows > 0, count > 0 else {
            return NeighbourTable(queries: queries.rows, count: count, indices: [], distances: [])
        }
        guard queries.columns > 0 else {
            return firstRows(
                queries: queries.rows, count: count, excludingSameIndex: excludingSameIndex, rowOffset: rowOffset)
        }
        let isSymmetric = excludingSameIndex && rowOffset == 0 && queries.sharesStorage(with: rows)
        return ProductScreen.withSearchScreens(queries: queries, rows: searched) { first, second in
            let collector = NeighbourCollector(
                queries: first, others: isSymmetric ? first : second, side: isSymmetric ? .both : .rows, count: count,
                excludingSameIndex: excludingSameIndex, rowOffset: rowOffset)
            PairSweep(first: first, second: isSymmetric ? first : second, isSymmetric: isSymmetric)
                .run([collector], progress: progress)
            return collector.table()
        }
    }

    /// Without columns all rows are equal: the nearest are the first.
    private static func firstRows(
        queries: Int, count: Int, excludingSameIndex: Bool, rowOffset: Int
    ) -> NeighbourTable {
        var indices: [Int32] = []
        indices.reserveCapacity(queries * count)
        for query in 0..<queries {
            // One more than asked for, in case the query's own index is among them.
            let first = (rowOffset...rowOffset + count).filter { !excludingSameIndex || $0 != query }
            for index in first.prefix(count) { indices.append(Int32(index)) }
        }
        return NeighbourTable(
            queries: queries, count: count, indices: indices, distances: [Double](repeating: 0, count: queries * count))
    }
}
