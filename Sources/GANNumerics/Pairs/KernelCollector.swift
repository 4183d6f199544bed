/// Sums kernels over all pairs of a sweep: for each row, each column and each subset.
///
/// Squared distances and inner products come from the tile's float32 products and float64 norms; rounding errors average out over
/// the pairs. Pairs whose distance the products leave inexact are measured anew, and small problems are computed from
/// differences in float64 throughout.
final class KernelCollector: PairConsumer, @unchecked Sendable {
    // Unchecked: sums are written by one thread at a time, in the order of the items, and read after the sweep.
    private let first: ProductScreen
    private let second: ProductScreen
    private let isSymmetric: Bool
    private let kernels: [PairKernel]
    /// For each row, the subsets that hold it.
    private let firstSubsets: Memberships?
    private let secondSubsets: Memberships?
    /// ⟨x, c⟩ − ‖c‖²/2 for each row x and the products' origin c, so that ⟨x, y⟩ is the product and both of these.
    private let firstOffsets: [Double]
    private let secondOffsets: [Double]
    private let measuresAll: Bool
    private var sums: [PairKernelSums]
    private var ordered: OrderedSums<Part>?

    /// Sums of one work item, for each kernel.
    private struct Part: Sendable {
        let item: PairSweep.Item
        var rows: [[Double]]
        var columns: [[Double]]
        var subsets: [[Double]]
        var squares: [Double]
    }

    /// Which subsets hold which rows, as a matrix of zeros and ones.
    private struct Memberships: Sendable {
        let count: Int
        let numbers: [[Int32]]

        init(_ subsets: [[Int]], rows: Int) {
            count = subsets.count
            var numbers = [[Int32]](repeating: [], count: rows)
            for (subset, members) in subsets.enumerated() { for row in members { numbers[row].append(Int32(subset)) } }
            self.numbers = numbers
        }
    }

    /// Below so many multiplications a problem is small.
    private static let smallProblem = 1 << 28
    /// A squared distance below this share of both squared norms is measured.
    private static let inexactShare = 0x1p-10

    init(
        first: ProductScreen, second: ProductScreen, isSymmetric: Bool, kernels: [PairKernel], subsets: PairSubsets?
    ) {
        precondition(first.relativeExcess == 0, "kernels need whole products")
        self.first = first
        self.second = second
        self.isSymmetric = isSymmetric
        self.kernels = kernels
        firstSubsets = subsets.map { Memberships($0.first, rows: first.rows) }
        secondSubsets = isSymmetric ? firstSubsets : subsets.map { Memberships($0.second, rows: second.rows) }
        firstOffsets = first.innerProductOffsets()
        secondOffsets = isSymmetric ? firstOffsets : second.innerProductOffsets()
        let pairs = first.rows.multipliedReportingOverflow(by: second.rows)
        let work = pairs.partialValue.multipliedReportingOverflow(by: first.rowWidth)
        let isSmall = !pairs.overflow && !work.overflow && work.partialValue <= Self.smallProblem
        let norms = [first, second].map { ($0.squaredNorms.max() ?? 0).squareRoot() }
        // Features so large that float32 products could overflow are measured as well, however long it takes.
        measuresAll = isSmall || first.productError(norm: norms[0], largestNorm: norms[1]) == .infinity
        sums = kernels.map { _ in
            PairKernelSums(
                rows: [Double](repeating: 0, count: first.rows),
                columns: [Double](repeating: 0, count: isSymmetric ? 0 : second.rows),
                subsets: [Double](repeating: 0, count: subsets?.first.count ?? 0), squares: 0)
        }
        ordered = OrderedSums { [unowned self] part in add(part) }
    }

    /// The sums of each kernel, after the sweep.
    func result() -> [PairKernelSums] { sums }

    func worker(for item: PairSweep.Item) -> any PairWorker { Worker(collector: self, item: item) }

