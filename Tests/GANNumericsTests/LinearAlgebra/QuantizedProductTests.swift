import Testing

@testable import GANNumerics

@Suite(.enabled(if: QuantizedProduct.isAvailable, "the processor lacks AVX2"))
struct QuantizedProductTests {
    /// Rows that are hard to round to few bits, or push integer sums to their limits.
    enum Data: CaseIterable, Sendable {
        case normal, offset, heavyTailed, alternating, equalSigns, oneHuge, oneRowHuge, zero, tiny, denormal, large

        func rows(_ count: Int, columns: Int, seed: UInt64) -> Matrix<Float> {
            var rows = SeededGenerator(seed: seed).normalRows(count, columns: columns)
            for index in rows.scalars.indices {
                let (row, column) = (index / columns, index % columns)
                let value = rows.scalars[index]
                switch self {
                case .normal: break
                case .offset: rows.scalars[index] = value + 1000
                case .heavyTailed: rows.scalars[index] = value / max(abs(rows.scalars[row * columns]), 1e-4)
                // Rows alternate too: sums reach both ends of the integers' range, and partial sums of the first half
                // do where the second half cancels them.
                case .alternating:
                    let sign: Float = (column + row) % 2 == 0 ? 1 : -1
                    rows.scalars[index] = row % 3 == 2 && column < columns / 2 ? -sign : sign
                case .equalSigns: rows.scalars[index] = 7
                case .oneHuge: rows.scalars[index] = column == row % columns ? 1e6 : value
                case .oneRowHuge: rows.scalars[index] = row == 0 ? value * 1e20 : value
                case .zero: rows.scalars[index] = row % 2 == 0 ? 0 : value
                case .tiny: rows.scalars[index] = value * 1e-17
                case .denormal: rows.scalars[index] = value * 1e-30 * 1e-10
                case .large: rows.scalars[index] = value * 1e15
                }
            }
            return rows
        }
    }

    /// The products of all pairs, in a buffer with `padding` more columns, and the bound for each.
    struct Outcome: Equatable {
        var products: [Float] = []
        var bounds: [Double] = []
        var screenBounds: [Double] = []
        var stride = 0
    }

    private static let filler: Float = 12345

    private func centred(_ rows: Matrix<Float>, _ centre: [Float]) -> [[Double]] {
        (0..<rows.rows).map { zip(rows.row($0), centre).map { Double($0) - Double($1) } }
    }

    private func product(
        _ first: Matrix<Float>, _ second: Matrix<Float>, centre: [Float]?, padding: Int = 0
    ) -> Outcome {
        let origin = centre ?? [Float](repeating: 0, count: first.columns)
        func packed(_ side: QuantizedProduct.Side, _ rows: Matrix<Float>) -> QuantizedProduct.Panel {
            // More room than rows, and rows packed before, must not matter.
            var panel = QuantizedProduct.Panel(side: side, capacity: rows.rows + 5, width: rows.columns)
            let squares = centred(rows, origin).map { $0.reduce(0) { $0 + $1 * $1 } }
            for _ in 0..<2 {
                rows.scalars.withUnsafeBufferPointer { scalars in
                    squares.withUnsafeBufferPointer { squares in
                        guard let source = scalars.baseAddress, let norms = squares.baseAddress else { return }
                        if let centre {
                            panel.pack(source, count: rows.rows, centre: centre, squaredNorms: norms)
                        } else {
                            panel.pack(source, count: rows.rows, squaredNorms: norms)
                        }
                    }
                }
            }
            return panel
        }
        let left = packed(.left, first)
        let right = packed(.right, second)
        let stride = second.rows + padding
        var products = [Float](repeating: Self.filler, count: first.rows * stride)
        QuantizedProduct.multiply(left, right, into: &products, leadingC: stride)
        let norms = (centred(first, origin), centred(second, origin))
        var outcome = Outcome(products: products, stride: stride)
        for i in 0..<first.rows {
            for j in 0..<second.rows {
                let (a, b) = (norm(norms.0[i]), norm(norms.1[j]))
                outcome.bounds.append(
                    QuantizedProduct.productError(
                        norm: a, error: left.error(i), largestNorm: b, largestError: right.error(j)))
                outcome.screenBounds.append(
                    QuantizedProduct.screenError(
                        norm: a, error: left.error(i), largestNorm: b, largestError: right.error(j)))
            }
        }
        return outcome
    }

