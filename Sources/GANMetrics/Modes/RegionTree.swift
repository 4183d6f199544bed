import GANNumerics

/// Regions joined two by two into branches, the most alike first.
///
/// Ward's linkage of the regions' centres c, each with the weight w of its rows: the next two to be joined are those for which
///
///     w_a·w_b/(w_a + w_b)·‖c_a − c_b‖²
///
/// is least, the lowest numbers among equals. Depends on centres and weights alone, so tests of counts of other rows hold for whichever
/// branches it makes. Source: Ward 1963, Journal of the American Statistical Association 58. Cost K³ in time, K² in memory.
package struct RegionTree: Sendable, Equatable {
    /// A region or a branch.
    package struct Node: Sendable, Equatable {
        /// The two parts, numbers in `nodes`; none of a region.
        package let children: [Int]
        /// The regions in it, ascending.
        package let regions: [Int]
    }

    /// The K regions in their order, then K − 1 branches, each after its parts; the last holds all regions.
    package let nodes: [Node]
    /// K.
    let count: Int

    /// The tree of `centres` `[K, w]`, K at least 1, and as many `weights`; a weight below 1 counts as 1.
    init(centres: Matrix<Float>, weights: [Int]) {
        precondition(centres.rows == weights.count && centres.rows > 0, "\(weights.count) weights of \(centres.rows)")
        count = centres.rows
        var nodes = (0..<count).map { Node(children: [], regions: [$0]) }
        var middles = (0..<count).map { centres.row($0).map { Double($0) } }
        var masses = weights.map { Double(max(1, $0)) }
        var active = Array(0..<count)
        func cost(_ a: Int, _ b: Int) -> Double {
            var sum = 0.0
            for column in middles[a].indices {
                let difference = middles[a][column] - middles[b][column]
                sum += difference * difference
            }
            return sum * masses[a] * masses[b] / (masses[a] + masses[b])
        }
        // Each node's cheapest later partner; recomputed only where the partner is gone.
        var partners: [Int: (partner: Int, cost: Double)] = [:]
        func refresh(_ node: Int) {
            var best: (partner: Int, cost: Double)?
            for other in active where other > node {
                let found = cost(node, other)
                if best.map({ found < $0.cost }) ?? true { best = (other, found) }
            }
            partners[node] = best
        }
        for node in active { refresh(node) }
        while active.count > 1 {
            var chosen: (first: Int, second: Int, cost: Double)?
            for node in active {
                guard let pair = partners[node] else { continue }
                if chosen.map({ pair.cost < $0.cost }) ?? true { chosen = (node, pair.partner, pair.cost) }
            }
            guard let chosen else { break }
            let (a, b) = (chosen.first, chosen.second)
            let mass = masses[a] + masses[b]
            middles.append(zip(middles[a], middles[b]).map { ($0 * masses[a] + $1 * masses[b]) / mass })
            masses.append(mass)
            let made = nodes.count
            nodes.append(Node(children: [a, b], regions: (nodes[a].regions + nodes[b].regions).sorted()))
            active.removeAll { $0 == a || $0 == b }
            partners[a] = nil
            partners[b] = nil
            active.append(made)
            for node in active where node != made {
                if let pair = partners[node], pair.partner != a, pair.partner != b {
                    let found = cost(node, made)
                    if found < pair.cost { partners[node] = (made, found) }
                } else {
                    refresh(node)
                }
            }
        }
        self.nodes = nodes
    }

    /// Counts over the regions summed within each of the last `branches` branches, or over single regions where there are no more.
    func sums(_ counts: [Int], branches: Int) -> [Int] {
        // The last joins are undone, so what is left are the nodes below whose joins are.
        let first = max(count, nodes.count - max(1, min(branches, count)) + 1)
        let cut = first >= nodes.count ? [root] : nodes[first...].flatMap(\.children).filter { $0 < first }
        return cut.map { nodes[$0].regions.reduce(0) { $0 + counts[$1] } }
    }

    /// The node of all regions.
    var root: Int { nodes.count - 1 }
}
