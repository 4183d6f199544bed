import GANNumerics

/// The largest |cos| of each query with any row.
///
/// A dot product of two float32 unit rows differs from the cosine by less than γ_d + 4u, u = 2⁻²⁴, γ_d = d·u/(1 − d·u)
/// (Higham, "Accuracy and Stability of Numerical Algorithms", section 3.1): two roundings of each row's elements and the
/// sum's. Pairs below the best cosine so far by more than that are passed over.
struct DirectionSearch {
    let queries: UnitRows
    let rows: UnitRows

    private static let queryTile = 256
    private static let rowTile = 1024

    private var width: Int { queries.source.columns }
    /// What the float32 product can be off by.
    private var error: Float {
        let terms = Double(width + 8) * 0x1p-24
        return terms < 0.5 ? Float(1.01 * terms / (1 - terms)) : .infinity
    }

    /// The largest |cos| of each kept query, as float64 sums give it.
    func largestCosines() -> [Double] {
        var result = [Double](repeating: 0, count: queries.kept.count)
        result.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer
            Parallel.forEachRange(of: queries.kept.count, size: Self.queryTile) { range in
                search(range, into: UnsafeMutableBufferPointer(rebasing: target[range]))
            }
        }
        return result
    }

    private func search(_ range: Range<Int>, into best: UnsafeMutableBufferPointer<Double>) {
        var tile = [Float](repeating: 0, count: range.count * min(Self.rowTile, rows.kept.count))
        let error = error
        queries.units.scalars.withUnsafeBufferPointer { left in
            rows.units.scalars.withUnsafeBufferPointer { right in
                tile.withUnsafeMutableBufferPointer { products in
                    guard let left = left.baseAddress, let right = right.baseAddress,
                        let output = products.baseAddress
                    else { return }
                    for start in stride(from: 0, to: rows.kept.count, by: Self.rowTile) {
                        let count = min(Self.rowTile, rows.kept.count - start)
                        OpenBLAS.multiply(
                            left + range.lowerBound * width, transposed: false, right + start * width, transposed: true,
                            into: output, m: range.count, n: count, k: width)
                        if openPairs(output, best: best, count: count, error: error) > range.count * count / 16 {
                            decideByProduct(range, start..<start + count, output, best)
                            continue
                        }
                        for query in 0..<range.count {
                            // The product of a pair whose cosine exceeds the best so far is at least this.
                            var limit = Float(best[query]) - error
                            let line = output + query * count
                            for row in 0..<count where abs(line[row]) >= limit {
                                let cosine = cosine(range.lowerBound + query, start + row)
                                if cosine > best[query] {
                                    best[query] = cosine
                                    limit = Float(cosine) - error
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// How many pairs of a tile rounding leaves open, even with the best of the tile known.
    private func openPairs(
        _ products: UnsafePointer<Float>, best: UnsafeMutableBufferPointer<Double>, count: Int, error: Float
    ) -> Int {
        guard error < 1 else { return .max }
        var open = 0
        for query in best.indices {
            let line = products + query * count
            var largest: Float = 0
            for row in 0..<count { largest = max(largest, abs(line[row])) }
            let limit = max(Float(best[query]), largest - error) - error
            guard largest >= limit else { continue }
            for row in 0..<count { open += abs(line[row]) >= limit ? 1 : 0 }
        }
        return open
    }

    /// Picks the row of each query by a float64 product, then measures that one.
    private func decideByProduct(
        _ range: Range<Int>, _ columns: Range<Int>, _ screen: UnsafePointer<Float>,
        _ best: UnsafeMutableBufferPointer<Double>
    ) {
        let (left, right) = (unitRows(queries, range), unitRows(rows, columns))
        var products = [Double](repeating: 0, count: range.count * columns.count)
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                products.withUnsafeMutableBufferPointer { products in
                    guard let left = left.baseAddress, let right = right.baseAddress,
                        let output = products.baseAddress
                    else { return }
                    OpenBLAS.multiply(
                        left, transposed: false, right, transposed: true, into: output, m: range.count,
                        n: columns.count, k: width)
                }
            }
        }
        for query in 0..<range.count {
            let line = products[query * columns.count..<(query + 1) * columns.count]
            guard let place = line.indices.max(by: { abs(line[$0]) < abs(line[$1]) }) else { continue }
            best[query] = max(
                best[query], cosine(range.lowerBound + query, columns.lowerBound + place - line.startIndex))
        }
    }

    private func unitRows(_ rows: UnitRows, _ range: Range<Int>) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(range.count * width)
        for index in range {
            let factor = rows.scales[index] / rows.squares[index].squareRoot()
            for value in rows.source.row(rows.kept[index]) { result.append(Double(value) * factor) }
        }
        return result
    }

    /// |cos| in float64: exactly 1 for equal rows, because sums run in the same order.
    private func cosine(_ query: Int, _ row: Int) -> Double {
        let (i, j) = (queries.kept[query] * width, rows.kept[row] * width)
        let (a, b) = (queries.scales[query], rows.scales[row])
        let sum = queries.source.scalars.withUnsafeBufferPointer { x in
            rows.source.scalars.withUnsafeBufferPointer { y in
                var sum = 0.0
                for column in 0..<width { sum += (Double(x[i + column]) * a) * (Double(y[j + column]) * b) }
                return sum
            }
        }
        return min(1, abs(sum) / (queries.squares[query] * rows.squares[row]).squareRoot())
    }
}
