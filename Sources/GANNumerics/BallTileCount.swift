/// The memberships between one tile of points and all centres.
struct BallTileCount {
    let points: ProductScreen
    let centres: ProductScreen
    let centreRadii: [Double]
    let pointRadii: [Double]?
    let boundary: Boundary
    /// For each point of all, how many balls contain it.
    let counts: UnsafeMutablePointer<Int32>
    /// For each centre, 1 where a point of this tile lies in its ball.
    let covered: UnsafeMutablePointer<UInt8>
    /// For each centre, 1 where it lies in the ball of a point of this tile.
    let inside: UnsafeMutablePointer<UInt8>

    private static let lanes = 32

    /// The quantities of one tile of centres that all points of the tile share.
    private struct CentreTile {
        let range: Range<Int>
        /// (‖c‖² − R²)/2 in float32: the product exceeds it by at least ‖p‖²/2 where the point lies in the ball.
        let powers: UnsafeMutablePointer<Float>
        /// ‖c‖²/2 in float32.
        let halfNorms: UnsafeMutablePointer<Float>
        var largestNorm = 0.0
        var largestPower = 0.0
    }

    /// Counts for the points in `pointRange`.
    func run(_ pointRange: Range<Int>, centreTile: Int) {
        let width = points.width
        let stride = (min(centreTile, centres.rows) + Self.lanes - 1) / Self.lanes * Self.lanes
        let pointBuffer = UnsafeMutablePointer<Float>.allocate(capacity: points.bufferCount(rows: pointRange.count))
        let centreBuffer = UnsafeMutablePointer<Float>.allocate(capacity: centres.bufferCount(rows: stride))
        let products = UnsafeMutablePointer<Float>.allocate(capacity: pointRange.count * stride)
        let powers = UnsafeMutablePointer<Float>.allocate(capacity: stride)
        let halfNorms = UnsafeMutablePointer<Float>.allocate(capacity: stride)
        defer {
            pointBuffer.deallocate()
            centreBuffer.deallocate()
            products.deallocate()
            powers.deallocate()
            halfNorms.deallocate()
        }
        products.initialize(repeating: 0, count: pointRange.count * stride)
        let pointPanel = points.panel(pointRange, buffer: pointBuffer)
        for start in Swift.stride(from: 0, to: centres.rows, by: centreTile) {
            var tile = CentreTile(
                range: start..<min(centres.rows, start + centreTile), powers: powers, halfNorms: halfNorms)
            OpenBLAS.multiply(
                pointPanel, transposed: false, centres.panel(tile.range, buffer: centreBuffer), transposed: true,
                into: products,
                m: pointRange.count, n: tile.range.count, k: width, leadingC: stride)
            for (offset, centre) in tile.range.enumerated() {
                let square = centres.squaredNorms[centre]
                let power = (square - centreRadii[centre] * centreRadii[centre]) / 2
                powers[offset] = Float(power)
                halfNorms[offset] = Float(square / 2)
                tile.largestNorm = max(tile.largestNorm, square.squareRoot())
                tile.largestPower = max(tile.largestPower, abs(power) + square)
            }
            for offset in tile.range.count..<stride {
                powers[offset] = .infinity
                halfNorms[offset] = .infinity
            }
            for (offset, point) in pointRange.enumerated() {
                scanBallsOfCentres(point, products + offset * stride, tile)
                if let radius = pointRadii?[point] {
                    scanBallOfPoint(point, radius: radius, products + offset * stride, tile)
                }
            }
        }
    }

    /// d < R for the balls around centres: ⟨p, c⟩ − (‖c‖² − R²)/2 > ‖p‖²/2.
    private func scanBallsOfCentres(_ point: Int, _ products: UnsafePointer<Float>, _ tile: CentreTile) {
        let square = points.squaredNorms[point]
        // Rounding the power and subtracting it cost 2⁻²⁴ of it each; the rest is the product's own error.
        let error = screenError(square, tile) + 0x1p-22 * tile.largestPower
        let limit = square / 2
        let (low, high) = (Float(limit - error).nextDown, Float(limit + error).nextUp)
        forEachAbove(low, products, minus: tile.powers, tile.range) { centre, value in
            let contains =
                value > high
                || boundary.admits(
                    exactDistance(point, centre, abandoningAbove: centreRadii[centre]), radius: centreRadii[centre])
            if contains {
                counts[point] += 1
                covered[centre] = 1
            }
        }
    }

    /// d < R for the ball around the point: ⟨p, c⟩ − ‖c‖²/2 > (‖p‖² − R²)/2.
    private func scanBallOfPoint(
        _ point: Int, radius: Double, _ products: UnsafePointer<Float>, _ tile: CentreTile
    ) {
        let square = points.squaredNorms[point]
        let error = screenError(square, tile) + points.sumError * radius * radius
        let limit = (square - radius * radius) / 2
        let (low, high) = (Float(limit - error).nextDown, Float(limit + error).nextUp)
        forEachAbove(low, products, minus: tile.halfNorms, tile.range) { centre, value in
            if inside[centre] != 0 { return }
            if value > high || boundary.admits(exactDistance(point, centre, abandoningAbove: radius), radius: radius) {
                inside[centre] = 1
            }
        }
    }

    private func screenError(_ square: Double, _ tile: CentreTile) -> Double {
        ProductScreen.productError(width: points.width, norm: square.squareRoot(), largestNorm: tile.largestNorm)
            + points.sumError * square
    }

    private func exactDistance(_ point: Int, _ centre: Int, abandoningAbove limit: Double) -> Double {
        points.exactDistance(point, to: centres, centre, abandoningAbove: limit)
    }

    /// Calls `body` for each centre whose product minus `offsets` is not below `low`.
    @inline(__always)
    private func forEachAbove(
        _ low: Float, _ products: UnsafePointer<Float>, minus offsets: UnsafePointer<Float>, _ range: Range<Int>,
        _ body: (_ centre: Int, _ value: Float) -> Void
    ) {
        var start = 0
        while start < range.count {
            var open = SIMDMask<SIMD16<Int32>>(repeating: false)
            for part in Swift.stride(from: start, to: start + Self.lanes, by: 16) {
                let value =
                    UnsafeRawPointer(products + part).loadUnaligned(as: SIMD16<Float>.self)
                    - UnsafeRawPointer(offsets + part).loadUnaligned(as: SIMD16<Float>.self)
                // NaN compares false and stays open.
                open .|= .!(value .< low)
            }
            if any(open) {
                for offset in start..<min(start + Self.lanes, range.count) {
                    let value = products[offset] - offsets[offset]
                    if !(value < low) { body(range.lowerBound + offset, value) }
                }
            }
            start += Self.lanes
        }
    }
}
