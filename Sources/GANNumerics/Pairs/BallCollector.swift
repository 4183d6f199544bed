/// Counts memberships between points, the first set of a sweep, and balls around the second set's rows, and the other way round.
///
/// Pairs are decided by products where their error bound allows it, else by the float64 distance that radii come from.
final class BallCollector: PairConsumer, @unchecked Sendable {
    // Unchecked: what the pointers hold is written under `locks`, and read after the sweep.
    private let points: ProductScreen
    private let centres: ProductScreen
    private let centreRadii: [Double]
    private let pointRadii: [Double]?
    private let boundary: Boundary
    private let locks: RowLocks
    private let centreLocks: RowLocks
    private let counts: UnsafeMutablePointer<Int32>
    /// For each point, the smallest radius among the balls that contain it.
    private let smallest: UnsafeMutablePointer<Double>
    private let covered: UnsafeMutablePointer<Bool>
    private let inside: UnsafeMutablePointer<Bool>

    init(
        points: ProductScreen, pointRadii: [Double]?, centres: ProductScreen, centreRadii: [Double],
        boundary: Boundary
    ) {
        self.points = points
        self.centres = centres
        self.centreRadii = centreRadii
        self.pointRadii = pointRadii
        self.boundary = boundary
        locks = RowLocks(rows: points.rows)
        centreLocks = RowLocks(rows: centres.rows)
        counts = .allocate(capacity: points.rows)
        counts.initialize(repeating: 0, count: points.rows)
        smallest = .allocate(capacity: points.rows)
        smallest.initialize(repeating: .infinity, count: points.rows)
        covered = .allocate(capacity: centres.rows)
        covered.initialize(repeating: false, count: centres.rows)
        inside = .allocate(capacity: centres.rows)
        inside.initialize(repeating: false, count: centres.rows)
    }

    deinit {
        counts.deallocate()
        smallest.deallocate()
        covered.deallocate()
        inside.deallocate()
    }

    /// What was counted, after the sweep.
    func result() -> BallMembership.Result {
        BallMembership.Result(
            ballsContainingPoint: Array(UnsafeBufferPointer(start: counts, count: points.rows)),
            centreCoveredByPoint: Array(UnsafeBufferPointer(start: covered, count: centres.rows)),
            centreInsidePointBall: Array(UnsafeBufferPointer(start: inside, count: centres.rows)),
            smallestContainingRadius: UnsafeBufferPointer(start: smallest, count: points.rows).map {
                $0 < .infinity ? $0 : nil
            })
    }

    func worker(for item: PairSweep.Item) -> any PairWorker { Worker(collector: self, item: item) }

    private struct Worker: PairWorker {
        let collector: BallCollector
        let columns: Range<Int>
        /// Marks of the item's own columns, joined with those of other items at the end.
        var covered: [Bool]
        var inside: [Bool]

        init(collector: BallCollector, item: PairSweep.Item) {
            self.collector = collector
            columns = item.columns
            covered = [Bool](repeating: false, count: item.columns.count)
            inside = [Bool](repeating: false, count: item.columns.count)
        }

        mutating func take(_ tile: PairTile) {
            let offset = tile.columns.lowerBound - columns.lowerBound
            covered.withUnsafeMutableBufferPointer { covered in
                inside.withUnsafeMutableBufferPointer { inside in
                    guard let covered = covered.baseAddress, let inside = inside.baseAddress else { return }
                    collector.take(tile, covered: covered + offset, inside: inside + offset)
                }
            }
        }

        mutating func finish() {
            collector.centreLocks.forEachBlock(of: columns) { block in
                for centre in block {
                    if covered[centre - columns.lowerBound] { collector.covered[centre] = true }
                    if inside[centre - columns.lowerBound] { collector.inside[centre] = true }
                }
            }
        }
    }

    /// What all points of a tile share about its centres.
    private struct CentreTile {
        let range: Range<Int>
        /// (‖c‖² − R²)/2 in float32: the product exceeds it by at least ‖p‖²/2 where the point lies in the ball.
        let powers: UnsafeMutablePointer<Float>
        /// ‖c‖²/2 in float32.
        let halfNorms: UnsafeMutablePointer<Float>
        let largestNorm: Double
        var largestPower = 0.0
        let covered: UnsafeMutablePointer<Bool>
        let inside: UnsafeMutablePointer<Bool>
    }

