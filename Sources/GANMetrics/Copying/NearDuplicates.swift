package import GANNumerics

/// Which rows of a set are near-duplicates of each other, told from the set itself.
///
/// Rows are taken in order: one within `radius` of the first row of a cluster joins the nearest such cluster, any other begins
/// one. The effective number of clusters of sizes c,
///
///     effective = (Σ c)² / Σ c²
///
/// is the number of rows where all differ, and the number of distinct images of a collapsed generator, whatever noise it adds
/// within the radius.
///
/// `SampleGroups` is another rule for another question: it follows chains of near pairs along tables that a report has made anyway,
/// with a threshold at which so many links are expected of real data. Here a chain whose ends are far apart is no one image, and
/// no table of the whole set is needed, which in an audit is much larger than the clusters.
package struct NearDuplicates: Sendable, Equatable {
    /// For each row the first row of its cluster.
    package let leaders: [Int]
    /// The effective number of clusters; 0 without rows.
    package let effective: Double

    /// Rows that join the clusters at once.
    private static let block = 256

    /// Clusters finite rows; a radius of 0 joins equal rows only.
    ///
    /// Cost rows² · columns at most; less where rows repeat each other.
    package init(_ rows: Matrix<Float>, radius: Double) {
        var leaders = [Int](repeating: -1, count: rows.rows)
        var first: [Int] = []
        for start in stride(from: 0, to: rows.rows, by: Self.block) {
            let range = start..<min(rows.rows, start + Self.block)
            let known = first.count
            if known > 0 {
                let found = NearestNeighbours.search(queries: rows.rows(in: range), in: rows.rows(at: first), count: 1)
                for place in 0..<range.count where found.distance(query: place, rank: 0) <= radius {
                    leaders[start + place] = first[found.index(query: place, rank: 0)]
                }
            }
            for row in range where leaders[row] < 0 {
                var (nearest, least) = (row, radius)
                for leader in first[known...] {
                    let distance = Self.distance(rows.row(row), rows.row(leader))
                    if distance <= least { (nearest, least) = (leader, distance) }
                }
                leaders[row] = nearest
                if nearest == row { first.append(row) }
            }
        }
        self.leaders = leaders
        var sizes: [Int: Int] = [:]
        for leader in leaders { sizes[leader, default: 0] += 1 }
        let squares = sizes.values.reduce(0.0) { $0 + Double($1) * Double($1) }
        effective = squares > 0 ? Double(rows.rows) * Double(rows.rows) / squares : 0
    }

    /// The radius within which real rows hardly ever lie: the distance to the nearest other row that one in a hundred of them has
    /// at most, and at least a tenth of the median one, for sets that hold near-duplicates themselves.
    ///
    /// 0 for fewer than two rows. Distances shrink as rows grow in number: compare as many rows of another set.
    package static func radius(among rows: Matrix<Float>) -> Double {
        guard rows.rows > 1 else { return 0 }
        let found = NearestNeighbours.search(queries: rows, in: rows, count: 1, excludingSameIndex: true)
        let distances = (0..<rows.rows).map { found.distance(query: $0, rank: 0) }.sorted()
        return max(distances[distances.count / 100], Statistics.median(distances) / 10)
    }

    private static func distance(_ first: ArraySlice<Float>, _ second: ArraySlice<Float>) -> Double {
        var sum = 0.0
        for (one, other) in zip(first, second) {
            let difference = Double(one) - Double(other)
            sum += difference * difference
        }
        return sum.squareRoot()
    }
}
