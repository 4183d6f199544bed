import GANNumerics
import GANText
import RealModule

/// Pairs within a threshold, and how far their number can be trusted.
extension BirthdaySupport {
    /// Which rows have others within the threshold.
    struct Collisions {
        var rows: Int
        /// Unordered pairs.
        var pairs: Int
        var collidingRows: Int
        /// Ordered pairs of collisions that share a row.
        var meetings: Int
        /// Whether a table was too short to list all of some row's collisions.
        var isTruncated = false

        /// From each row's number of others within the threshold.
        init(partners: [Int]) {
            rows = partners.count
            pairs = partners.reduce(0, +) / 2
            collidingRows = partners.count { $0 > 0 }
            meetings = partners.reduce(0) { $0 + $1 * ($1 - 1) }
        }

        /// From a table of a set's rows among themselves; a pair counts when either row lists the other.
        init(_ table: NeighbourTable, threshold: Double) {
            var partners = [Int](repeating: 0, count: table.queries)
            var truncated = false
            func listed(_ row: Int) -> ArraySlice<Int32> {
                let base = row * table.count
                let within = (0..<table.count).prefix { table.distances[base + $0] <= threshold }
                return table.indices[base..<base + within.count]
            }
            for row in 0..<table.queries {
                let others = listed(row)
                truncated = truncated || (others.count == table.count && table.count < table.queries - 1)
                for other in others.map(Int.init) where row < other || !listed(other).contains(Int32(row)) {
                    partners[row] += 1
                    partners[other] += 1
                }
            }
            self.init(partners: partners)
            isTruncated = truncated
        }

        /// C(n, 2).
        var possiblePairs: Double { Double(rows) * Double(rows - 1) / 2 }

        /// The variance of the number of pairs, divided by that of independent pairs; at least 1.
        ///
        /// Pairs that share a sample are uncorrelated for a uniform support and positively correlated for any other:
        ///
        ///     Var K = C(n,2)·p(1 − p) + 6·C(n,3)·(P₃ − p²),   P₃ = P(both pairs that share a sample collide)
        ///
        /// p and P₃ are estimated by their shares among the samples.
        var dispersion: Double {
            guard rows > 2, pairs > 0 else { return 1 }
            let share = Double(pairs) / possiblePairs
            guard share < 1 else { return 1 }
            let ordered = Double(rows) * Double(rows - 1) * Double(rows - 2)
            let excess = Double(meetings) / ordered - share * share
            return 1 + max(0, ordered * excess) / (possiblePairs * share * (1 - share))
        }

        /// Clopper–Pearson's interval for the share of colliding pairs, from counts divided by the dispersion.
        func shareInterval(level: Double) -> (low: Double, high: Double) {
            let (hits, misses) = (Double(pairs) / dispersion, (possiblePairs - Double(pairs)) / dispersion)
            let tail = (1 - level) / 2
            return (
                pairs == 0 ? 0 : Statistics.betaQuantile(tail, hits, misses + 1),
                misses == 0 ? 1 : Statistics.betaQuantile(1 - tail, hits + 1, misses)
            )
        }
    }

    /// About how many draws have a collision with even odds: √(2·ln 2·N).
    static func drawsForEvenOdds(support: Double) -> Int {
        Int(saturating: (2 * .log(2) * support).squareRoot().rounded(.up))
    }
}
