/// The nearest rows of each query, with their distances.
///
/// Shape `[queries, count]`: the neighbours of one query are contiguous, nearest first; at equal distances the lower row
/// index comes first.
public struct NeighbourTable: Sendable, Equatable {
    /// How many queries the table answers.
    public let queries: Int
    /// How many neighbours each query has.
    public let count: Int
    /// The neighbours' row indices, `[queries, count]`.
    public var indices: [Int32]
    /// The neighbours' Euclidean distances, `[queries, count]`, ascending within a query.
    public var distances: [Double]

    /// Wraps `indices` and `distances`, which must hold `queries * count` elements each, in order.
    public init(queries: Int, count: Int, indices: [Int32], distances: [Double]) {
        precondition(
            queries >= 0 && count >= 0 && indices.count == queries * count && distances.count == queries * count,
            "\(indices.count) indices and \(distances.count) distances for shape [\(queries), \(count)]")
        self.queries = queries
        self.count = count
        self.indices = indices
        self.distances = distances
    }

    /// The distance of a query's neighbour number `rank`, counted from 0.
    public func distance(query: Int, rank: Int) -> Double {
        precondition(rank >= 0 && rank < count, "neighbour \(rank) of \(count)")
        return distances[query * count + rank]
    }

    /// The row index of a query's neighbour number `rank`, counted from 0.
    public func index(query: Int, rank: Int) -> Int {
        precondition(rank >= 0 && rank < count, "neighbour \(rank) of \(count)")
        return Int(indices[query * count + rank])
    }

    /// The distance of each query's last neighbour, `[queries]`: the radius of its k-nearest-neighbour ball.
    public var lastDistances: [Double] {
        precondition(count > 0, "the last of no neighbours")
        return (0..<queries).map { distances[$0 * count + count - 1] }
    }

    /// This table's queries, then `other`'s, which must have as many neighbours each and the same rows.
    public func appendingQueries(of other: NeighbourTable) -> NeighbourTable {
        precondition(count == other.count, "tables of \(count) and \(other.count) neighbours joined")
        return NeighbourTable(
            queries: queries + other.queries, count: count, indices: indices + other.indices,
            distances: distances + other.distances)
    }

    /// The nearest of both tables' neighbours, where `other` searched other rows for the same queries.
    ///
    /// The result is the table of a search over both blocks of rows together. Both must have the same shape, and no row
    /// may be in both.
    public func merged(with other: NeighbourTable) -> NeighbourTable {
        precondition(
            queries == other.queries && count == other.count,
            "tables of shapes [\(queries), \(count)] and [\(other.queries), \(other.count)] merged")
        var result = self
        for query in 0..<queries {
            let base = query * count
            var (mine, theirs) = (base, base)
            for place in base..<base + count {
                let takeMine =
                    (distances[mine], indices[mine]) < (other.distances[theirs], other.indices[theirs])
                result.distances[place] = takeMine ? distances[mine] : other.distances[theirs]
                result.indices[place] = takeMine ? indices[mine] : other.indices[theirs]
                if takeMine { mine += 1 } else { theirs += 1 }
            }
        }
        return result
    }
}
