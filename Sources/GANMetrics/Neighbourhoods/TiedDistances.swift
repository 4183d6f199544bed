import GANNumerics

/// What ties between distances do to nulls that rest on there being none.
///
/// Features of whole numbers, and repeated rows, lie equally far from each other: balls without their surface then hold fewer rows
/// than the exact nulls say, balls with it more. Halves of the real rows, measured like samples and real rows, say by how much.
enum TiedDistances {
    /// From this share of rows on, ties are counted with: a few repeated rows tie for all of their neighbours, and move little.
    static let noticed = 0.25

    /// The share of rows with two equally near ones among their listed neighbours.
    static func share(_ table: NeighbourTable) -> Double {
        guard table.queries > 0, table.count > 1 else { return 0 }
        let tied = (0..<table.queries).count { row in
            (1..<table.count).contains {
                table.distance(query: row, rank: $0) == table.distance(query: row, rank: $0 - 1)
            }
        }
        return Double(tied) / Double(table.queries)
    }

    /// The mean of `measure` over both halves of a random cut of `real`, each in the samples' place once; nil of fewer rows than
    /// `fewest` a half.
    static func overHalves(
        of real: Matrix<Float>, fewest: Int, seed: UInt64,
        measure: (_ real: Matrix<Float>, _ fresh: Matrix<Float>) -> [Double]
    ) -> [Double]? {
        guard real.rows / 2 >= max(1, fewest) else { return nil }
        let halves = DisjointBlocks.rows(count: real.rows, blocks: 2, seed: seed, purpose: "tied halves")
            .map { real.rows(at: $0) }
        let (first, second) = (measure(halves[0], halves[1]), measure(halves[1], halves[0]))
        return zip(first, second).map { ($0 + $1) / 2 }
    }

    /// A null measured on halves, in place of an exact one that ties make wrong.
    static func replace(by value: Double, share: Double, in result: inout MetricResult) {
        guard let exact = result.null?.value else { return }
        result.null = MetricReference(value: value, basis: "halves of the real rows, whose distances tie")
        result.diagnostics.append(
            Diagnostic(
                code: "tied_distances", severity: .note,
                message:
                    "\((100 * share).rounded()) % of the real rows have equally near neighbours: the exact null, \(exact), holds "
                    + "where none are, so it is measured between halves of the real rows."))
    }
}
