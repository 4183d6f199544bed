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
    /// How far quantized rows are from the rows, for the first set's and the second's; nil for products in float32.
    let roundings: (rows: UnsafePointer<Double>, columns: UnsafePointer<Double>)?
    /// The largest norm of the first set's rows in this tile, and of the second's.
    let largestNorms: (rows: Double, columns: Double)
    private let largestRoundings: (rows: Double, columns: Double)

    init(
        first: ProductScreen, second: ProductScreen, rows: Range<Int>, columns: Range<Int>,
        products: UnsafePointer<Float>, stride: Int, isDiagonal: Bool,
        roundings: (rows: UnsafePointer<Double>, columns: UnsafePointer<Double>)?
    ) {
        self.first = first
        self.second = second
        self.rows = rows
        self.columns = columns
        self.products = products
        self.stride = stride
        self.isDiagonal = isDiagonal
        self.roundings = roundings
        largestNorms = (Self.largestNorm(first, rows), Self.largestNorm(second, columns))
        largestRoundings = (
            roundings.map { Self.largest($0.rows, rows.count) } ?? 0,
            roundings.map { Self.largest($0.columns, columns.count) } ?? 0
        )
    }

    /// How many products are compared with a threshold at once.
    static let lanes = 32

    /// What t = ‖b‖²/2 − ⟨a, b⟩ can be off by for row `row` and any of the columns.
    func screenError(row: Int) -> Double {
        let norm = first.squaredNorms[row].squareRoot()
        guard let roundings else { return first.productError(norm: norm, largestNorm: largestNorms.columns) }
        return QuantizedProduct.screenError(
            norm: norm, error: roundings.rows[row - rows.lowerBound], largestNorm: largestNorms.columns,
            largestError: largestRoundings.columns)
    }

    /// What t = ‖a‖²/2 − ⟨a, b⟩ can be off by for column `column` and any of the rows.
    func screenError(column: Int) -> Double {
        let norm = second.squaredNorms[column].squareRoot()
        guard let roundings else { return second.productError(norm: norm, largestNorm: largestNorms.rows) }
        return QuantizedProduct.screenError(
            norm: norm, error: roundings.columns[column - columns.lowerBound], largestNorm: largestNorms.rows,
            largestError: largestRoundings.rows)
    }

    private static func largestNorm(_ screen: ProductScreen, _ range: Range<Int>) -> Double {
        var largest = 0.0
        for row in range { largest = max(largest, screen.squaredNorms[row]) }
        return largest.squareRoot()
    }

    private static func largest(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
        var largest = 0.0
        for index in 0..<count { largest = max(largest, values[index]) }
        return largest
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
