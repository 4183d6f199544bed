import Synchronization

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
    // Queries and rows in one product: 512 queries for each packed panel of rows keep OpenBLAS near its full speed.
    private static let queryTile = 512
    private static let rowTile = 1024

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
        // Few queries would leave threads idle, so the rows are shared out too and the tables merged.
        let queryTiles = (queries.rows + queryTile - 1) / queryTile
        let chunks = queryTiles >= 8 ? 1 : max(1, min(8, rows.rows / (4 * rowTile)))
        let chunkRows = ((rows.rows + chunks - 1) / chunks + rowTile - 1) / rowTile * rowTile
        let chunkElements = queries.rows * count
        var indices = [Int32](repeating: .max, count: chunks * chunkElements)
        var distances = [Double](repeating: .infinity, count: chunks * chunkElements)
        let done = Atomic<Int>(0)
        indices.withUnsafeMutableBufferPointer { indices in
            distances.withUnsafeMutableBufferPointer { distances in
                guard let indexBase = indices.baseAddress, let distanceBase = distances.baseAddress else { return }
                // Different work items write different queries or different chunks.
                nonisolated(unsafe) let (indices, distances) = (indexBase, distanceBase)
                ProductScreen.withSearchScreens(queries: queries, rows: rows) { queries, rows in
                    Parallel.forEach(queryTiles * chunks) { item in
                        let (tile, chunk) = (item / chunks, item % chunks)
                        let search = NeighbourTileSearch(
                            queries: queries, rows: rows, count: count, excludingSameIndex: excludingSameIndex,
                            rowOffset: rowOffset, indices: indices + chunk * chunkElements,
                            distances: distances + chunk * chunkElements)
                        search.run(
                            queryRange: tile * queryTile..<min(queries.rows, (tile + 1) * queryTile),
                            rowRange: min(rows.rows, chunk * chunkRows)..<min(rows.rows, (chunk + 1) * chunkRows),
                            rowTile: rowTile)
                        let finished = done.wrappingAdd(1, ordering: .relaxed).newValue
                        progress?(Double(finished) / Double(queryTiles * chunks))
                    }
                }
            }
        }
        let tables = (0..<chunks).map { chunk in
            let range = chunk * chunkElements..<(chunk + 1) * chunkElements
            return NeighbourTable(
                queries: queries.rows, count: count, indices: Array(indices[range]), distances: Array(distances[range]))
        }
        return tables.dropFirst().reduce(tables[0]) { $0.merged(with: $1) }
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
