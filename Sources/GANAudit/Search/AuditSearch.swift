import GANData
import GANMetrics
import GANNumerics

/// Finds the nearest rows of samples and reference rows in every channel, streaming the pool in blocks.
struct AuditSearch {
    let channels: [AuditChannel]
    let queries: AuditQueries
    /// How many of the queries are samples; the reference rows follow.
    let samples: Int
    let pool: AuditPool
    let training: any SampleSource
    let heldOut: (any SampleSource)?
    let blockBytes: Int

    private var count: Int { AuditOptions.neighbours }

    /// The state before the first block.
    func freshState(fingerprint: String) -> AuditSearchState {
        AuditSearchState(
            fingerprint: fingerprint, channels: channels.count, queries: queries.rows.rows,
            exchangeability: pool.exchangeability.count, trainingRows: training.count,
            heldOutRows: heldOut?.count ?? 0)
    }

    /// Goes on from `state` to the end; `saved` is called after each block.
    func run(
        from state: AuditSearchState, progress: @escaping @Sendable (Double) -> Void,
        saved: (AuditSearchState) throws -> Void
    ) throws -> AuditSearchState {
        var state = state
        let blocks = sets.flatMap { set in
            AuditPool.blocks(of: set.source, bytes: blockBytes).map { (set: set, range: $0) }
        }
        let total = Double(training.count + (heldOut?.count ?? 0))
        var done = Double(blocks.prefix(state.blocksDone).reduce(0) { $0 + $1.range.count })
        for block in blocks.dropFirst(state.blocksDone) {
            let (start, share) = (done / total, Double(block.range.count) / total)
            try take(block.range, of: block.set, into: &state) { progress(start + share * $0) }
            done += Double(block.range.count)
            state.blocksDone += 1
            try saved(state)
            progress(done / total)
        }
        return state
    }

    /// The training rows or the held-out rows.
    struct PoolSet {
        let source: any SampleSource
        let isTraining: Bool
    }

    /// Both sets, training rows first.
    var sets: [PoolSet] {
        [PoolSet(source: training, isTraining: true)]
            + (heldOut.map { [PoolSet(source: $0, isTraining: false)] } ?? [])
    }

    /// The competing rows of a block of a set.
    struct PoolBlock {
        /// The rows of the set that the block is of.
        let range: Range<Int>
        let rows: Matrix<Float>
        /// Their numbers in the set.
        let numbers: [Int]
        /// Where each number is among them.
        let places: [Int: Int32]
    }

    /// The competing rows in `range` of a set; nil where there is none.
    func competing(_ range: Range<Int>, of set: PoolSet) throws -> PoolBlock? {
        let kept = range.filter { set.isTraining ? pool.trainingKept[$0] : pool.heldOutKept[$0] }
        guard !kept.isEmpty else { return nil }
        var rows = try set.source.read(rows: range)
        if kept.count < range.count { rows = rows.rows(at: kept.map { $0 - range.lowerBound }) }
        var places: [Int: Int32] = [:]
        places.reserveCapacity(kept.count)
        for (place, row) in kept.enumerated() { places[row] = Int32(place) }
        return PoolBlock(range: range, rows: rows, numbers: kept, places: places)
    }

    private func take(
        _ range: Range<Int>, of set: PoolSet, into state: inout AuditSearchState,
        progress: @escaping @Sendable (Double) -> Void
    ) throws {
        guard let block = try competing(range, of: set) else { return }
        let (rows, kept) = (block.rows, block.numbers)
        let sourceRows = kept.map(Int32.init)
        // A reference row is not to find itself.
        let own = pool.reference.map { member in
            member.isTraining == set.isTraining ? block.places[member.row] ?? -1 : -1
        }
        let shares = channels.map { Double($0.width * ($0.isExact ? 1 : $0.transformations.count / 8 + 1)) }
        let allShares = shares.reduce(0, +)
        var before = 0.0
        for (number, channel) in channels.enumerated() {
            let (start, share) = (before / allShares, shares[number] / allShares)
            before += shares[number]
            let prepared = try channel.prepare(rows)
            var table: TransformedTable
            if number == 0 {
                let (found, distances) = exact(channel, prepared, own, reversed: true) { progress(start + share * $0) }
                table = found
                for (place, row) in kept.enumerated() {
                    if set.isTraining {
                        state.trainingToSamples[row] = distances[place]
                    } else {
                        state.heldOutToSamples[row] = distances[place]
                    }
                }
                if set.isTraining { testSplit(prepared, sourceRows, into: &state) }
            } else if channel.isExact {
                table = exact(channel, prepared, own, reversed: false) { progress(start + share * $0) }.table
            } else {
                table = TransformedSearch.search(
                    queries: queries.rows.rows,
                    views: .init(count: channel.transformations.count, width: channel.width, write: channel.write),
                    in: prepared, count: count, excluded: [Int32](repeating: -1, count: samples) + own
                ) { progress(start + share * $0) }
            }
            for place in table.indices.indices where table.indices[place] >= 0 {
                table.indices[place] = sourceRows[Int(table.indices[place])]
            }
            if set.isTraining {
                state.training[number] = state.training[number].merged(with: table)
            } else {
                state.heldOut[number] = state.heldOut[number].merged(with: table)
            }
        }
    }