    private func add(_ part: Part) {
        for kernel in kernels.indices {
            for (offset, row) in part.item.rows.enumerated() { sums[kernel].rows[row] += part.rows[kernel][offset] }
            for (offset, column) in part.item.columns.enumerated() {
                if isSymmetric {
                    sums[kernel].rows[column] += part.columns[kernel][offset]
                } else {
                    sums[kernel].columns[column] += part.columns[kernel][offset]
                }
            }
            sums[kernel].squares += part.squares[kernel]
            for subset in sums[kernel].subsets.indices {
                sums[kernel].subsets[subset] += part.subsets[kernel][subset]
            }
        }
    }

    private final class Worker: PairWorker {
        private let collector: KernelCollector
        private let item: PairSweep.Item
        /// Sums of the item's rows and columns, `[kernels, rows]` and `[kernels, columns]`.
        private let rows: UnsafeMutablePointer<Double>
        private let columns: UnsafeMutablePointer<Double>
        private var subsets: [[Double]]
        private var squares: [Double]

        init(collector: KernelCollector, item: PairSweep.Item) {
            self.collector = collector
            self.item = item
            let kernels = collector.kernels.count
            rows = .allocate(capacity: kernels * item.rows.count)
            rows.initialize(repeating: 0, count: kernels * item.rows.count)
            columns = .allocate(capacity: kernels * item.columns.count)
            columns.initialize(repeating: 0, count: kernels * item.columns.count)
            subsets = [[Double]](
                repeating: [Double](repeating: 0, count: collector.firstSubsets?.count ?? 0), count: kernels)
            squares = [Double](repeating: 0, count: kernels)
        }

        deinit {
            rows.deallocate()
            columns.deallocate()
        }

        func take(_ tile: PairTile) {
            let offset = tile.columns.lowerBound - item.columns.lowerBound
            let values = UnsafeMutablePointer<Double>.allocate(capacity: tile.rows.count * tile.stride)
            defer { values.deallocate() }
            for (number, kernel) in collector.kernels.enumerated() {
                let squared = collector.sum(
                    kernel, tile, values, rows: rows + number * item.rows.count,
                    columns: columns + number * item.columns.count + offset)
                squares[number] += squared
                // Subsets are a convention of the cubic kernel's.
                if kernel == .cubic, let mine = collector.firstSubsets, let theirs = collector.secondSubsets {
                    var sums = subsets[number]
                    collector.addSubsets(tile, values, mine, theirs, to: &sums)
                    subsets[number] = sums
                }
            }
        }

        func finish() {
            func part(_ sums: UnsafeMutablePointer<Double>, _ count: Int) -> [[Double]] {
                collector.kernels.indices.map { Array(UnsafeBufferPointer(start: sums + $0 * count, count: count)) }
            }
            collector.ordered?.finish(
                item.number,
                Part(
                    item: item, rows: part(rows, item.rows.count), columns: part(columns, item.columns.count),
                    subsets: subsets, squares: squares))
        }
    }

    // MARK: One tile

    /// Kernel values of a tile into `values` `[rows, stride]`, and their sums into those of rows and columns; the sum of their squares.
    private func sum(
        _ kernel: PairKernel, _ tile: PairTile, _ values: UnsafeMutablePointer<Double>,
        rows: UnsafeMutablePointer<Double>, columns: UnsafeMutablePointer<Double>
    ) -> Double {
        let count = tile.columns.count
        var squares = SIMD4<Double>()
        var restOfSquares = 0.0
        for (offset, row) in tile.rows.enumerated() {
            let target = values + offset * tile.stride
            fill(target, kernel, tile, row)
            if tile.isDiagonal { target[offset] = 0 }
            var sum = SIMD4<Double>()
            var column = 0
            while column + 4 <= count {
                let value = UnsafeRawPointer(target + column).loadUnaligned(as: SIMD4<Double>.self)
                sum += value
                squares += value * value
                column += 4
            }
            var rest = 0.0
            while column < count {
                rest += target[column]
                restOfSquares += target[column] * target[column]
                column += 1
            }
            rows[offset] += (sum[0] + sum[1]) + (sum[2] + sum[3]) + rest
            // A diagonal tile holds each pair twice; its rows' sums are enough.
            if !tile.isDiagonal { for column in 0..<count { columns[column] += target[column] } }
        }
        let total = (squares[0] + squares[1]) + (squares[2] + squares[3]) + restOfSquares
        // Off the diagonal of one set each pair stands for two ordered ones.
        return isSymmetric && !tile.isDiagonal ? 2 * total : total
    }

