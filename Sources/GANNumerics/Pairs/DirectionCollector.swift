/// Finds for each row of a sweep's first set the largest |cos| of its angle with any row of the second.
///
/// Products about the common origin, with float64 corrections for it, tell which rows could beat the best so far; their
/// cosines are measured in float64. A common offset of the features therefore costs no resolution. Rows of zeros have no direction.
final class DirectionCollector: PairConsumer, @unchecked Sendable {
    // Unchecked: what the pointers hold is written under `locks`, and read after the sweep.
    private let first: ProductScreen
    private let second: ProductScreen
    private let firstOffsets: [Double]
    private let secondOffsets: [Double]
    /// ‖x‖² of the rows as given.
    private let firstSquares: [Double]
    private let secondSquares: [Double]
    private let secondNorms: [Double]
    private let locks: RowLocks
    private let cosines: UnsafeMutablePointer<Double>

    init(first: ProductScreen, second: ProductScreen) {
        precondition(first.relativeExcess == 0, "directions need whole products")
        self.first = first
        self.second = second
        firstOffsets = first.innerProductOffsets()
        secondOffsets = second.innerProductOffsets()
        firstSquares = Self.squares(first)
        secondSquares = Self.squares(second)
        secondNorms = secondSquares.map { $0.squareRoot() }
        locks = RowLocks(rows: first.rows)
        cosines = .allocate(capacity: first.rows)
        cosines.initialize(repeating: -1, count: first.rows)
    }

    deinit { cosines.deallocate() }

    /// The largest |cos| of each row of the first set, in 0...1; nil for rows of zeros, and where the second set has no others.
    func result() -> [Double?] { (0..<first.rows).map { cosines[$0] < 0 ? nil : cosines[$0] } }

    func worker(for item: PairSweep.Item) -> any PairWorker { Worker(collector: self) }

    private struct Worker: PairWorker {
        let collector: DirectionCollector
        func take(_ tile: PairTile) { collector.take(tile) }
    }

    private static func squares(_ screen: ProductScreen) -> [Double] {
        [Double](unsafeUninitializedCapacity: screen.rows) { target, initialized in
            nonisolated(unsafe) let target = target
            Parallel.forEachRange(of: screen.rows, size: 256) { range in
                for row in range {
                    target[row] = innerProduct(screen.exactRow(row), screen.exactRow(row), count: screen.rowWidth)
                }
            }
            initialized = screen.rows
        }
    }

    /// Σ aᵢbᵢ in float64, always in the same order, so that a row's product with its copy is its squared norm.
    private static func innerProduct(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Double {
        var sum = SIMD4<Double>()
        var index = 0
        while index + 4 <= count {
            let x = SIMD4(Double(a[index]), Double(a[index + 1]), Double(a[index + 2]), Double(a[index + 3]))
            let y = SIMD4(Double(b[index]), Double(b[index + 1]), Double(b[index + 2]), Double(b[index + 3]))
            sum += x * y
            index += 4
        }
        var rest = 0.0
        while index < count {
            rest += Double(a[index]) * Double(b[index])
            index += 1
        }
        return (sum[0] + sum[1]) + (sum[2] + sum[3]) + rest
    }

    private func take(_ tile: PairTile) {
        // The corrections are sums of d products as large as the rows are long.
        let rounding = Double(first.rowWidth + 16) * 0x1p-51
        var largestOffset = 0.0
        for column in tile.columns { largestOffset = max(largestOffset, abs(secondOffsets[column])) }
        locks.forEachBlock(of: tile.rows) { block in
            for row in block where firstSquares[row] > 0 {
                // The screen's error covers float32 arithmetic on top of the product's, which is not used here.
                let error = tile.screenError(row: row) + rounding * (abs(firstOffsets[row]) + largestOffset)
                scan(row, tile, error)
            }
        }
    }

    /// |⟨x, y⟩| ≥ best·‖x‖·‖y‖ as far as the error tells.
    private func scan(_ row: Int, _ tile: PairTile, _ error: Double) {
        let products = tile.products(row: row)
        let offset = firstOffsets[row]
        let norm = firstSquares[row].squareRoot()
        secondOffsets.withUnsafeBufferPointer { offsets in
            secondNorms.withUnsafeBufferPointer { norms in
                var limit = cosines[row] * norm
                let start = tile.columns.lowerBound
                for column in 0..<tile.columns.count {
                    // Nothing exceeds 1.
                    if cosines[row] >= 1 { return }
                    let product = Double(products[column]) + (offset + offsets[start + column])
                    // NaN compares false and is measured.
                    if abs(product) + error < limit * norms[start + column] { continue }
                    measure(row, start + column)
                    limit = cosines[row] * norm
                }
            }
        }
    }

    private func measure(_ row: Int, _ column: Int) {
        guard secondSquares[column] > 0 else { return }
        let product = Self.innerProduct(first.exactRow(row), second.exactRow(column), count: first.rowWidth)
        let cosine = abs(product) / (firstSquares[row] * secondSquares[column]).squareRoot()
        cosines[row] = max(cosines[row], min(1, cosine))
    }
}
