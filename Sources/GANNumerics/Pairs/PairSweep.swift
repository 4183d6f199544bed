import CKernels
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
    static let stripeRows = 512
    static let tileColumns = 1024
    // Packed integers reach theirs with half as many, in half of the memory.
    private static let quantizedTileColumns = 512
    private var tileColumns: Int { narrowed(first.usesIntegers ? Self.quantizedTileColumns : Self.tileColumns) }
    // Panels of wider rows would take hundreds of megabytes for each thread.
    static let panelElements = 1 << 22
    private func narrowed(_ count: Int) -> Int {
        min(count, max(64, Self.panelElements / max(1, first.width) / 64 * 64))
    }

    /// The work items, in the order in which sums are added up.
    private var items: [Item] {
        let stripe = narrowed(first.rows >= 8 * Self.stripeRows ? Self.stripeRows : Self.stripeRows / 4)
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
        // Samples and tiles are megabytes that the heap would keep otherwise.
        ganeval_return_free_memory()
        defer { ganeval_return_free_memory() }
        let total = items.reduce(0.0) { $0 + Double($1.rows.count) * Double($1.columns.count) }
        let done = Atomic<Int>(0)
        let idle = Mutex<[Scratch]>([])
        Parallel.forEach(items.count) { index in
            let scratch = idle.withLock { $0.popLast() } ?? Scratch(self)
            run(items[index], consumers, scratch)
            idle.withLock { $0.append(scratch) }
            let pairs = items[index].rows.count * items[index].columns.count
            let finished = done.wrappingAdd(pairs, ordering: .relaxed).newValue
            progress?(Double(finished) / total)
        }
    }

    /// The operands and products of one tile, for one thread.
    ///
    /// Kept for the next item: buffers that come and go by megabytes leave the heap several times as large as they are.
    private final class Scratch: @unchecked Sendable {
        let products: UnsafeMutablePointer<Float>
        let rows: UnsafeMutablePointer<Float>
        let columns: UnsafeMutablePointer<Float>
        let rowRoundings: UnsafeMutablePointer<Double>
        let columnRoundings: UnsafeMutablePointer<Double>
        /// Of no capacity where products are of floats.
        var rowPanel: QuantizedProduct.Panel
        var columnPanel: QuantizedProduct.Panel

        init(_ sweep: PairSweep) {
            let tallest = min(sweep.narrowed(PairSweep.stripeRows), sweep.first.rows)
            let widest = PairSweep.padded(min(sweep.tileColumns, sweep.second.rows))
            let integers = sweep.first.usesIntegers
            products = .allocate(capacity: tallest * widest)
            products.initialize(repeating: 0, count: tallest * widest)
            rows = .allocate(capacity: integers ? 0 : sweep.first.bufferCount(rows: tallest))
            columns = .allocate(capacity: integers ? 0 : sweep.second.bufferCount(rows: widest))
            rowRoundings = .allocate(capacity: integers ? tallest : 0)
            columnRoundings = .allocate(capacity: integers ? widest : 0)
            rowPanel = QuantizedProduct.Panel(
                side: .left, capacity: integers ? tallest : 0, width: sweep.first.width)
            columnPanel = QuantizedProduct.Panel(
                side: .right, capacity: integers ? widest : 0, width: sweep.first.width)
        }

        deinit {
            products.deallocate()
            rows.deallocate()
            columns.deallocate()
            rowRoundings.deallocate()
            columnRoundings.deallocate()
        }
    }

    private static func padded(_ count: Int) -> Int { (count + PairTile.lanes - 1) / PairTile.lanes * PairTile.lanes }

    private func run(_ item: Item, _ consumers: [any PairConsumer], _ scratch: Scratch) {
        var workers = consumers.map { $0.worker(for: item) }
        if first.usesIntegers { runQuantized(item, scratch, &workers) } else { runFloat(item, scratch, &workers) }
        for index in workers.indices { workers[index].finish() }
    }

    private func runFloat(_ item: Item, _ scratch: Scratch, _ workers: inout [any PairWorker]) {
        let rowPanel = first.panel(item.rows, buffer: scratch.rows)
        forEachTile(of: item, scratch.products, &workers) { columns, stride, isDiagonal in
            OpenBLAS.multiply(
                rowPanel, transposed: false, isDiagonal ? rowPanel : second.panel(columns, buffer: scratch.columns),
                transposed: true, into: scratch.products, m: item.rows.count, n: columns.count, k: first.width,
                leadingC: stride)
            return nil
        }
    }

    private func runQuantized(_ item: Item, _ scratch: Scratch, _ workers: inout [any PairWorker]) {
        first.pack(item.rows, into: &scratch.rowPanel)
        for row in 0..<item.rows.count { scratch.rowRoundings[row] = scratch.rowPanel.error(row) }
        forEachTile(of: item, scratch.products, &workers) { columns, stride, _ in
            second.pack(columns, into: &scratch.columnPanel)
            for column in 0..<columns.count { scratch.columnRoundings[column] = scratch.columnPanel.error(column) }
            QuantizedProduct.multiply(
                scratch.rowPanel, scratch.columnPanel, into: scratch.products, leadingC: stride)
            return (UnsafePointer(scratch.rowRoundings), UnsafePointer(scratch.columnRoundings))
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
            let length = isDiagonal ? item.rows.count : tileColumns
            let columns = start..<min(item.columns.upperBound, start + length)
            let stride = Self.padded(columns.count)
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
