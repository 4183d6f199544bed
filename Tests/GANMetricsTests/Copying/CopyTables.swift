import GANNumerics

@testable import GANMetrics

/// Tables and contests made by hand.
enum CopyTables {
    /// One query a row: (row, distance) in order, the rest free.
    static func table(_ queries: [[(Int32, Double)]], count: Int = 3, bound: Double = .infinity) -> TransformedTable {
        var table = TransformedTable(queries: queries.count, count: count)
        for (query, entries) in queries.enumerated() {
            for (rank, entry) in entries.enumerated() {
                table.indices[query * count + rank] = entry.0
                table.distances[query * count + rank] = entry.1
                table.views[query * count + rank] = 0
            }
            table.bounds[query] = bound
        }
        return table
    }

    /// Contests of given scores and winners.
    static func contests(
        _ scores: [Double], rows: [Int32], isTraining: [Bool], channel: String = "identity"
    ) -> CopyContests {
        let tables: [[(Int32, Double)]] = scores.indices.map { [(rows[$0], scores[$0]), (Int32.max, 1)] }
        var result = CopyContests(channel: channel, training: table(tables), heldOut: nil, seed: 1)
        result.scores = scores
        result.isTraining = isTraining
        return result
    }

    /// Rows' contests with labels in order of strength.
    static func rowContests(_ labels: [Bool], training: Int, heldOut: Int, seed: UInt64 = 1) -> RowContests {
        RowContests(
            rows: labels.indices.map(Int32.init), isTraining: labels, strengths: labels.indices.map(Double.init),
            trainingRows: training, heldOutRows: heldOut, seed: seed)
    }

    /// As many labels as asked for, drawn from a pool without replacement.
    static func drawnLabels(_ count: Int, training: Int, heldOut: Int, seed: UInt64) -> [Bool] {
        var generator = SeededGenerator(seed: seed).split("labels of a test")
        return generator.sample(count, below: training + heldOut).map { $0 < training }
    }
}