    private func fill(
        _ target: UnsafeMutablePointer<Double>, _ kernel: PairKernel, _ tile: PairTile, _ row: Int
    ) {
        let count = tile.columns.count
        let start = tile.columns.lowerBound
        let isCubic = kernel == .cubic
        // Whole vectors may be read past the last column.
        for column in count..<tile.stride { target[column] = 0 }
        if measuresAll {
            for column in 0..<count {
                target[column] =
                    isCubic
                    ? innerProduct(row, start + column)
                    : first.exactSquaredDistance(row, to: second, start + column)
            }
        } else {
            let products = tile.products(row: row)
            if isCubic {
                let offset = firstOffsets[row]
                for column in 0..<count {
                    target[column] = Double(products[column]) + (offset + secondOffsets[start + column])
                }
            } else {
                let square = first.squaredNorms[row]
                var smallest = 0.0
                for column in 0..<count {
                    let both = square + second.squaredNorms[start + column]
                    let value = both - 2 * Double(products[column])
                    smallest = min(smallest, value - Self.inexactShare * both)
                    target[column] = value
                }
                if smallest < 0 { measureNear(target, tile, row, square) }
            }
        }
        switch kernel {
        case .cubic:
            let factor = 1 / Double(first.rowWidth)
            for column in 0..<count {
                let base = target[column] * factor + 1
                target[column] = base * base * base
            }
        case .gaussian(let sigma):
            let factor = -1 / (2 * sigma * sigma)
            var column = 0
            while column < count {
                let raw = UnsafeMutableRawPointer(target + column)
                let square = UnsafeRawPointer(raw).loadUnaligned(as: SIMD4<Double>.self)
                raw.storeBytes(of: VectorExponential.ofNonPositive(square * factor), as: SIMD4<Double>.self)
                column += 4
            }
        case .distance:
            for column in 0..<count { target[column] = target[column].squareRoot() }
        }
    }

    /// Replaces squared distances that are too small for the products' digits.
    private func measureNear(
        _ target: UnsafeMutablePointer<Double>, _ tile: PairTile, _ row: Int, _ square: Double
    ) {
        for (offset, column) in tile.columns.enumerated()
        where target[offset] < Self.inexactShare * (square + second.squaredNorms[column]) {
            target[offset] = first.exactSquaredDistance(row, to: second, column)
        }
    }

    private func innerProduct(_ row: Int, _ column: Int) -> Double {
        let (x, y) = (first.exactRow(row), second.exactRow(column))
        var sum = 0.0
        for index in 0..<first.rowWidth { sum += Double(x[index]) * Double(y[index]) }
        return sum
    }

    /// Σ over a tile's pairs that a subset holds, by a product of the values with the memberships.
    private func addSubsets(
        _ tile: PairTile, _ values: UnsafeMutablePointer<Double>, _ mine: Memberships, _ theirs: Memberships,
        to subsets: inout [Double]
    ) {
        let width = theirs.count
        let (height, count) = (tile.rows.count, tile.columns.count)
        let members = UnsafeMutablePointer<Double>.allocate(capacity: count * width)
        let sums = UnsafeMutablePointer<Double>.allocate(capacity: height * width)
        defer {
            members.deallocate()
            sums.deallocate()
        }
        members.initialize(repeating: 0, count: count * width)
        for (offset, column) in tile.columns.enumerated() {
            for subset in theirs.numbers[column] { members[offset * width + Int(subset)] = 1 }
        }
        OpenBLAS.multiply(
            UnsafePointer(values), transposed: false, UnsafePointer(members), transposed: false, into: sums, m: height,
            n: width, k: count, leadingA: tile.stride)
        // Off the diagonal of one set each pair stands for two ordered ones.
        let weight = isSymmetric && !tile.isDiagonal ? 2.0 : 1.0
        for (offset, row) in tile.rows.enumerated() {
            for subset in mine.numbers[row] { subsets[Int(subset)] += weight * sums[offset * width + Int(subset)] }
        }
    }
}
