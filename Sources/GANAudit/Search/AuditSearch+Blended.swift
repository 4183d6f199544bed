import GANMetrics
import GANNumerics

extension AuditSearch {
    /// The nearest rows of what is left of queries when shares of near rows are taken out.
    func blended(
        _ candidates: AuditCandidates, _ pass: PoolPass, bytes: Int, progress: (Double) -> Void
    ) throws -> AuditSecondLook {
        let count = queries.rows.rows
        let most = BlendedViews.takenRows
        let takenOut = (0..<count).map { Array(candidates.nearest($0, channel: 0).prefix(most)) }
        let alone = (0..<count).map { Array(candidates.nearestHeldOut($0, channel: 0).prefix(most)) }
        var look = AuditSecondLook(name: "blended", queries: count) { query, view in
            BlendedViews.transformation(view, takenOut: takenOut[query])
        }
        let groups = Self.groups(takenOut, alone, bytes: bytes, row: queries.rows.columns)
        for (number, group) in groups.enumerated() {
            let (before, share) = (Double(number) / Double(groups.count), 1 / Double(groups.count))
            var slots: [AuditCandidates.Row: Int] = [:]
            for query in group {
                for row in takenOut[query] + alone[query] where slots[row] == nil { slots[row] = slots.count }
            }
            let rows = try gathered(slots, pass) { progress(before + 0.2 * share * $0) }
            func views(_ taken: [[AuditCandidates.Row]]) -> TransformedSearch.Views {
                let blends = BlendedViews(
                    queries: queries, first: group.lowerBound, taken: group.map { taken[$0].compactMap { slots[$0] } },
                    rows: rows)
                return .init(count: blends.count, width: rows.columns, write: { blends.write($0, $1) })
            }
            let (ofPool, ofHeldOut) = (views(takenOut), views(alone))
            var parts = [TransformedTable](
                repeating: TransformedTable(queries: group.count, count: candidates.count), count: 3)
            try pass.run(progress: { progress(before + share * (0.2 + 0.8 * $0)) }) { set, block in
                func search(_ views: TransformedSearch.Views, into part: inout TransformedTable) {
                    var found = TransformedSearch.search(
                        queries: group.count, views: views, in: block.rows, count: candidates.count,
                        excluded: group.map { own($0, in: block, isTraining: set.isTraining) })
                    for place in found.indices.indices where found.indices[place] >= 0 {
                        found.indices[place] = Int32(block.numbers[Int(found.indices[place])])
                    }
                    part = part.merged(with: found)
                }
                search(ofPool, into: &parts[set.isTraining ? 0 : 1])
                if !set.isTraining { search(ofHeldOut, into: &parts[2]) }
            }
            look.training.put(parts[0], at: group.lowerBound)
            look.heldOut.put(parts[1], at: group.lowerBound)
            look.heldOutAlone.put(parts[2], at: group.lowerBound)
        }
        return look
    }

    /// A reference row's own place in a block; −1 where it is not there, and for samples.
    private func own(_ query: Int, in block: PoolBlock, isTraining: Bool) -> Int32 {
        guard query >= samples else { return -1 }
        let member = pool.reference[query - samples]
        return member.isTraining == isTraining ? block.places[member.row] ?? -1 : -1
    }

    /// Queries whose rows that are taken out fit into so many bytes; one at least.
    private static func groups(
        _ first: [[AuditCandidates.Row]], _ second: [[AuditCandidates.Row]], bytes: Int, row: Int
    ) -> [Range<Int>] {
        let room = bytes / max(1, row * MemoryLayout<Float>.stride)
        var groups: [Range<Int>] = []
        var (start, seen): (Int, Set<AuditCandidates.Row>) = (0, [])
        for query in first.indices {
            let own = Set(first[query] + second[query]).subtracting(seen)
            if query > start, seen.count + own.count > room {
                groups.append(start..<query)
                (start, seen) = (query, Set(first[query] + second[query]))
            } else {
                seen.formUnion(own)
            }
        }
        if start < first.count { groups.append(start..<first.count) }
        return groups
    }

    /// The rows of the pool in `slots`, each at its slot.
    private func gathered(
        _ slots: [AuditCandidates.Row: Int], _ pass: PoolPass, progress: (Double) -> Void
    ) throws -> Matrix<Float> {
        let (width, wanted) = (queries.rows.columns, slots.keys.sorted { $0.row < $1.row })
        var result = Matrix<Float>(rows: slots.count, columns: width)
        try pass.run(
            wanted: { set, range in
                wanted.contains { $0.isTraining == set.isTraining && range.contains(Int($0.row)) }
            }, progress: progress
        ) { set, block in
            for row in wanted where row.isTraining == set.isTraining {
                guard let place = block.places[Int(row.row)], let slot = slots[row] else { continue }
                result.scalars.replaceSubrange(slot * width..<(slot + 1) * width, with: block.rows.row(Int(place)))
            }
        }
        return result
    }
}

extension TransformedTable {
    /// Takes over a table of some queries, from query `first` on.
    fileprivate mutating func put(_ part: TransformedTable, at first: Int) {
        let places = first * count..<first * count + part.indices.count
        indices.replaceSubrange(places, with: part.indices)
        distances.replaceSubrange(places, with: part.distances)
        views.replaceSubrange(places, with: part.views)
        bounds.replaceSubrange(first..<first + part.queries, with: part.bounds)
    }
}
