/// Some queries of a `TransformedSearch`, on one thread: screens all rows, then measures the candidates.
final class TransformedWorker {
    private let screen: TransformedScreen
    private let exact: UnsafePointer<Float>
    private let views: TransformedSearch.Views
    private let queries: Range<Int>
    private let count: Int
    private let capacity: Int
    /// All views of all queries, and their coordinates.
    private let vectors: UnsafeMutablePointer<Float>
    private let coordinates: UnsafeMutablePointer<Float>
    /// ‖z‖²/2 of each view; infinite for one that takes no part.
    private var halfNorms: [Float]
    /// Each query's candidates, by ascending bound, `[queries, capacity]`, and how many it has.
    private var candidates: [Candidate]
    private var lengths: [Int]

    private struct Candidate {
        /// t + ‖z‖²/2: half of the squared distance of coordinates, as computed.
        var half: Float
        var row: Int32
    }

    private static let tileRows = 1024

    init(
        screen: TransformedScreen, exact: UnsafePointer<Float>, views: TransformedSearch.Views, queries: Range<Int>,
        count: Int, candidates capacity: Int
    ) {
        self.screen = screen
        self.exact = exact
        self.views = views
        self.queries = queries
        self.count = count
        self.capacity = capacity
        let total = queries.count * views.count
        vectors = .allocate(capacity: total * views.width)
        vectors.initialize(repeating: 0, count: total * views.width)
        coordinates = .allocate(capacity: total * screen.width)
        coordinates.initialize(repeating: 0, count: total * screen.width)
        halfNorms = [Float](repeating: .infinity, count: total)
        candidates = [Candidate](
            repeating: Candidate(half: .infinity, row: -1), count: queries.count * (capacity + 1))
        lengths = [Int](repeating: 0, count: queries.count)
        for (place, query) in queries.enumerated() {
            views.write(query, vectors + place * views.count * views.width)
        }
        screen.project(vectors, count: total, into: coordinates)
        for view in 0..<total where isPresent(view) {
            var square = 0.0
            for column in 0..<screen.width {
                let value = Double(coordinates[view * screen.width + column])
                square += value * value
            }
            halfNorms[view] = Float(square / 2)
        }
        // A NaN would spread through the product's tile; nothing reads the row of a view that takes no part.
        for view in 0..<total where !isPresent(view) {
            for column in 0..<screen.width { coordinates[view * screen.width + column] = 0 }
        }
    }

    deinit {
        vectors.deallocate()
        coordinates.deallocate()
    }

    private func isPresent(_ view: Int) -> Bool { !vectors[view * views.width].isNaN }

    // MARK: Screening

    func screenAllRows(excluded: [Int32]?, rowOffset: Int) {
        let total = queries.count * views.count
        let (rows, width) = (screen.coordinates.rows, screen.width)
        let stride = (min(Self.tileRows, rows) + 31) / 32 * 32
        let products = UnsafeMutablePointer<Float>.allocate(capacity: total * stride)
        let halves = UnsafeMutablePointer<Float>.allocate(capacity: stride)
        products.initialize(repeating: 0, count: total * stride)
        halves.initialize(repeating: .infinity, count: stride)
        defer {
            products.deallocate()
            halves.deallocate()
        }
        screen.coordinates.scalars.withUnsafeBufferPointer { all in
            guard let base = all.baseAddress else { return }
            for start in Swift.stride(from: 0, to: rows, by: Self.tileRows) {
                let tile = start..<min(rows, start + Self.tileRows)
                OpenBLAS.multiply(
                    coordinates, transposed: false, base + start * width, transposed: true, into: products, m: total,
                    n: tile.count, k: width, leadingC: stride)
                for (offset, row) in tile.enumerated() { halves[offset] = screen.halfNorms[row] }
                for offset in tile.count..<stride { halves[offset] = .infinity }
                for place in 0..<queries.count {
                    let leftOut = excluded.map { Int($0[queries.lowerBound + place]) - rowOffset } ?? -1
                    for view in place * views.count..<(place + 1) * views.count where halfNorms[view] < .infinity {
                        scan(
                            tile, products + view * stride, halves, place: place, ownHalf: halfNorms[view],
                            leftOut: leftOut)
                    }
                }
            }
        }
    }

