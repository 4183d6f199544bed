/// What searches of pairs take of memory, for whoever plans it.
package enum SearchMemory {
    private static let float = Double(MemoryLayout<Float>.stride)

    /// Bytes of a thread's packed panels of a product, for rows of `row` bytes.
    package static func panelBytes(row: Double) -> Double {
        min(
            Double(PairSweep.stripeRows + PairSweep.tileColumns) * row, 2 * Double(PairSweep.panelElements) * float)
    }

    /// Bytes of a thread's views of queries, for rows of `row` bytes; a query's `views` are never cut.
    package static func viewBytes(row: Double, views: Int) -> Double {
        min(
            Double(TransformedSearch.viewsOfThread) * row,
            max(Double(TransformedSearch.viewElements) * float, Double(views) * row))
    }

    /// The rows from which a block's principal subspace is found.
    package static func subspaceRows(columns: Int) -> Int { PrincipalReduction.sampleSize(columns: max(1, columns)) }
}
