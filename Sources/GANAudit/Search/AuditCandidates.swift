import GANMetrics
import GANNumerics

/// Which rows of the pool the second look compares with a query: those among the nearest in one of the first comparisons.
///
/// Training and held-out rows are merged before the nearest are taken, so that which set a row is from does not matter: the
/// competition stays exact.
struct AuditCandidates {
    let state: AuditSearchState
    let channels: [AuditChannel]
    let count: Int

    /// A row of the pool.
    struct Row: Hashable, Sendable {
        let isTraining: Bool
        let row: Int32

        /// Decides between equal distances; no set and no order of rows is favoured.
        fileprivate var lot: UInt64 {
            let word = UInt64(UInt32(bitPattern: row)) << 1 | (isTraining ? 1 : 0)
            let mixed = (word ^ (word >> 15)) &* 0x9E37_79B9_7F4A_7C15
            return (mixed ^ (mixed >> 29)) &* 0xBF58_476D_1CE4_E5B9
        }
    }

    /// The nearest rows of the pool in a channel, the nearest first.
    func nearest(_ query: Int, channel: Int) -> [Row] {
        nearest(query, in: [(state.training[channel], true), (state.heldOut[channel], false)])
    }

    /// The nearest held-out rows in a channel.
    func nearestHeldOut(_ query: Int, channel: Int) -> [Row] {
        nearest(query, in: [(state.heldOut[channel], false)])
    }

    /// The nearest rows of the pool in any channel that can say something about the query, each once.
    func union(_ query: Int, heldOutAlone: Bool) -> [Row] {
        var seen: Set<Row> = []
        var result: [Row] = []
        for (number, channel) in channels.enumerated() where channel.takesPart?[query] ?? true {
            let found = heldOutAlone ? nearestHeldOut(query, channel: number) : nearest(query, channel: number)
            for row in found where seen.insert(row).inserted { result.append(row) }
        }
        return result
    }

    private func nearest(_ query: Int, in tables: [(TransformedTable, Bool)]) -> [Row] {
        var found: [(distance: Double, row: Row)] = []
        for (table, isTraining) in tables {
            for place in query * table.count..<(query + 1) * table.count where table.indices[place] >= 0 {
                found.append((table.distances[place], Row(isTraining: isTraining, row: table.indices[place])))
            }
        }
        found.sort { ($0.distance, $0.row.lot) < ($1.distance, $1.row.lot) }
        return found.prefix(count).map(\.row)
    }
}
