/// Gathers the exact nearest rows of each query from the tiles of a sweep.
///
/// Where products bound a distance from both sides, candidates wait with their bounds, and only those that the bounds cannot
/// order are measured: about k + 1 float64 distances a query. Where products only bound it from below (`PrincipalReduction`),
/// each candidate is measured at once and tightens the threshold. Either way the table is the one that plain loops would
/// give: ordered by distance, then by row.
final class NeighbourCollector: PairConsumer, @unchecked Sendable {
    // Unchecked: what the pointers hold is written under `locks`, and read after the sweep.
    private let queries: ProductScreen
    private let others: ProductScreen
    /// Whether queries are the rows of tiles, or their columns, or both.
    private let alongRows: Bool
    private let alongColumns: Bool
    private let count: Int
    /// Row i of `others` is left out for query i + this, or none is.
    private let excludedOffset: Int?
    private let rowOffset: Int
    /// Whether products bound distances from both sides.
    private let twoSided: Bool
    private let locks: RowLocks

    private let indices: UnsafeMutablePointer<Int32>
    private let distances: UnsafeMutablePointer<Double>
    /// Candidates that wait to be measured, ascending by upper bound, `[queries, capacity]`.
    private let capacity: Int
    private let waiting: UnsafeMutablePointer<Candidate>
    private let waitingCounts: UnsafeMutablePointer<Int32>
    /// What t of a neighbour cannot exceed, for each query.
    private let limits: UnsafeMutablePointer<Float>

    private struct Candidate {
        var lower: Float
        var upper: Float
        var row: Int32
    }

    enum Side { case rows, columns, both }

    /// - Parameters:
    ///   - side: whether the queries are the first set of the sweep, the second, or both at once (a symmetric sweep).
    ///   - rowOffset: what to add to row indices, also before comparing them with the query for `excludingSameIndex`.
    init(
        queries: ProductScreen, others: ProductScreen, side: Side, count: Int, excludingSameIndex: Bool,
        rowOffset: Int = 0
    ) {
        precondition(count > 0, "a search for no neighbours")
        self.queries = queries
        self.others = others
        alongRows = side != .columns
        alongColumns = side != .rows
        self.count = count
        excludedOffset = excludingSameIndex ? rowOffset : nil
        self.rowOffset = rowOffset
        twoSided = queries.relativeExcess == 0
        locks = RowLocks(rows: queries.rows)
        capacity = twoSided ? count + 16 : 0
        let elements = queries.rows * count
        indices = .allocate(capacity: elements)
        indices.initialize(repeating: .max, count: elements)
        distances = .allocate(capacity: elements)
        distances.initialize(repeating: .infinity, count: elements)
        waiting = .allocate(capacity: queries.rows * capacity)
        waitingCounts = .allocate(capacity: queries.rows)
        waitingCounts.initialize(repeating: 0, count: queries.rows)
        limits = .allocate(capacity: queries.rows)
        limits.initialize(repeating: .infinity, count: queries.rows)
    }

    deinit {
        indices.deallocate()
        distances.deallocate()
        waiting.deallocate()
        waitingCounts.deallocate()
        limits.deallocate()
    }

    /// Measures what still waits, and returns the table.
    func table() -> NeighbourTable {
        Parallel.forEachRange(of: queries.rows, size: 64) { range in
            for query in range { measureWaiting(query) }
        }
        let elements = queries.rows * count
        return NeighbourTable(
            queries: queries.rows, count: count, indices: Array(UnsafeBufferPointer(start: indices, count: elements)),
            distances: Array(UnsafeBufferPointer(start: distances, count: elements)))
    }

    func worker(for item: PairSweep.Item) -> any PairWorker { Worker(collector: self) }

    private struct Worker: PairWorker {
        let collector: NeighbourCollector

        func take(_ tile: PairTile) {
            if collector.alongRows { collector.takeRows(tile) }
            if collector.alongColumns, !tile.isDiagonal { collector.takeColumns(tile) }
        }
    }

    /// `screenError`, with the float64 rounding of norms and of measured distances.
    private func error(_ screenError: Double, _ query: Int, _ largestNorm: Double) -> Double {
        screenError + queries.sumError * (queries.squaredNorms[query] + largestNorm * largestNorm)
    }

    // MARK: Queries along the rows of a tile

    private func takeRows(_ tile: PairTile) {
        let halfNorms = UnsafeMutablePointer<Float>.allocate(capacity: tile.stride)
        defer { halfNorms.deallocate() }
        for (offset, row) in tile.columns.enumerated() { halfNorms[offset] = Float(others.squaredNorms[row] / 2) }
        // Padding can pass no threshold but an infinite one.
        for offset in tile.columns.count..<tile.stride { halfNorms[offset] = .infinity }
        let largestNorm = tile.largestNorms.columns
        locks.forEachBlock(of: tile.rows) { block in
            for query in block {
                let error = error(tile.screenError(row: query), query, largestNorm)
                var threshold = threshold(query, error, largestNorm)
                let products = tile.products(row: query)
                var start = 0
                while start < tile.columns.count {
                    var open = SIMDMask<SIMD16<Int32>>(repeating: false)
                    for part in stride(from: start, to: start + PairTile.lanes, by: 16) {
                        let t = PairTile.load16(halfNorms + part) - PairTile.load16(products + part)
                        // NaN compares false and stays open.
                        open .|= .!(t .> threshold)
                    }
                    if any(open) {
                        for offset in start..<min(start + PairTile.lanes, tile.columns.count) {
                            let t = halfNorms[offset] - products[offset]
                            if t > threshold { continue }
                            if consider(query, tile.columns.lowerBound + offset, t, error) {
                                threshold = self.threshold(query, error, largestNorm)
                            }
                        }
                    }
                    start += PairTile.lanes
                }
            }
        }
    }

