import CKernels

/// Some queries of a `TransformedSearch`, on one thread: screens all rows, then measures the candidates.
final class TransformedWorker {
    private let screen: TransformedScreen
    private let exact: UnsafePointer<Float>
    private let views: TransformedSearch.Views
    private let queries: Range<Int>
    private let count: Int
    private let capacity: Int
    /// All views of all queries.
    private let vectors: UnsafeMutablePointer<Float>
    /// Their numbers in the screen.
    private var numbers: [Int16]
    private var projections: [TransformedScreen.Projection]
    private let isPresent: [Bool]
    /// Each query's candidates, by ascending bound, `[queries, capacity + 1]`, and how many it has.
    private var candidates: [Candidate]
    private var lengths: [Int]

    private struct Candidate {
        /// Half of the squared distance of numbers.
        var key: Int32
        var row: Int32
    }

    /// The first rows come in smaller pieces, so that the limits are soon tight.
    private static let firstTile = 64
    private static let largestTile = 1024

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
        numbers = [Int16](repeating: 0, count: total * screen.width)
        candidates = [Candidate](repeating: Candidate(key: .max, row: -1), count: queries.count * (capacity + 1))
        lengths = [Int](repeating: 0, count: queries.count)
        for (place, query) in queries.enumerated() {
            views.write(query, vectors + place * views.count * views.width)
        }
        projections = screen.project(vectors, count: total, into: &numbers)
        let (written, width) = (vectors, views.width)
        isPresent = (0..<total).map { !written[$0 * width].isNaN }
    }

    deinit { vectors.deallocate() }

    // MARK: Screening

    func screenAllRows(excluded: [Int32]?, rowOffset: Int) {
        let group = TransformedScreen.group
        let (count, width) = (views.count, screen.width)
        let hits = UnsafeMutablePointer<ganeval_screen_hit>.allocate(capacity: count * Self.largestTile)
        defer { hits.deallocate() }
        var limits = [Int32](repeating: .min, count: count)
        let rows = screen.halfNorms.count
        var (start, length) = (0, Self.firstTile)
        while start < rows {
            let tile = min(length, rows - start)
            for place in 0..<queries.count {
                let first = place * count
                let limit = self.limit(place)
                for view in 0..<count {
                    // A view that takes no part lets nothing pass.
                    limits[view] =
                        isPresent[first + view]
                        ? (limit == .max ? .max : limit - projections[first + view].half) : .min
                }
                let found = numbers.withUnsafeBufferPointer { numbers in
                    screen.panel.withUnsafeBufferPointer { panel in
                        screen.halfNorms.withUnsafeBufferPointer { halves -> Int in
                            guard let numbers = numbers.baseAddress, let panel = panel.baseAddress,
                                let halves = halves.baseAddress
                            else { return 0 }
                            return ganeval_screen(
                                numbers + first * width, count, panel + start * width, halves + start, tile / group,
                                width, limits, hits)
                        }
                    }
                }
                let leftOut = excluded.map { Int($0[queries.lowerBound + place]) - rowOffset } ?? -1
                for index in 0..<found {
                    let row = start + Int(hits[index].row)
                    let key = hits[index].key + projections[first + Int(hits[index].view)].half
                    if row == leftOut || key >= self.limit(place) { continue }
                    insert(Candidate(key: key, row: Int32(row)), place)
                }
            }
            start += tile
            length = min(Self.largestTile, 2 * length)
        }
    }

    /// What a new candidate must be below.
    @inline(__always)
    private func limit(_ place: Int) -> Int32 {
        lengths[place] < capacity ? .max : candidates[place * (capacity + 1) + capacity - 1].key
    }

    private func insert(_ candidate: Candidate, _ place: Int) {
        let base = place * (capacity + 1)
        let length = lengths[place]
        // The place that falls free: the row's own earlier one, or the end.
        var free = length
        for index in base..<base + length where candidates[index].row == candidate.row {
            if candidates[index].key <= candidate.key { return }
            free = index - base
            break
        }
        if free == length { lengths[place] = min(capacity, length + 1) }
        var target = base + free
        while target > base, candidate.key < candidates[target - 1].key {
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
            for view in 0..<views.count where isPresent[place * views.count + view] {
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
            for view in 0..<views.count where isPresent[place * views.count + view] {
                bound = min(
                    bound, screen.lowerBound(key: last.key, slack: projections[place * views.count + view].slack))
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
