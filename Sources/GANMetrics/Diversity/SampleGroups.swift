import GANNumerics
import RealModule

/// Rows of one set joined into groups along pairs that are near each other, and what their sizes tell of the support.
///
/// Groups are linked singly, so they don't depend on the order of rows and cost nothing beside the table. `NearDuplicates` groups rows
/// about first ones instead, where there is no table and a chain must not join what differs.
struct SampleGroups {
    /// How many rows each group has, in the order of the groups' first rows.
    let sizes: [Int]
    /// How many rows there are.
    let rows: Int

    /// Groups along each row's first neighbours in `table` that are no farther than `threshold`.
    init(_ table: NeighbourTable, threshold: Double) {
        var parents = Array(0..<table.queries)
        func root(_ row: Int) -> Int {
            var row = row
            while parents[row] != row {
                parents[row] = parents[parents[row]]
                row = parents[row]
            }
            return row
        }
        for row in 0..<table.queries {
            for rank in 0..<min(table.count, DistinctSamples.linked) {
                guard table.distance(query: row, rank: rank) <= threshold else { break }
                let (first, second) = (root(row), root(table.index(query: row, rank: rank)))
                // The lower row leads, whatever order the links come in.
                parents[max(first, second)] = min(first, second)
            }
        }
        var counts = [Int](repeating: 0, count: table.queries)
        for row in 0..<table.queries { counts[root(row)] += 1 }
        self.init(sizes: counts.filter { $0 > 0 })
    }

    /// Groups of known sizes, each at least 1.
    init(sizes: [Int]) {
        self.sizes = sizes
        rows = sizes.reduce(0, +)
    }

    /// Groups over rows.
    var distinctShare: Double { Double(sizes.count) / Double(rows) }

    /// Chao's estimate of how many groups more draws would find, and its interval.
    ///
    ///     S = D + (n − 1)/n · f₁(f₁ − 1)/(2(f₂ + 1)),   f₁, f₂: groups of one and of two rows
    ///
    /// The bias-corrected form (Chao 2005); where no group has one row, S = D and the interval is that of unseen groups as rare as
    /// D equal ones would leave unseen.
    func support(level: Double) -> (estimate: Double, low: Double, high: Double) {
        let distinct = Double(sizes.count)
        let (one, two) = (Double(sizes.count { $0 == 1 }), Double(sizes.count { $0 == 2 }))
        let share = Double(rows - 1) / Double(rows)
        let unseen = share * one * (one - 1) / (2 * (two + 1))
        let quantile = Statistics.normalQuantile(0.5 + level / 2)
        guard unseen > 0 else {
            let missed = Double.exp(-Double(rows) / distinct)
            let deviation = (distinct * missed * (1 - missed)).squareRoot()
            return (distinct, distinct, max(distinct, (distinct + quantile * deviation) / (1 - missed)))
        }
        let variance =
            share * one * (one - 1) / (2 * (two + 1))
            + share * share * one * (2 * one - 1) * (2 * one - 1) / (4 * (two + 1) * (two + 1))
            + share * share * one * one * two * (one - 1) * (one - 1) / (4 * .pow(two + 1, 4))
        let spread = Double.exp(quantile * Double.log(onePlus: variance / (unseen * unseen)).squareRoot())
        return (distinct + unseen, distinct + unseen / spread, distinct + unseen * spread)
    }

    /// How the share of distinct rows varies from draw to draw of `support` equally likely groups.
    ///
    ///     Var D = S·e^(−c)·(1 − (1 + c)·e^(−c)),   c = n/S
    func shareInterval(support: Double, level: Double) -> MetricInterval {
        let load = Double(rows) / support
        let missed = Double.exp(-load)
        // For a small load the difference is c²/2 and its digits are lost.
        let rest = load < 1e-4 ? load * load / 2 : 1 - (1 + load) * missed
        let deviation = (max(0, support * missed * rest)).squareRoot()
        let reach = Statistics.normalQuantile(0.5 + level / 2) * deviation / Double(rows)
        return MetricInterval(
            low: max(1 / Double(rows), distinctShare - reach), high: min(1, distinctShare + reach), level: level,
            method: "occupancy of the estimated support, given the threshold")
    }
}
