import GANNumerics

/// Into how many regions real data fall by themselves: as many as other rows of the data give again.
///
///     agreement(K) = the mean of ARI(assign(T; centres of A), assign(T; centres of B))
///
/// over draws of disjoint thirds A, B and T of the rows: two halves make centres, the rest is assigned by either, and the adjusted Rand
/// index (Hubert and Arabie 1985, equation 5) says how alike the two are, 0 for chance and 1 for equal ones. Chosen is the largest K whose
/// agreement is at least 95 % of the greatest: fewer regions would hide modes, more of them are cut anew by every sample. Source: Ben-Hur,
/// Elisseeff and Guyon 2002, Pacific Symposium on Biocomputing 7, for counts of clusters by stability.
package struct RegionStability: Sendable, Equatable {
    /// The counts that were tried, ascending.
    package let counts: [Int]
    /// How alike two cuts into so many regions are, for each count, −1 to 1.
    package let agreements: [Double]
    /// K.
    package let chosen: Int

    /// Fewer regions see no mode.
    static let tried = [5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 70, 100]
    /// Of the greatest agreement.
    static let sufficient = 0.95
    private static let draws = 4
    private static let runs = 4
    /// Rows of a third, at most.
    private static let most = 1000
    /// Rows of a third for each region, at least.
    private static let rowsEach = 8

    /// Tries counts up to `limit` on `rows` `[n, d]`, which aren't among those that regions are counted by.
    ///
    /// Of fewer rows than any count needs `limit` is chosen and nothing tried. Cost that of 32 k-means over a thousand rows, for each count.
    init(_ rows: Matrix<Float>, limit: Int, seed: UInt64) {
        let third = min(rows.rows / 3, Self.most)
        let counts = Self.tried.filter { $0 <= limit && Self.rowsEach * $0 <= third }
        self.counts = counts
        guard !counts.isEmpty else {
            (agreements, chosen) = ([], limit)
            return
        }
        let stream = SeededGenerator(seed: seed).split("stability of regions")
        var sums = [Double](repeating: 0, count: counts.count)
        for draw in 0..<Self.draws {
            var generator = stream.split(draw)
            let order = generator.sample(3 * third, below: rows.rows)
            let parts = (0..<3).map { rows.rows(at: order[$0 * third..<($0 + 1) * third].sorted()) }
            for (place, count) in counts.enumerated() {
                let cuts = (0..<2).map { half in
                    KMeans.nearestCentres(
                        of: parts[2],
                        in: Self.best(parts[half], clusters: count, seed: seed &+ UInt64(2 * draw + half)))
                }
                sums[place] += Self.adjustedRand(cuts[0], cuts[1], clusters: count)
            }
        }
        let means = sums.map { $0 / Double(Self.draws) }
        let greatest = means.max() ?? 0
        agreements = means
        chosen = counts.indices.last { means[$0] >= Self.sufficient * greatest }.map { counts[$0] } ?? counts[0]
    }

    /// Of a few runs the centres that lie nearest to their rows.
    private static func best(_ rows: Matrix<Float>, clusters: Int, seed: UInt64) -> Matrix<Float> {
        let found = KMeans.fit([rows], clusters: clusters, runs: runs, seed: seed)
        let sums = found.map { clustering in
            (0..<rows.rows).reduce(0.0) { sum, row in
                zip(rows.row(row), clustering.centres.row(Int(clustering.assignments[row]))).reduce(sum) {
                    let difference = Double($1.0) - Double($1.1)
                    return $0 + difference * difference
                }
            }
        }
        let least = sums.indices.min { sums[$0] < sums[$1] } ?? 0
        return found[least].centres
    }

    /// The adjusted Rand index of two cuts of the same rows into at most `clusters` regions each; 1 where both are one region.
    static func adjustedRand(_ first: [Int32], _ second: [Int32], clusters: Int) -> Double {
        var table = [Int](repeating: 0, count: clusters * clusters)
        var (rows, columns) = ([Int](repeating: 0, count: clusters), [Int](repeating: 0, count: clusters))
        for (a, b) in zip(first, second) {
            table[Int(a) * clusters + Int(b)] += 1
            rows[Int(a)] += 1
            columns[Int(b)] += 1
        }
        func pairs(_ counts: [Int]) -> Double { counts.reduce(0.0) { $0 + Double($1) * Double($1 - 1) / 2 } }
        let (both, one, other, all) = (pairs(table), pairs(rows), pairs(columns), pairs([first.count]))
        let expected = all > 0 ? one * other / all : 0
        let greatest = (one + other) / 2
        return greatest > expected ? (both - expected) / (greatest - expected) : 1
    }
}
