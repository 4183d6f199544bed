package import GANNumerics

/// For each query, which row of the pool of training and held-out rows wins it, and how clearly, in one channel.
///
/// The score is the distance of the nearest row by the mean distance of the next ones,
///
///     s = d₁ / mean(d₂ … d_k)    in 0...1
///
/// over the pool, whatever set a row is from: targets and decoys are treated alike. It adapts to how densely the data lie
/// around the query: about 1 for a query that has no nearest row to speak of, near 0 for a copy.
package struct CopyContests: Sendable, Equatable {
    /// What was compared: "identity", "mirrored".
    package let channel: String
    /// s of each query; 1 where there were fewer than two rows, or the query takes no part.
    package var scores: [Double]
    /// The winner's row in its own set; −1 where there is none.
    package var rows: [Int32]
    /// Whether the winner is a training row.
    package var isTraining: [Bool]
    /// The view of the query in which the winner is nearest.
    package var views: [Int32]
    /// d₁, infinite where there is none.
    package var distances: [Double]
    /// Whether no other row can be nearer than the winner (`TransformedTable.bounds`).
    package var isCertain: [Bool]

    /// How many queries there are.
    package var count: Int { scores.count }

    /// The contests of all queries of both tables, which must have the same queries and the same count k ≥ 2.
    ///
    /// - Parameters:
    ///   - takesPart: queries that the channel can say something about; the others score 1. All when nil.
    ///   - seed: draws the winner among rows at one distance, each as likely as the other.
    package init(
        channel: String, training: TransformedTable, heldOut: TransformedTable?, takesPart: [Bool]? = nil,
        seed: UInt64
    ) {
        precondition(training.count >= 2, "contests of \(training.count) neighbours")
        precondition(
            heldOut.map { $0.queries == training.queries && $0.count == training.count } ?? true,
            "tables of different queries")
        precondition(takesPart.map { $0.count == training.queries } ?? true, "a mask of other queries")
        self.channel = channel
        let queries = training.queries
        scores = [Double](repeating: 1, count: queries)
        rows = [Int32](repeating: -1, count: queries)
        isTraining = [Bool](repeating: false, count: queries)
        views = [Int32](repeating: -1, count: queries)
        distances = [Double](repeating: .infinity, count: queries)
        isCertain = [Bool](repeating: false, count: queries)
        let root = SeededGenerator(seed: seed).split("ties in " + channel)
        for query in 0..<queries {
            let merged = Self.merge(query, training, heldOut)
            guard let nearest = merged.first else { continue }
            let tied = merged.prefix { $0.distance == nearest.distance }.count
            var winner = nearest
            if tied > 1 {
                var stream = root.split(query)
                winner = merged[stream.index(below: tied)]
            }
            rows[query] = winner.row
            isTraining[query] = winner.isTraining
            views[query] = winner.view
            distances[query] = winner.distance
            isCertain[query] =
                winner.distance <= training.bounds[query]
                && (heldOut.map { winner.distance <= $0.bounds[query] } ?? true)
            if takesPart.map({ $0[query] }) ?? true { scores[query] = Self.score(merged) }
        }
    }

    private struct Entry {
        var distance: Double
        var row: Int32
        var view: Int32
        var isTraining: Bool
    }

    private static func merge(_ query: Int, _ training: TransformedTable, _ heldOut: TransformedTable?) -> [Entry] {
        var entries: [Entry] = []
        entries.reserveCapacity(2 * training.count)
        for (table, isTraining) in [(training, true)] + (heldOut.map { [($0, false)] } ?? []) {
            for place in query * table.count..<(query + 1) * table.count where table.indices[place] >= 0 {
                entries.append(
                    Entry(
                        distance: table.distances[place], row: table.indices[place], view: table.views[place],
                        isTraining: isTraining))
            }
        }
        // Entries of one set are sorted already; the order of equal distances does not matter, since a draw decides.
        entries.sort { $0.distance < $1.distance }
        return Array(entries.prefix(training.count))
    }

    private static func score(_ merged: [Entry]) -> Double {
        guard merged.count > 1 else { return 1 }
        let next = merged.dropFirst().reduce(0) { $0 + $1.distance } / Double(merged.count - 1)
        return next > 0 ? merged[0].distance / next : 1
    }
}

extension CopyContests {
    /// The contests of some queries, in the given order.
    package func picked(_ queries: [Int]) -> CopyContests {
        var result = self
        result.scores = queries.map { scores[$0] }
        result.rows = queries.map { rows[$0] }
        result.isTraining = queries.map { isTraining[$0] }
        result.views = queries.map { views[$0] }
        result.distances = queries.map { distances[$0] }
        result.isCertain = queries.map { isCertain[$0] }
        return result
    }
}