    // MARK: Queries along the columns of a tile

    private func takeColumns(_ tile: PairTile) {
        let thresholds = UnsafeMutablePointer<Float>.allocate(capacity: tile.stride)
        let errors = UnsafeMutablePointer<Double>.allocate(capacity: tile.stride)
        defer {
            thresholds.deallocate()
            errors.deallocate()
        }
        let largestNorm = tile.largestNorms.rows
        locks.forEachBlock(of: tile.columns) { block in
            let base = block.lowerBound - tile.columns.lowerBound
            let padded = (block.count + PairTile.lanes - 1) / PairTile.lanes * PairTile.lanes
            for (offset, query) in block.enumerated() {
                errors[offset] = error(tile.screenError(column: query), query, largestNorm)
                thresholds[offset] = threshold(query, errors[offset], largestNorm)
            }
            // Padding is never a candidate.
            for offset in block.count..<max(block.count, padded) { thresholds[offset] = -.infinity }
            for row in tile.rows {
                let half = Float(others.squaredNorms[row] / 2)
                let products = tile.products(row: row) + base
                var start = 0
                while start < block.count {
                    var open = SIMDMask<SIMD16<Int32>>(repeating: false)
                    for part in stride(from: start, to: start + PairTile.lanes, by: 16) {
                        let t = half - PairTile.load16(products + part)
                        open .|= .!(t .> PairTile.load16(thresholds + part))
                    }
                    if any(open) {
                        for offset in start..<min(start + PairTile.lanes, block.count) {
                            let t = half - products[offset]
                            if t > thresholds[offset] { continue }
                            let query = block.lowerBound + offset
                            if consider(query, row, t, errors[offset]) {
                                thresholds[offset] = threshold(query, errors[offset], largestNorm)
                            }
                        }
                    }
                    start += PairTile.lanes
                }
            }
        }
    }

    // MARK: One query

    /// The largest computed t that a neighbour of the query can have, where t is off by at most `error`.
    private func threshold(_ query: Int, _ error: Double, _ largestNorm: Double) -> Float {
        if twoSided { return Float(Double(limits[query]) + error).nextUp }
        let worst = distances[query * count + count - 1]
        let reach = worst + 1.01 * queries.relativeExcess * (queries.squaredNorms[query].squareRoot() + largestNorm)
        return Float((reach * reach * (1 + queries.sumError) - queries.squaredNorms[query]) / 2 + error).nextUp
    }

    /// Takes a row as a candidate; whether the threshold may have changed.
    private func consider(_ query: Int, _ other: Int, _ t: Float, _ error: Double) -> Bool {
        if let excludedOffset, other + excludedOffset == query { return false }
        let last = query * count + count - 1
        // Nothing is nearer than 0, and of equals the earlier rows stay.
        if distances[last] == 0, other + rowOffset > Int(indices[last]) { return false }
        guard twoSided else { return measure(query, other) }
        let lower = Float(Double(t) - error).nextDown
        let upper = Float(Double(t) + error).nextUp
        if lower > limits[query] { return false }
        guard lower.isFinite, upper.isFinite else { return measure(query, other) }
        let list = waiting + query * capacity
        var length = Int(waitingCounts[query])
        if length == capacity {
            length = 0
            for place in 0..<capacity where !(list[place].lower > limits[query]) {
                list[length] = list[place]
                length += 1
            }
            waitingCounts[query] = Int32(length)
            if length == capacity {
                measureWaiting(query)
                length = 0
                if lower > limits[query] { return true }
            }
        }
        var place = length
        while place > 0, upper < list[place - 1].upper {
            list[place] = list[place - 1]
            place -= 1
        }
        list[place] = Candidate(lower: lower, upper: upper, row: Int32(other))
        waitingCounts[query] = Int32(length + 1)
        if length + 1 >= count, list[count - 1].upper < limits[query] {
            limits[query] = list[count - 1].upper
            return true
        }
        return false
    }

    private func measureWaiting(_ query: Int) {
        let length = Int(waitingCounts[query])
        guard length > 0 else { return }
        let list = waiting + query * capacity
        for place in 0..<length where !(list[place].lower > limits[query]) { _ = measure(query, Int(list[place].row)) }
        waitingCounts[query] = 0
    }

    /// Measures a row's distance and puts it into the table if it belongs there; whether it does.
    private func measure(_ query: Int, _ other: Int) -> Bool {
        let (best, bestIndices) = (distances + query * count, indices + query * count)
        let worst = best[count - 1]
        let distance = queries.exactDistance(query, to: others, other, abandoningAbove: worst)
        let row = Int32(other + rowOffset)
        guard distance < worst || (distance == worst && row < bestIndices[count - 1]), distance < .infinity else {
            return false
        }
        var place = count - 1
        while place > 0, distance < best[place - 1] || (distance == best[place - 1] && row < bestIndices[place - 1]) {
            best[place] = best[place - 1]
            bestIndices[place] = bestIndices[place - 1]
            place -= 1
        }
        best[place] = distance
        bestIndices[place] = row
        if twoSided, best[count - 1] < .infinity {
            let square = best[count - 1] * best[count - 1] * (1 + queries.sumError)
            let limit = Float((square - queries.squaredNorms[query]) / 2).nextUp
            if limit < limits[query] { limits[query] = limit }
        }
        return true
    }
}
