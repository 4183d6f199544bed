/// The search of one tile of queries through a range of rows: products, scan, confirmation.
struct NeighbourTileSearch {
    let queries: ProductScreen
    let rows: ProductScreen
    let count: Int
    let excludingSameIndex: Bool
    let rowOffset: Int
    /// The table's elements, `[queries, count]`, with the best neighbours so far; at first all infinitely far.
    let indices: UnsafeMutablePointer<Int32>
    let distances: UnsafeMutablePointer<Double>

    /// Lanes that are compared with the threshold at once; tiles are padded to a multiple of it.
    private static let lanes = 32

    /// Puts the nearest of `rowRange` into the table for the queries in `queryRange`.
    func run(queryRange: Range<Int>, rowRange: Range<Int>, rowTile: Int) {
        let width = queries.width
        let stride = (min(rowTile, rowRange.count) + Self.lanes - 1) / Self.lanes * Self.lanes
        let queryBuffer = UnsafeMutablePointer<Float>.allocate(capacity: queries.bufferCount(rows: queryRange.count))
        let rowBuffer = UnsafeMutablePointer<Float>.allocate(capacity: rows.bufferCount(rows: stride))
        let products = UnsafeMutablePointer<Float>.allocate(capacity: queryRange.count * stride)
        let halfNorms = UnsafeMutablePointer<Float>.allocate(capacity: stride)
        defer {
            queryBuffer.deallocate()
            rowBuffer.deallocate()
            products.deallocate()
            halfNorms.deallocate()
        }
        products.initialize(repeating: 0, count: queryRange.count * stride)
        let queryPanel = queries.panel(queryRange, buffer: queryBuffer)
        // Rows in ascending order: a later row at an equal distance never displaces an earlier one.
        for start in Swift.stride(from: rowRange.lowerBound, to: rowRange.upperBound, by: rowTile) {
            let tile = start..<min(rowRange.upperBound, start + rowTile)
            OpenBLAS.multiply(
                queryPanel, transposed: false, rows.panel(tile, buffer: rowBuffer), transposed: true, into: products,
                m: queryRange.count, n: tile.count, k: width, leadingC: stride)
            var largestSquare = 0.0
            for (offset, row) in tile.enumerated() {
                halfNorms[offset] = Float(rows.squaredNorms[row] / 2)
                largestSquare = max(largestSquare, rows.squaredNorms[row])
            }
            // Padding can pass no threshold but an infinite one.
            for offset in tile.count..<stride { halfNorms[offset] = .infinity }
            let largestNorm = largestSquare.squareRoot()
            for (offset, query) in queryRange.enumerated() {
                scan(query: query, products: products + offset * stride, halfNorms, tile, largestNorm: largestNorm)
            }
        }
    }

    private func scan(
        query: Int, products: UnsafePointer<Float>, _ halfNorms: UnsafePointer<Float>, _ tile: Range<Int>,
        largestNorm: Double
    ) {
        let square = queries.squaredNorms[query]
        let slack = queries.sumError
        let error =
            ProductScreen.productError(width: queries.width, norm: square.squareRoot(), largestNorm: largestNorm)
            + slack * square
        let excess = 1.01 * queries.relativeExcess * (square.squareRoot() + largestNorm)
        let (best, bestIndices) = (distances + query * count, indices + query * count)
        let excluded = excludingSameIndex ? query - rowOffset : -1
        var worst = best[count - 1]

        /// The largest t that a row not farther than the last neighbour so far can have.
        func largestCandidate() -> Float {
            // At distance 0 nothing later can be nearer, and an equal one has a higher index.
            if worst == 0 { return -.infinity }
            let reach = worst + excess
            return Float((reach * reach * (1 + slack) - square) / 2 + error).nextUp
        }

        var threshold = largestCandidate()
        var start = 0
        while start < tile.count {
            var open = SIMDMask<SIMD16<Int32>>(repeating: false)
            for part in Swift.stride(from: start, to: start + Self.lanes, by: 16) {
                let t = Self.load16(halfNorms + part) - Self.load16(products + part)
                // NaN compares false and stays open.
                open .|= .!(t .> threshold)
            }
            if any(open) {
                for offset in start..<min(start + Self.lanes, tile.count)
                where !(halfNorms[offset] - products[offset] > threshold) {
                    let row = tile.lowerBound + offset
                    if row == excluded { continue }
                    let distance = queries.exactDistance(query, to: rows, row, abandoningAbove: worst)
                    guard distance < worst else { continue }
                    var place = count - 1
                    while place > 0, distance < best[place - 1] {
                        best[place] = best[place - 1]
                        bestIndices[place] = bestIndices[place - 1]
                        place -= 1
                    }
                    best[place] = distance
                    bestIndices[place] = Int32(row + rowOffset)
                    worst = best[count - 1]
                    threshold = largestCandidate()
                }
            }
            start += Self.lanes
        }
    }

    @inline(__always)
    private static func load16(_ pointer: UnsafePointer<Float>) -> SIMD16<Float> {
        UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Float>.self)
    }
}