    @inline(__always)
    private func scan(
        _ tile: Range<Int>, _ products: UnsafePointer<Float>, _ halves: UnsafePointer<Float>, place: Int,
        ownHalf: Float, leftOut: Int
    ) {
        var limit = self.limit(place) - ownHalf
        var start = 0
        while start < tile.count {
            var open = SIMDMask<SIMD16<Int32>>(repeating: false)
            for part in Swift.stride(from: start, to: start + 32, by: 16) {
                let t = PairTile.load16(halves + part) - PairTile.load16(products + part)
                open .|= t .< limit
            }
            if any(open) {
                for offset in start..<min(start + 32, tile.count) {
                    let t = halves[offset] - products[offset]
                    guard t < limit else { continue }
                    let row = tile.lowerBound + offset
                    if row == leftOut { continue }
                    insert(Candidate(half: t + ownHalf, row: Int32(row)), place)
                    limit = self.limit(place) - ownHalf
                }
            }
            start += 32
        }
    }

    /// What a new candidate must be below.
    @inline(__always)
    private func limit(_ place: Int) -> Float {
        lengths[place] < capacity ? .infinity : candidates[place * (capacity + 1) + capacity - 1].half
    }

    private func insert(_ candidate: Candidate, _ place: Int) {
        let base = place * (capacity + 1)
        let length = lengths[place]
        // The place that falls free: the row's own earlier one, or the end.
        var free = length
        for index in base..<base + length where candidates[index].row == candidate.row {
            if candidates[index].half <= candidate.half { return }
            free = index - base
            break
        }
        if free == length { lengths[place] = min(capacity, length + 1) }
        var target = base + free
        while target > base, candidate.half < candidates[target - 1].half {
            candidates[target] = candidates[target - 1]
            target -= 1
        }
        candidates[target] = candidate
    }

    // MARK: Measuring

    /// Measures a query's candidates in all views and writes its part of the table.
    func measure(_ query: Int, rowOffset: Int, into table: TransformedTable.Columns) {
        let place = query - queries.lowerBound
        let list = candidates[place * (capacity + 1)..<place * (capacity + 1) + lengths[place]]
        let base = query * count
        for candidate in list {
            let worst = table.distances[base + count - 1]
            var (best, bestView) = (Double.infinity, -1)
            for view in 0..<views.count where halfNorms[place * views.count + view] < .infinity {
                let limit = min(best, worst)
                let (a, b) = (
                    vectors + (place * views.count + view) * views.width, exact + Int(candidate.row) * views.width
                )
                if limit < .infinity,
                    EuclideanDistance.squaredExceeds(limit * limit * (1 + 0x1p-40), a, b, count: views.width)
                {
                    continue
                }
                let distance = EuclideanDistance.squared(a, b, count: views.width).squareRoot()
                if distance < best { (best, bestView) = (distance, view) }
                if best == 0 { break }
            }
            guard bestView >= 0 else { continue }
            insert(best, candidate.row + Int32(rowOffset), bestView, base, table)
        }
        let isFull = lengths[place] == capacity
        var bound = Double.infinity
        if isFull, let last = list.last {
            for view in 0..<views.count where halfNorms[place * views.count + view] < .infinity {
                let norm = Double(2 * halfNorms[place * views.count + view]).squareRoot() * (1 + 0x1p-20)
                bound = min(bound, screen.lowerBound(half: last.half, norm: norm))
            }
        }
        // A candidate that was measured and not kept is no nearer than the last that was.
        table.bounds[query] = min(bound, table.distances[base + count - 1])
    }

    private func insert(
        _ distance: Double, _ row: Int32, _ view: Int, _ base: Int, _ table: TransformedTable.Columns
    ) {
        let last = base + count - 1
        guard
            distance < table.distances[last]
                || (distance == table.distances[last] && row < table.indices[last])
        else { return }
        var target = last
        while target > base,
            distance < table.distances[target - 1]
                || (distance == table.distances[target - 1] && row < table.indices[target - 1])
        {
            table.distances[target] = table.distances[target - 1]
            table.indices[target] = table.indices[target - 1]
            table.views[target] = table.views[target - 1]
            target -= 1
        }
        table.distances[target] = distance
        table.indices[target] = row
        table.views[target] = Int32(view)
    }
}