    /// The exact nearest rows in a channel of one view, reference rows without themselves.
    ///
    /// And each row's distance to its nearest sample, where `reversed` asks for it; the same products give it.
    private func exact(
        _ channel: AuditChannel, _ rows: Matrix<Float>, _ own: [Int32], reversed: Bool,
        progress: @escaping @Sendable (Double) -> Void
    ) -> (table: TransformedTable, toSamples: [Double]) {
        let all = queries.rows.rows
        let split = Double(samples) / Double(max(1, all))
        let outcome = PairwisePass.across(
            channel.queries(0..<samples), columns: rows,
            .init(neighbours: min(count, rows.rows), reverseNeighbours: reversed ? 1 : 0),
            progress: { progress(split * $0) })
        let first = Self.table(outcome.neighbours, leavingOut: nil, count: count)
        let second = Self.table(
            NearestNeighbours.search(
                queries: channel.queries(samples..<all), in: rows, count: min(count + 1, rows.rows),
                progress: { progress(split + (1 - split) * $0) }), leavingOut: own, count: count)
        var table = TransformedTable(queries: all, count: count)
        table.indices = first.indices + second.indices
        table.distances = first.distances + second.distances
        table.views = first.views + second.views
        table.bounds = first.bounds + second.bounds
        return (table, outcome.reverseNeighbours?.distances ?? [])
    }

    /// A table with room for `count` rows from one that may be shorter, or hold each query's own row as well.
    private static func table(_ found: NeighbourTable?, leavingOut own: [Int32]?, count: Int) -> TransformedTable {
        guard let found else { preconditionFailure("a pass without neighbours") }
        var table = TransformedTable(queries: found.queries, count: count)
        for query in 0..<found.queries {
            var filled = 0
            for rank in 0..<found.count where filled < count {
                let index = Int32(found.index(query: query, rank: rank))
                if let own, own[query] == index { continue }
                let place = query * count + filled
                table.indices[place] = index
                table.distances[place] = found.distance(query: query, rank: rank)
                table.views[place] = 0
                filled += 1
            }
            if filled == count, count > 0 { table.bounds[query] = table.distances[query * count + count - 1] }
        }
        return table
    }

    /// The nearest training rows of the held-out rows that test the split.
    private func testSplit(_ rows: Matrix<Float>, _ sourceRows: [Int32], into state: inout AuditSearchState) {
        guard !pool.exchangeability.isEmpty else { return }
        var table = Self.table(
            NearestNeighbours.search(queries: pool.exchangeabilityRows, in: rows, count: min(count, rows.rows)),
            leavingOut: nil, count: count)
        for place in table.indices.indices where table.indices[place] >= 0 {
            table.indices[place] = sourceRows[Int(table.indices[place])]
        }
        state.exchangeability = state.exchangeability.merged(with: table)
    }

    /// Both halves of the rows that test the split, each with its nearest training rows and those of the other half.
    func halves(
        _ state: AuditSearchState
    ) -> [(training: TransformedTable, others: TransformedTable, otherRows: Int)] {
        let rows = pool.exchangeabilityRows
        let middle = rows.rows / 2
        guard middle > 0 else { return [] }
        let ranges = [0..<middle, middle..<rows.rows]
        return [(ranges[0], ranges[1]), (ranges[1], ranges[0])].map { own, other in
            let others = NearestNeighbours.search(
                queries: rows.rows(in: own), in: rows.rows(in: other), count: min(count, other.count))
            return (
                part(of: state.exchangeability, own), Self.table(others, leavingOut: nil, count: count), other.count
            )
        }
    }

    /// Training rows of the reference as samples, with the nearest rows of the rest of the pool.
    ///
    /// At most a quarter of the training rows are placed, so that hardly any has placed rows alone among its nearest; one that has
    /// takes no part.
    func trainingRowsAsSamples(_ state: AuditSearchState) -> SplitExchangeability.PlacedRows? {
        let candidates = pool.reference.indices.filter { pool.reference[$0].isTraining }
        let most = min(pool.trainingCount / 4, pool.exchangeability.count)
        guard most > 0, !candidates.isEmpty else { return nil }
        let chosen =
            candidates.count <= most ? candidates : (0..<most).map { candidates[$0 * candidates.count / most] }
        let placed = Set(chosen.map { Int32(pool.reference[$0].row) })
        var result = SplitExchangeability.PlacedRows(
            training: TransformedTable(queries: chosen.count, count: count),
            heldOut: TransformedTable(queries: chosen.count, count: count),
            trainingRows: pool.trainingCount - placed.count, heldOutRows: pool.heldOutCount)
        let (training, heldOut) = (state.training[0], state.heldOut[0])
        for (place, reference) in chosen.enumerated() {
            let query = samples + reference
            var filled = 0
            for rank in query * count..<(query + 1) * count where training.indices[rank] >= 0 {
                if placed.contains(training.indices[rank]) { continue }
                result.training.indices[place * count + filled] = training.indices[rank]
                result.training.distances[place * count + filled] = training.distances[rank]
                result.training.views[place * count + filled] = training.views[rank]
                filled += 1
            }
            guard filled > 0 else { continue }
            for rank in 0..<count {
                result.heldOut.indices[place * count + rank] = heldOut.indices[query * count + rank]
                result.heldOut.distances[place * count + rank] = heldOut.distances[query * count + rank]
                result.heldOut.views[place * count + rank] = heldOut.views[query * count + rank]
            }
        }
        return result
    }

    private func part(of table: TransformedTable, _ range: Range<Int>) -> TransformedTable {
        var part = TransformedTable(queries: range.count, count: table.count)
        let places = range.lowerBound * table.count..<range.upperBound * table.count
        part.indices = Array(table.indices[places])
        part.distances = Array(table.distances[places])
        part.views = Array(table.views[places])
        part.bounds = Array(table.bounds[range])
        return part
    }

    typealias Split = (samples: TransformedTable, reference: TransformedTable)

    /// A table's rows for samples alone, and for reference rows alone.
    func split(_ table: TransformedTable) -> Split {
        (part(of: table, 0..<samples), part(of: table, samples..<table.queries))
    }
}
