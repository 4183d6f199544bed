/// Products ⟨a_i, b_j⟩ of some rows of a first set and some of a second one, both about a common centre.
///
/// What a `PairSweep` hands to its consumers, a tile at a time.
struct PairTile {
    let first: ProductScreen
    let second: ProductScreen
    /// Rows of the first set: row i is at `products + (i - rows.lowerBound) * stride`.
    let rows: Range<Int>
    /// Rows of the second set.
    let columns: Range<Int>
    let products: UnsafePointer<Float>
    /// Floats from one row to the next, a multiple of `lanes`; what lies beyond `columns` may be read and means nothing.
    let stride: Int
    /// Whether both ranges are the same rows of one set, so that each pair is in the tile twice, and each row with itself.
    let isDiagonal: Bool

    /// How many products are compared with a threshold at once.
    static let lanes = 32

    /// The largest norm of the second set's rows in this tile.
    var largestColumnNorm: Double { Self.largestNorm(second, columns) }
    /// The largest norm of the first set's rows in this tile.
    var largestRowNorm: Double { Self.largestNorm(first, rows) }

    private static func largestNorm(_ screen: ProductScreen, _ range: Range<Int>) -> Double {
        var largest = 0.0
        for row in range { largest = max(largest, screen.squaredNorms[row]) }
        return largest.squareRoot()
    }

    /// The products of one row of the first set.
    func products(row: Int) -> UnsafePointer<Float> { products + (row - rows.lowerBound) * stride }

    @inline(__always)
    static func load16(_ pointer: UnsafePointer<Float>) -> SIMD16<Float> {
        UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Float>.self)
    }
}

/// Something that is computed from all pairs of two sets, or of one set with itself.
///
/// A consumer is shared by the threads of a sweep. Its results must not depend on the order in which tiles come: counts and
/// minima don't, sums are added up in the order of the work items (`OrderedSums`).
protocol PairConsumer: AnyObject, Sendable {
    /// A worker for the tiles of one work item, which run on one thread.
    func worker(for item: PairSweep.Item) -> any PairWorker
}

/// A consumer's state during one work item.
protocol PairWorker {
    mutating func take(_ tile: PairTile)
    /// Hands over what the item's tiles gave.
    mutating func finish()
}

extension PairWorker {
    mutating func finish() {}
}