    private func norm(_ row: [Double]) -> Double { row.reduce(0) { $0 + $1 * $1 }.squareRoot() }

    private func exactProducts(_ first: Matrix<Float>, _ second: Matrix<Float>, centre: [Float]?) -> [Double] {
        let origin = centre ?? [Float](repeating: 0, count: first.columns)
        let (a, b) = (centred(first, origin), centred(second, origin))
        return a.flatMap { a in b.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
    }

    private func mean(of rows: Matrix<Float>) -> [Float] {
        (0..<rows.columns).map { column in
            Float((0..<rows.rows).reduce(0) { $0 + Double(rows[$1, column]) } / Double(rows.rows))
        }
    }

    @Test(arguments: Data.allCases, [1, 2, 7, 16, 33, 784, 2048, 4097])
    func productsAreWithinTheBound(data: Data, columns: Int) {
        let first = data.rows(13, columns: columns, seed: 1)
        let second = data.rows(35, columns: columns, seed: 2)
        for centre in [nil, mean(of: second)] {
            let exact = exactProducts(first, second, centre: centre)
            let outcome = product(first, second, centre: centre)
            for index in exact.indices {
                let difference = abs(Double(outcome.products[index]) - exact[index])
                // The reference itself is a float64 sum.
                #expect(
                    difference <= outcome.bounds[index] + abs(exact[index]) * 1e-13,
                    "pair \(index): \(outcome.products[index]) for \(exact[index])")
            }
        }
    }

    @Test(arguments: [16, 784, 2048])
    func theBoundIsNarrow(columns: Int) {
        let rows = SeededGenerator(seed: 3).normalRows(40, columns: columns)
        let outcome = product(rows, rows, centre: nil)
        let exact = exactProducts(rows, rows, centre: nil)
        let norms = centred(rows, [Float](repeating: 0, count: columns)).map(norm)
        var largestShare = 0.0
        for index in exact.indices {
            let scale = norms[index / 40] * norms[index % 40]
            // √(d/12) / 23,170 in theory, and up to √2 more where one component dominates a narrow row.
            #expect(outcome.bounds[index] < 1.5 * (Double(columns) / 12).squareRoot() / 23_170 * scale)
            largestShare = max(
                largestShare, abs(Double(outcome.products[index]) - exact[index]) / outcome.bounds[index])
        }
        // Rounding errors add up like a random walk; the bound allows for all of them pointing one way.
        #expect(largestShare > 0.01)
    }

    @Test func aBoundForSmallerErrorsWouldBeExceeded() {
        // Two columns: what rounding takes off hardly averages out.
        let first = SeededGenerator(seed: 4).normalRows(60, columns: 2)
        let outcome = product(first, first, centre: nil)
        let exact = exactProducts(first, first, centre: nil)
        let exceeded = exact.indices.filter {
            abs(Double(outcome.products[$0]) - exact[$0]) > 0.3 * outcome.bounds[$0]
        }
        #expect(!exceeded.isEmpty)
    }

