import GANNumerics

/// Accuracies, and how they vary when "real" and "generated" are only labels.
extension OneNearestNeighbour {
    /// Hits over rows, ties counted half.
    struct Accuracy {
        var real: Double
        var generated: Double
        var all: Double
        var ties: Int

        init(_ tables: Tables) {
            func halves(_ own: NeighbourTable, _ other: NeighbourTable) -> (hits: Int, ties: Int) {
                var (hits, ties) = (0, 0)
                for row in 0..<own.queries {
                    let (near, far) = (own.distances[row * own.count], other.distances[row * other.count])
                    if near < far { hits += 2 }
                    if near == far { (hits, ties) = (hits + 1, ties + 1) }
                }
                return (hits, ties)
            }
            let first = halves(tables.realToReal, tables.realToGenerated)
            let second = halves(tables.generatedToGenerated, tables.generatedToReal)
            let (n, m) = (tables.realToReal.queries, tables.generatedToGenerated.queries)
            real = Double(first.hits) / Double(2 * n)
            generated = Double(second.hits) / Double(2 * m)
            all = Double(first.hits + second.hits) / Double(2 * (n + m))
            ties = first.ties + second.ties
        }
    }

    /// Who is nearest to whom among the pooled rows, reduced to what the permutation variance needs.
    struct PooledGraph {
        /// Pairs of rows that are each other's nearest.
        var mutualPairs = 0
        /// Σ over rows of (1 + in-degree)·in-degree: ordered pairs of edges that meet in a row.
        var meetings = 0

        /// At equal distances the row of the same kind is taken, then the lower index.
        init(_ tables: Tables) {
            let (n, m) = (tables.realToReal.queries, tables.generatedToGenerated.queries)
            func nearest(_ row: Int, _ real: NeighbourTable, _ generated: NeighbourTable, ownIsReal: Bool) -> Int {
                let (r, g) = (real.distances[row * real.count], generated.distances[row * generated.count])
                return r < g || (r == g && ownIsReal)
                    ? Int(real.indices[row * real.count]) : n + Int(generated.indices[row * generated.count])
            }
            let target =
                (0..<n).map { nearest($0, tables.realToReal, tables.realToGenerated, ownIsReal: true) }
                + (0..<m).map { nearest($0, tables.generatedToReal, tables.generatedToGenerated, ownIsReal: false) }
            var arriving = [Int](repeating: 0, count: n + m)
            for (row, other) in target.enumerated() {
                arriving[other] += 1
                if row < other, target[other] == row { mutualPairs += 1 }
            }
            meetings = arriving.reduce(0) { $0 + (1 + $1) * $1 }
        }
    }

    /// What random labels give: n of the N pooled rows are called real.
    struct Null {
        let real: Double
        let generated: Double
        let all: Double
        private let counts: (n: Double, m: Double)

        init(real n: Int, generated m: Int) {
            let (n, m) = (Double(n), Double(m))
            counts = (n, m)
            real = (n - 1) / (n + m - 1)
            generated = (m - 1) / (n + m - 1)
            all = (n * (n - 1) + m * (m - 1)) / ((n + m) * (n + m - 1))
        }

        /// The exact variance of the number of rows whose nearest row has their label, over all labellings.
        ///
        /// Two edges are equally labelled at their ends with probability p₂ where they join the same two rows, p₃ where
        /// they share one row, p₄ where they share none.
        func variance(_ graph: PooledGraph) -> Double {
            let (n, m) = counts
            let total = n + m
            guard total >= 4 else { return 0 }
            let same = all
            let three =
                (n * (n - 1) * (n - 2) + m * (m - 1) * (m - 2)) / (total * (total - 1) * (total - 2))
            let four =
                (n * (n - 1) * (n - 2) * (n - 3) + m * (m - 1) * (m - 2) * (m - 3) + 2 * n * (n - 1) * m * (m - 1))
                / (total * (total - 1) * (total - 2) * (total - 3))
            let mutual = 2 * Double(graph.mutualPairs)
            // A mutual pair of edges meets at both of its rows, in both orders.
            let sharing = Double(graph.meetings) - 2 * mutual
            let apart = total * (total - 1) - mutual - sharing
            let square = same * same
            return max(
                0,
                total * (same - square) + mutual * (same - square) + sharing * (three - square)
                    + apart * (four - square))
        }
    }
}