    private func take(
        _ tile: PairTile, covered: UnsafeMutablePointer<Bool>, inside: UnsafeMutablePointer<Bool>
    ) {
        let powers = UnsafeMutablePointer<Float>.allocate(capacity: tile.stride)
        let halfNorms = UnsafeMutablePointer<Float>.allocate(capacity: tile.stride)
        defer {
            powers.deallocate()
            halfNorms.deallocate()
        }
        var centres = CentreTile(
            range: tile.columns, powers: powers, halfNorms: halfNorms, largestNorm: tile.largestNorms.columns,
            covered: covered, inside: inside)
        let largestRowNorm = tile.largestNorms.rows
        for (offset, centre) in tile.columns.enumerated() {
            let square = self.centres.squaredNorms[centre]
            let reach = self.reach(centreRadii[centre], square.squareRoot(), largestRowNorm)
            let power = (square - reach * reach) / 2
            powers[offset] = Float(power)
            halfNorms[offset] = Float(square / 2)
            centres.largestPower = max(centres.largestPower, abs(power) + square)
        }
        for offset in tile.columns.count..<tile.stride {
            powers[offset] = .infinity
            halfNorms[offset] = .infinity
        }
        locks.forEachBlock(of: tile.rows) { block in
            for point in block {
                let error = screenError(tile, point)
                scanBallsOfCentres(point, tile.products(row: point), centres, error)
                if let radius = pointRadii?[point] {
                    scanBallOfPoint(point, radius: radius, tile.products(row: point), centres, error)
                }
            }
        }
    }

    /// A radius, lengthened by how much distances of reduced rows may exceed the true ones.
    private func reach(_ radius: Double, _ first: Double, _ second: Double) -> Double {
        radius + 1.01 * points.relativeExcess * (first + second)
    }

    /// d < R for the balls around centres: ⟨p, c⟩ − (‖c‖² − R²)/2 > ‖p‖²/2.
    private func scanBallsOfCentres(
        _ point: Int, _ products: UnsafePointer<Float>, _ tile: CentreTile, _ screenError: Double
    ) {
        let square = points.squaredNorms[point]
        // Rounding the power and subtracting it cost 2⁻²⁴ of it each; the rest is the product's own error.
        let error = screenError + 0x1p-22 * tile.largestPower
        let limit = square / 2
        let (low, high) = bounds(limit, error)
        forEachAbove(low, products, minus: tile.powers, tile.range) { centre, value in
            let radius = centreRadii[centre]
            guard value > high || boundary.admits(distance(point, centre, abandoningAbove: radius), radius: radius)
            else { return }
            counts[point] += 1
            smallest[point] = min(smallest[point], radius)
            tile.covered[centre - tile.range.lowerBound] = true
        }
    }

    /// d < R for the ball around the point: ⟨p, c⟩ − ‖c‖²/2 > (‖p‖² − R²)/2.
    private func scanBallOfPoint(
        _ point: Int, radius: Double, _ products: UnsafePointer<Float>, _ tile: CentreTile, _ screenError: Double
    ) {
        let square = points.squaredNorms[point]
        let reach = reach(radius, square.squareRoot(), tile.largestNorm)
        let error = screenError + points.sumError * reach * reach
        let (low, high) = bounds((square - reach * reach) / 2, error)
        forEachAbove(low, products, minus: tile.halfNorms, tile.range) { centre, value in
            let place = centre - tile.range.lowerBound
            if tile.inside[place] { return }
            if value > high || boundary.admits(distance(point, centre, abandoningAbove: radius), radius: radius) {
                tile.inside[place] = true
            }
        }
    }

    /// Below the first a pair is certainly outside, above the second certainly inside.
    private func bounds(_ limit: Double, _ error: Double) -> (low: Float, high: Float) {
        // Distances of reduced rows tell only that a pair is outside.
        let high = points.relativeExcess > 0 ? .infinity : Float(limit + error).nextUp
        return (Float(limit - error).nextDown, high)
    }

    private func screenError(_ tile: PairTile, _ point: Int) -> Double {
        let largest = tile.largestNorms.columns
        return tile.screenError(row: point) + points.sumError * (points.squaredNorms[point] + largest * largest)
    }

    private func distance(_ point: Int, _ centre: Int, abandoningAbove limit: Double) -> Double {
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
            for part in Swift.stride(from: start, to: start + PairTile.lanes, by: 16) {
                let value = PairTile.load16(products + part) - PairTile.load16(offsets + part)
                // NaN compares false and stays open.
                open .|= .!(value .< low)
            }
            if any(open) {
                for offset in start..<min(start + PairTile.lanes, range.count) {
                    let value = products[offset] - offsets[offset]
                    if !(value < low) { body(range.lowerBound + offset, value) }
                }
            }
            start += PairTile.lanes
        }
    }
}
