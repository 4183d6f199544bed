/// Finds for each point, the first set of a sweep, the ball whose radius is largest relative to the distance of its centre.
///
/// The nearest centre need not be it. Products tell which balls could beat the best one so far; their distances are
/// measured. Of equal ratios the earlier centre wins.
final class RadiusRatioCollector: PairConsumer, @unchecked Sendable {
    // Unchecked: what the pointers hold is written under `locks`, and read after the sweep.
    private let points: ProductScreen
    private let centres: ProductScreen
    /// The balls' radii; nil for centres that have none.
    private let radii: [Double?]
    private let locks: RowLocks
    private let ratios: UnsafeMutablePointer<Double>
    private let indices: UnsafeMutablePointer<Int>

    init(points: ProductScreen, centres: ProductScreen, radii: [Double?]) {
        precondition(points.relativeExcess == 0, "ratios need whole products")
        self.points = points
        self.centres = centres
        self.radii = radii
        locks = RowLocks(rows: points.rows)
        ratios = .allocate(capacity: points.rows)
        ratios.initialize(repeating: -1, count: points.rows)
        indices = .allocate(capacity: points.rows)
        indices.initialize(repeating: .max, count: points.rows)
    }

    deinit {
        ratios.deallocate()
        indices.deallocate()
    }

    /// The largest ratio of each point, after the sweep; infinite for a copy of a centre, negative where no centre has a ball.
    func result() -> [Double] { Array(UnsafeBufferPointer(start: ratios, count: points.rows)) }

    func worker(for item: PairSweep.Item) -> any PairWorker { Worker(collector: self) }

    private struct Worker: PairWorker {
        let collector: RadiusRatioCollector
        func take(_ tile: PairTile) { collector.take(tile) }
    }

    private func take(_ tile: PairTile) {
        let halfNorms = UnsafeMutablePointer<Float>.allocate(capacity: tile.stride)
        let squaredRadii = UnsafeMutablePointer<Float>.allocate(capacity: tile.stride)
        defer {
            halfNorms.deallocate()
            squaredRadii.deallocate()
        }
        halfNorms.initialize(repeating: .infinity, count: tile.stride)
        squaredRadii.initialize(repeating: 0, count: tile.stride)
        var (largestHalf, largestRadius) = (0.0, 0.0)
        var firstBall: Int?
        for (offset, centre) in tile.columns.enumerated() {
            guard let radius = radii[centre] else { continue }
            if firstBall == nil { firstBall = centre }
            let half = centres.squaredNorms[centre] / 2
            halfNorms[offset] = Float(half)
            squaredRadii[offset] = Float(radius * radius)
            largestHalf = max(largestHalf, half)
            largestRadius = max(largestRadius, radius)
        }
        guard let firstBall else { return }
        locks.forEachBlock(of: tile.rows) { block in
            for point in block {
                if ratios[point] < 0 { measure(point, firstBall) }
                scan(
                    point, tile, halfNorms, squaredRadii, largestHalf: largestHalf,
                    largestSquaredRadius: largestRadius * largestRadius)
            }
        }
    }

    /// R/d > r where ⟨p, c⟩ − ‖c‖²/2 + R²/(2r²) > ‖p‖²/2.
    private func scan(
        _ point: Int, _ tile: PairTile, _ halfNorms: UnsafePointer<Float>, _ squaredRadii: UnsafePointer<Float>,
        largestHalf: Double, largestSquaredRadius: Double
    ) {
        let square = points.squaredNorms[point]
        let products = tile.products(row: point)
        let productError =
            tile.screenError(row: point) + points.sumError * (square + 2 * largestHalf)

        /// The weight of R², and what the screened sum must reach, to beat or equal the best ratio so far.
        func threshold() -> (weight: Float, low: Float) {
            let best = ratios[point]
            let limit = square / 2 - productError - 0x1p-21 * (largestHalf + square)
            // Any ball of positive radius beats ratio 0; balls of radius 0 are worth a look only at their centres.
            guard best > 0 else { return (.greatestFiniteMagnitude, Float(limit).nextDown) }
            let weight = 0.5 / (best * best) * (1 + 0x1p-20)
            return (Float(weight), Float(limit - 0x1p-21 * largestSquaredRadius * weight).nextDown)
        }

        var (weight, low) = threshold()
        var start = 0
        while start < tile.columns.count {
            var open = SIMDMask<SIMD16<Int32>>(repeating: false)
            for part in stride(from: start, to: start + PairTile.lanes, by: 16) {
                let value =
                    PairTile.load16(products + part) - PairTile.load16(halfNorms + part)
                    + PairTile.load16(squaredRadii + part) * weight
                // NaN compares false and stays open.
                open .|= .!(value .< low)
            }
            if any(open) {
                for offset in start..<min(start + PairTile.lanes, tile.columns.count) {
                    let value = products[offset] - halfNorms[offset] + squaredRadii[offset] * weight
                    if value < low { continue }
                    measure(point, tile.columns.lowerBound + offset)
                    (weight, low) = threshold()
                }
            }
            start += PairTile.lanes
        }
    }

    private func measure(_ point: Int, _ centre: Int) {
        guard let radius = radii[centre] else { return }
        let distance = points.exactDistance(point, to: centres, centre)
        // 0/0: a copy of a row that has k duplicates is a copy all the same.
        let ratio = distance > 0 ? radius / distance : .infinity
        if ratio > ratios[point] || (ratio == ratios[point] && centre < indices[point]) {
            ratios[point] = ratio
            indices[point] = centre
        }
    }
}
