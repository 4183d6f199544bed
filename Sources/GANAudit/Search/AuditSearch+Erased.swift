import GANData
import GANMetrics
import GANNumerics

extension AuditSearch {
    /// Candidates of all queries, each query's together.
    private struct ErasedPairs {
        var rows: [AuditCandidates.Row] = []
        /// Whether a row is a candidate of the whole pool, or of held-out rows alone.
        var isOfPool: [Bool] = []
        var query: [Int32] = []
        /// Where each query's begin, and the end.
        var starts: [Int] = [0]
        var distances: [Double] = []
        var windows: [Int32] = []
        /// Pairs in the order of their rows, those of training rows first.
        var order: [Int] = []

        init(_ candidates: AuditCandidates, queries: Int) {
            for number in 0..<queries {
                let pooled = candidates.union(number, heldOutAlone: false)
                let inPool = Set(pooled)
                let alone = candidates.union(number, heldOutAlone: true).filter { !inPool.contains($0) }
                rows += pooled + alone
                isOfPool += [Bool](repeating: true, count: pooled.count)
                isOfPool += [Bool](repeating: false, count: alone.count)
                query += [Int32](repeating: Int32(number), count: pooled.count + alone.count)
                starts.append(rows.count)
            }
            distances = [Double](repeating: .infinity, count: rows.count)
            windows = [Int32](repeating: -1, count: rows.count)
            let rows = rows
            order = rows.indices.sorted {
                let (one, other) = (rows[$0], rows[$1])
                if one.isTraining != other.isTraining { return one.isTraining }
                return (one.row, $0) < (other.row, $1)
            }
        }

        /// The pairs of rows in `range` of a set.
        func pairs(_ range: Range<Int>, isTraining: Bool) -> ArraySlice<Int> {
            func first(_ row: Int) -> Int {
                var (low, high) = (0, order.count)
                while low < high {
                    let middle = (low + high) / 2
                    let found = rows[order[middle]]
                    let isBefore = found.isTraining == isTraining ? Int(found.row) < row : found.isTraining
                    if isBefore { low = middle + 1 } else { high = middle }
                }
                return low
            }
            return order[first(range.lowerBound)..<first(range.upperBound)]
        }

        /// The nearest of a query's rows that `takes` lets in.
        func fill(_ table: inout TransformedTable, _ takes: (Int) -> Bool) {
            for query in 0..<table.queries {
                let found = (starts[query]..<starts[query + 1]).filter { takes($0) && distances[$0] < .infinity }
                    .sorted { (distances[$0], rows[$0].row) < (distances[$1], rows[$1].row) }
                for (rank, pair) in found.prefix(table.count).enumerated() {
                    table.indices[query * table.count + rank] = rows[pair].row
                    table.distances[query * table.count + rank] = distances[pair]
                    table.views[query * table.count + rank] = windows[pair]
                }
                // Rows that were no candidates may be as near.
                table.bounds[query] = 0
            }
        }
    }

    /// Candidates of all queries by their distances outside of the worst window.
    func erased(
        _ windows: ErasedWindows, _ candidates: AuditCandidates, _ pass: PoolPass, progress: (Double) -> Void
    ) throws -> AuditSecondLook {
        let count = queries.rows.rows
        var pairs = ErasedPairs(candidates, queries: count)
        try pass.run(
            wanted: { !pairs.pairs($1, isTraining: $0.isTraining).isEmpty }, progress: progress
        ) { set, block in
            let chosen = Array(pairs.pairs(block.range, isTraining: set.isTraining))
            let (queries, rows, query, places) = (queries, pairs.rows, pairs.query, block.places)
            let found = [(distance: Double, window: Int)](unsafeUninitializedCapacity: chosen.count) {
                target, initialized in
                nonisolated(unsafe) let target = target
                block.rows.scalars.withUnsafeBufferPointer { values in
                    nonisolated(unsafe) let values = values
                    Parallel.forEachRange(of: chosen.count, size: 64) { piece in
                        for number in piece {
                            let pair = chosen[number]
                            var result = (distance: Double.infinity, window: -1)
                            if let place = places[Int(rows[pair].row)], let base = values.baseAddress {
                                queries.withRow(Int(query[pair])) {
                                    result = windows.distance($0, base + Int(place) * windows.geometry.size)
                                }
                            }
                            target.baseAddress.map { ($0 + number).initialize(to: result) }
                        }
                    }
                }
                initialized = chosen.count
            }
            for (number, pair) in chosen.enumerated() {
                pairs.distances[pair] = found[number].distance
                pairs.windows[pair] = Int32(found[number].window)
            }
        }
        let names = windows.transformations
        var look = AuditSecondLook(name: "erased", queries: count) { _, view in
            names.indices.contains(view) ? names[view] : AuditTransformation(name: "erased")
        }
        pairs.fill(&look.training) { pairs.rows[$0].isTraining && pairs.isOfPool[$0] }
        pairs.fill(&look.heldOut) { !pairs.rows[$0].isTraining && pairs.isOfPool[$0] }
        pairs.fill(&look.heldOutAlone) { !pairs.rows[$0].isTraining }
        return look
    }
}
