import Synchronization

/// The one pass over all pairs of two sets of rows, or of one set with itself, that feeds every neighbour, ball and kernel.
///
/// Products are computed tile by tile and handed to all consumers while they are in the cache. Of one set with itself each
/// unordered pair comes once: consumers read a tile along its rows and along its columns. Work items are cut by the shapes
/// alone. Memory is what consumers keep, O(rows · k), and a tile with its operands for each thread.
struct PairSweep {
    let first: ProductScreen
    let second: ProductScreen
    /// Whether both are the same rows.
    let isSymmetric: Bool

    /// Some rows of the first set with some of the second; runs on one thread.
    struct Item: Sendable {
        let number: Int
        let rows: Range<Int>
        let columns: Range<Int>
        let isSymmetric: Bool
    }

    // 512 rows for each packed panel of columns keep OpenBLAS near its full speed.
    private static let stripeRows = 512
    private static let tileColumns = 1024

    /// The work items, in the order in which sums are added up.
    private var items: [Item] {
        let stripe = first.rows >= 8 * Self.stripeRows ? Self.stripeRows : Self.stripeRows / 4
        let stripes = (first.rows + stripe - 1) / stripe
        // Few rows would leave threads idle, so the columns are shared out too.
        let chunks = isSymmetric || stripes >= 8 ? 1 : max(1, min(8, second.rows / (4 * Self.tileColumns)))
        let width = ((second.rows + chunks - 1) / chunks + Self.tileColumns - 1) / Self.tileColumns * Self.tileColumns
        var items: [Item] = []
        for index in 0..<stripes {
            let rows = index * stripe..<min(first.rows, (index + 1) * stripe)
            for chunk in 0..<chunks {
                let start = isSymmetric ? rows.lowerBound : min(second.rows, chunk * width)
                let end = isSymmetric ? second.rows : min(second.rows, (chunk + 1) * width)
                guard start < end else { continue }
                items.append(
                    Item(number: items.count, rows: rows, columns: start..<end, isSymmetric: isSymmetric))
            }
        }
        return items
    }

    /// Streams all pairs through `consumers`; `progress` is called from any thread with the share done.
    func run(_ consumers: [any PairConsumer], progress: (@Sendable (Double) -> Void)? = nil) {
        let items = items
        let total = items.reduce(0.0) { $0 + Double($1.rows.count) * Double($1.columns.count) }
        let done = Atomic<Int>(0)
        Parallel.forEach(items.count) { index in
            run(items[index], consumers)
            let pairs = items[index].rows.count * items[index].columns.count
            let finished = done.wrappingAdd(pairs, ordering: .relaxed).newValue
            progress?(Double(finished) / total)
        }
    }

    private func run(_ item: Item, _ consumers: [any PairConsumer]) {
        var workers = consumers.map { $0.worker(for: item) }
        let widest = (min(Self.tileColumns, item.columns.count) + PairTile.lanes - 1) / PairTile.lanes * PairTile.lanes
        let products = UnsafeMutablePointer<Float>.allocate(capacity: item.rows.count * widest)
        defer { products.deallocate() }
        products.initialize(repeating: 0, count: item.rows.count * widest)
        if first.usesIntegers {
            runQuantized(item, widest, products, &workers)
        } else {
            runFloat(item, widest, products, &workers)
        }
        for index in workers.indices { workers[index].finish() }
    }

    private func runFloat(
        _ item: Item, _ widest: Int, _ products: UnsafeMutablePointer<Float>, _ workers: inout [any PairWorker]
    ) {
        let rowBuffer = UnsafeMutablePointer<Float>.allocate(capacity: first.bufferCount(rows: item.rows.count))
        let columnBuffer = UnsafeMutablePointer<Float>.allocate(capacity: second.bufferCount(rows: widest))
        defer {
            rowBuffer.deallocate()
            columnBuffer.deallocate()
        }
        let rowPanel = first.panel(item.rows, buffer: rowBuffer)
        forEachTile(of: item, products, &workers) { columns, stride, isDiagonal in
            OpenBLAS.multiply(
                rowPanel, transposed: false, isDiagonal ? rowPanel : second.panel(columns, buffer: columnBuffer),
                transposed: true, into: products, m: item.rows.count, n: columns.count, k: first.width,
                leadingC: stride)
            return nil
        }
    }

    private func runQuantized(
        _ item: Item, _ widest: Int, _ products: UnsafeMutablePointer<Float>, _ workers: inout [any PairWorker]
    ) {
        let rowRoundings = UnsafeMutablePointer<Double>.allocate(capacity: item.rows.count)
        let columnRoundings = UnsafeMutablePointer<Double>.allocate(capacity: widest)
        defer {
            rowRoundings.deallocate()
            columnRoundings.deallocate()
        }
        var rowPanel = QuantizedProduct.Panel(side: .left, capacity: item.rows.count, width: first.width)
        var columnPanel = QuantizedProduct.Panel(side: .right, capacity: widest, width: first.width)
        first.pack(item.rows, into: &rowPanel)
        for row in 0..<item.rows.count { rowRoundings[row] = rowPanel.error(row) }
        forEachTile(of: item, products, &workers) { columns, stride, _ in
            second.pack(columns, into: &columnPanel)
            for column in 0..<columns.count { columnRoundings[column] = columnPanel.error(column) }
            QuantizedProduct.multiply(rowPanel, columnPanel, into: products, leadingC: stride)
            return (UnsafePointer(rowRoundings), UnsafePointer(columnRoundings))
        }
    }

    /// Lets `multiply` fill `products` for each tile of an item, and hands the tile to all workers.
    private func forEachTile(
        of item: Item, _ products: UnsafeMutablePointer<Float>, _ workers: inout [any PairWorker],
        _ multiply: (_ columns: Range<Int>, _ stride: Int, _ isDiagonal: Bool) -> (
            rows: UnsafePointer<Double>, columns: UnsafePointer<Double>
        )?
    ) {
        var start = item.columns.lowerBound
        while start < item.columns.upperBound {
            let isDiagonal = item.isSymmetric && start == item.rows.lowerBound
            let length = isDiagonal ? item.rows.count : Self.tileColumns
            let columns = start..<min(item.columns.upperBound, start + length)
            let stride = (columns.count + PairTile.lanes - 1) / PairTile.lanes * PairTile.lanes
            let roundings = multiply(columns, stride, isDiagonal)
            let tile = PairTile(
                first: first, second: second, rows: item.rows, columns: columns, products: UnsafePointer(products),
                stride: stride, isDiagonal: isDiagonal, roundings: roundings)
            for index in workers.indices { workers[index].take(tile) }
            start = columns.upperBound
        }
    }
}

/// Mutual exclusion for blocks of rows that several work items may write to.
struct RowLocks: Sendable {
    private final class Lock: Sendable {
        let mutex = Mutex(())
    }

    /// Rows that share a lock.
    static let block = 512
    private let locks: [Lock]

    init(rows: Int) { locks = (0..<(rows + Self.block - 1) / Self.block).map { _ in Lock() } }

    /// Calls `body` with each part of `range` while its lock is held.
    func forEachBlock(of range: Range<Int>, _ body: (Range<Int>) -> Void) {
        var start = range.lowerBound
        while start < range.upperBound {
            let number = start / Self.block
            let part = start..<min(range.upperBound, (number + 1) * Self.block)
            locks[number].mutex.withLock { _ in body(part) }
            start = part.upperBound
        }
    }
}