    @Test func whatIntegersHoldIsExact() {
        // Rows of ±1: the scale divides them evenly, and products are multiples of it.
        let first = Data.alternating.rows(12, columns: 4096, seed: 0)
        let outcome = product(first, first, centre: nil)
        for (computed, exact) in zip(outcome.products, exactProducts(first, first, centre: nil)) {
            #expect(abs(Double(computed) - exact) <= 4096 * 2e-3)
        }
        // No sum may wrap: a row's product with itself is positive, with its opposite negative.
        for row in 0..<12 { #expect(outcome.products[row * 12 + row] > 4000) }
        #expect(outcome.products[1] < -4000)
    }

    @Test func everyRemainderOfRowsGivesTheSameProducts() {
        let first = SeededGenerator(seed: 5).normalRows(14, columns: 40)
        let second = SeededGenerator(seed: 6).normalRows(50, columns: 40)
        let centre = mean(of: second)
        let whole = product(first, second, centre: centre)
        for m in 1...14 {
            for n in 1...50 {
                let part = product(first.rows(in: 0..<m), second.rows(in: 0..<n), centre: centre, padding: 3)
                for i in 0..<m {
                    let row = Array(part.products[i * part.stride..<(i + 1) * part.stride])
                    #expect(Array(row[0..<n]) == Array(whole.products[i * 50..<i * 50 + n]))
                    #expect(row[n...].allSatisfy { $0 == Self.filler }, "wrote beyond [\(m), \(n)]")
                }
            }
        }
    }

    @Test func severalBlocksOfRowsAndColumnsGiveTheSameProducts() {
        // More rows than a cache block and more columns than two, so sums pass through the output between blocks.
        let first = SeededGenerator(seed: 7).normalRows(301, columns: 1100)
        let second = SeededGenerator(seed: 8).normalRows(37, columns: 1100)
        let whole = product(first, second, centre: nil)
        for start in [0, 133, 290] {
            let part = product(first.rows(in: start..<start + 11), second, centre: nil)
            #expect(part.products == Array(whole.products[start * 37..<(start + 11) * 37]))
        }
    }

    @Test(arguments: Data.allCases)
    func repeatedRunsGiveTheSameBits(data: Data) {
        let rows = data.rows(20, columns: 130, seed: 9)
        #expect(product(rows, rows, centre: nil) == product(rows, rows, centre: nil))
    }

    @Test func scalesKeepIntegerSumsInRange() {
        for width in [1, 2, 3, 16, 784, 4097, QuantizedProduct.largestWidth] {
            for share in [1, 0.7, 0.1, 1 / Double(width).squareRoot()] {
                let scale = Double(QuantizedProduct.Panel.scale(norm: 3, largest: 3 * share, width: width))
                #expect(3 * share / scale < 32767)
                let largest = 3 / scale + Double(width).squareRoot() / 2
                #expect(largest * largest < 0x1p31)
            }
        }
        let zero = QuantizedProduct.Panel.scale(norm: 0, largest: 0, width: 3)
        #expect(zero.isNormal && (1 / zero).isNormal)
    }

    @Test func rowsBeyondTheRangeHaveNoBoundAndNoNaN() {
        let rows = Data.normal.rows(9, columns: 20, seed: 10)
        var huge = rows
        for index in huge.scalars.indices { huge.scalars[index] = index % 2 == 0 ? 3e38 : -3e38 }
        // Subtracting the centre overflows.
        let outcome = product(huge, rows, centre: [Float](repeating: -3e38, count: 20))
        #expect(outcome.products.allSatisfy { !$0.isNaN })
        #expect(outcome.bounds.allSatisfy { $0 == .infinity })
    }

    @Test(arguments: [Data.normal, .heavyTailed, .oneHuge])
    func theScreensBoundCoversItsRounding(data: Data) {
        let first = data.rows(20, columns: 300, seed: 11)
        let second = data.rows(20, columns: 300, seed: 12)
        let outcome = product(first, second, centre: nil)
        let exact = exactProducts(first, second, centre: nil)
        let norms = centred(second, [Float](repeating: 0, count: 300)).map(norm)
        for index in exact.indices {
            let half = norms[index % 20] * norms[index % 20] / 2
            let computed = Float(half) - outcome.products[index]
            let bound = outcome.screenBounds[index]
            #expect(bound > outcome.bounds[index])
            #expect(abs(Double(computed) - (half - exact[index])) <= bound)
        }
        #expect(QuantizedProduct.screenError(norm: 1, error: 0, largestNorm: 1e20, largestError: 0) == .infinity)
    }

    @Test func emptyPanelsAndRowsWithoutColumns() {
        let rows = Matrix<Float>(rows: 3, columns: 0, scalars: [])
        var left = QuantizedProduct.Panel(side: .left, capacity: 3, width: 0)
        var right = QuantizedProduct.Panel(side: .right, capacity: 3, width: 0)
        var products = [Float](repeating: Self.filler, count: 9)
        QuantizedProduct.multiply(left, right, into: &products)
        #expect(products.allSatisfy { $0 == Self.filler })
        let one: [Float] = [0]
        left.pack(one, count: rows.rows, squaredNorms: [0, 0, 0])
        right.pack(one, count: rows.rows, squaredNorms: [0, 0, 0])
        QuantizedProduct.multiply(left, right, into: &products)
        #expect(products.allSatisfy { $0 == 0 })
    }
}
