/// k-means clustering by Lloyd's iterations from k-means++ seeds, seeded and deterministic.
///
/// Distances to centres come from float32 products of shifted rows (`CentredRows`), sums of rows are float64. A row between
/// two centres, equally far to float32 precision, may go to either; always to the same one, whatever the number of threads.
/// Several runs share each pass over the rows: their centres are stacked into one product.
///
/// Source: Lloyd, "Least squares quantization in PCM", 1982; Arthur and Vassilvitskii, "k-means++: the advantages of careful
/// seeding", 2007. Differences from scikit-learn: one seeding for each run instead of greedy trials, from a sample of rows, and
/// no choice of the best run.
public enum KMeans {
    /// One run's centres and which rows belong to each.
    public struct Clustering: Sendable, Equatable {
        /// `[k, d]`, each the mean of its rows, rounded to float32.
        public let centres: Matrix<Float>
        /// The nearest centre of each row, `[n]`.
        public let assignments: [Int32]
        /// How many rows each centre has, `[k]`; 0 only where there are fewer distinct rows than centres, or at the cap.
        public let counts: [Int]
        /// How often the centres were moved.
        public let iterations: Int
        /// Whether the assignments stopped changing before the cap on iterations.
        public let isConverged: Bool
    }

    /// Clusterings of the rows of `sets`, taken together, into `clusters`, one for each run.
    ///
    /// Run r draws from a stream of its own, so more runs do not change the draws of earlier ones. A run ends when no
    /// assignment changes, or after `maximumIterations` moves of its centres. A centre without rows moves to the row that is
    /// farthest from its own centre.
    ///
    /// - Parameters:
    ///   - sets: finite matrices `[·, d]` with at least one row together and at least one column, not copied.
    ///   - clusters: k, at least 1. Where it exceeds the number of distinct rows, some clusters stay empty.
    ///
    /// Cost n·d·k·runs an iteration; memory O((n + k·d)·runs) and a tile of rows for each thread.
    public static func fit(
        _ sets: [Matrix<Float>], clusters: Int, runs: Int = 1, seed: UInt64, maximumIterations: Int = 25
    ) -> [Clustering] {
        precondition(clusters > 0 && runs > 0 && maximumIterations > 0, "\(runs) runs of \(clusters) clusters")
        precondition(sets.contains { $0.rows > 0 }, "clusters of no rows")
        return CentredRows.with(sets) { rows in
            let stream = SeededGenerator(seed: seed).split("k-means")
            var states = (0..<runs).map { run in
                var generator = stream.split(run)
                return LloydState(rows, centres: seeds(rows, clusters: clusters, generator: &generator))
            }
            var active = Array(states.indices)
            assign(rows, &states, active)
            for _ in 0..<maximumIterations where !active.isEmpty {
                for run in active { states[run].move(rows) }
                assign(rows, &states, active)
                active = active.filter { !states[$0].isConverged }
            }
            return states.map { $0.clustering(rows) }
        }
    }

    /// The nearest of `centres` `[k, d]` for each row of `rows` `[n, d]`, the first among equals; both finite, d at least 1.
    ///
    /// Decided by float32 products, exact for centres that differ by more than their rounding. Cost n·d·k.
    public static func nearestCentres(of rows: Matrix<Float>, in centres: Matrix<Float>) -> [Int32] {
        precondition(centres.rows > 0, "the nearest of no centres")
        return CentredRows.with([rows, centres]) { both in
            var stacked = [Float](repeating: 0, count: centres.rows * both.width)
            stacked.withUnsafeMutableBufferPointer { stacked in
                if let base = stacked.baseAddress { both.copy(rows.rows..<both.count, to: base) }
            }
            var nearest = [Int32](repeating: 0, count: rows.rows)
            var scores = [Float](repeating: 0, count: rows.rows)
            forEachNearest(both, count: rows.rows, centres: stacked, runs: 1, &nearest, &scores)
            return nearest
        }
    }

    /// Assigns all rows to the nearest centres of the runs in `active`, in one pass.
    private static func assign(_ rows: CentredRows, _ states: inout [LloydState], _ active: [Int]) {
        var nearest = [Int32](repeating: 0, count: rows.count * active.count)
        var scores = [Float](repeating: 0, count: rows.count * active.count)
        forEachNearest(
            rows, count: rows.count, centres: active.flatMap { states[$0].centres }, runs: active.count, &nearest,
            &scores)
        for (place, run) in active.enumerated() {
            let range = place * rows.count..<(place + 1) * rows.count
            states[run].take(nearest[range], scores: scores[range])
        }
    }

    /// For each run and each of the first `count` rows the nearest of that run's centres, and ⟨x, c⟩ − ‖c‖²/2.
    ///
    /// `centres` holds as many for each run; results are `[runs, count]`.
    private static func forEachNearest(
        _ rows: CentredRows, count: Int, centres: [Float], runs: Int, _ nearest: inout [Int32], _ scores: inout [Float]
    ) {
        let width = rows.width
        let stacked = centres.count / width
        let each = stacked / runs
        let offsets = (0..<stacked).map { centre in
            centres[centre * width..<(centre + 1) * width].reduce(0.0) { $0 + Double($1) * Double($1) } / 2
        }.map { Float($0) }
        let tile = max(16, min(512, (1 << 20) / width))
        nearest.withUnsafeMutableBufferPointer { nearest in
            scores.withUnsafeMutableBufferPointer { scores in
                nonisolated(unsafe) let (nearest, scores) = (nearest, scores)
                Parallel.forEachRange(of: count, size: tile) { range in
                    let products = [Float](unsafeUninitializedCapacity: range.count * stacked) {
                        products, initialized in
                        withUnsafeTemporaryAllocation(of: Float.self, capacity: range.count * width) { block in
                            guard let block = block.baseAddress, let products = products.baseAddress else { return }
                            rows.copy(range, to: block)
                            OpenBLAS.multiply(
                                block, transposed: false, centres, transposed: true, into: products, m: range.count,
                                n: stacked, k: width)
                        }
                        initialized = range.count * stacked
                    }
                    for (place, row) in range.enumerated() {
                        for run in 0..<runs {
                            let first = run * each
                            var best = first
                            var score = products[place * stacked + first] - offsets[first]
                            for centre in first + 1..<first + each {
                                let candidate = products[place * stacked + centre] - offsets[centre]
                                if candidate > score { (best, score) = (centre, candidate) }
                            }
                            nearest[run * count + row] = Int32(best - first)
                            scores[run * count + row] = score
                        }
                    }
                }
            }
        }
    }
}
