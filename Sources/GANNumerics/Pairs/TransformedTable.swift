/// The nearest rows of each query, every row by the view of the query that it is nearest to.
///
/// Shape `[queries, count]`, nearest first. Places that no row could fill hold row −1 at an infinite distance.
public struct TransformedTable: Sendable, Equatable {
    /// How many queries the table answers.
    public let queries: Int
    /// How many rows each query has room for.
    public let count: Int
    /// Row indices, `[queries, count]`, −1 where there is none.
    public var indices: [Int32]
    /// Euclidean distances, ascending within a query.
    public var distances: [Double]
    /// The number of the view that gave the distance.
    public var views: [Int32]
    /// What no row that is missing from the list can be nearer than, `[queries]`.
    public var bounds: [Double]

    /// An empty table: every place is free, and nothing is known to be missing.
    public init(queries: Int, count: Int) {
        precondition(queries >= 0 && count >= 0, "a table of [\(queries), \(count)]")
        self.queries = queries
        self.count = count
        indices = [Int32](repeating: -1, count: queries * count)
        distances = [Double](repeating: .infinity, count: queries * count)
        views = [Int32](repeating: -1, count: queries * count)
        bounds = [Double](repeating: .infinity, count: queries)
    }

    /// An exact table as one of a single view, number `view`.
    public init(_ table: NeighbourTable, view: Int = 0) {
        self.init(queries: table.queries, count: table.count)
        indices = table.indices
        distances = table.distances
        views = [Int32](repeating: Int32(view), count: indices.count)
        for query in 0..<queries where count > 0 { bounds[query] = distances[(query + 1) * count - 1] }
    }

    /// The index of a query's row number `rank`, counted from 0; nil where there is none.
    public func index(query: Int, rank: Int) -> Int? {
        let index = indices[place(query, rank)]
        return index < 0 ? nil : Int(index)
    }

    /// The distance of a query's row number `rank`; infinite where there is none.
    public func distance(query: Int, rank: Int) -> Double { distances[place(query, rank)] }

    /// The view in which row number `rank` is nearest; −1 where there is none.
    public func view(query: Int, rank: Int) -> Int { Int(views[place(query, rank)]) }

    /// Whether no row outside of the list can be nearer than the query's row number `rank`.
    public func isCertain(query: Int, rank: Int) -> Bool { distances[place(query, rank)] <= bounds[query] }

    private func place(_ query: Int, _ rank: Int) -> Int {
        precondition(query >= 0 && query < queries && rank >= 0 && rank < count, "neighbour \(rank) of \(count)")
        return query * count + rank
    }

    /// The nearest of both tables' rows, where `other` searched other rows for the same queries.
    ///
    /// Of equal distances the lower row comes first. A row in both tables, as when they hold different views, counts once.
    public func merged(with other: TransformedTable) -> TransformedTable {
        precondition(
            queries == other.queries && count == other.count,
            "tables of shapes [\(queries), \(count)] and [\(other.queries), \(other.count)] merged")
        var result = TransformedTable(queries: queries, count: count)
        for query in 0..<queries {
            let base = query * count
            var (mine, theirs, filled) = (base, base, base)
            while filled < base + count {
                let takeMine =
                    mine < base + count
                    && (theirs == base + count
                        || (distances[mine], indices[mine]) <= (other.distances[theirs], other.indices[theirs]))
                guard takeMine || theirs < base + count else { break }
                let (distance, index, view) =
                    takeMine
                    ? (distances[mine], indices[mine], views[mine])
                    : (other.distances[theirs], other.indices[theirs], other.views[theirs])
                if takeMine { mine += 1 } else { theirs += 1 }
                if index < 0 || result.indices[base..<filled].contains(index) { continue }
                result.distances[filled] = distance
                result.indices[filled] = index
                result.views[filled] = view
                filled += 1
            }
            // What falls off the end of the merged list is no nearer than the last that stays.
            let last = filled == base + count && count > 0 ? result.distances[filled - 1] : .infinity
            result.bounds[query] = min(bounds[query], other.bounds[query], last)
        }
        return result
    }
}
