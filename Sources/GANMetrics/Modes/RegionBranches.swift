import GANNumerics

/// Which branches of the regions' tree lack samples, and which hold too many.
///
/// Every region and every branch is tested by Fisher's exact test of its count against the rest, at levels that hold for all of them
/// together: half of `level` goes to the K regions in equal parts, half to the branches by how many regions they join, so that a
/// large branch needs less evidence (the weights of Meinshausen 2008, Biometrika 95, without his order of tests, which would hide a
/// region that its branch balances). A starved branch is the largest one that is significant and whose regions all have less than
/// half of their samples; of what is left, the most significant branches are rare or swollen.
///
/// How many samples are expected where real data lie follows from the regions that keep their share: a generator that lacks a fifth of
/// the data makes a quarter more of everything else, which is no fault of its own.
package struct RegionBranches: Sendable, Equatable {
    /// What is wrong with a branch.
    package enum Kind: String, Sendable {
        /// At most a third of its samples are there, which may as well be others that look like them, and the rest is nowhere near.
        case missing
        /// Fewer than there should be.
        case rare
        /// The samples that it lacks lie in regions next to it: they look otherwise, but are there.
        case moved
        /// More than there should be.
        case swollen
    }

    /// One branch.
    package struct Branch: Sendable, Equatable {
        /// What is wrong.
        package var kind: Kind
        /// The regions that it joins.
        package var regions: [Int]
        /// Counted real rows in it.
        package var realCount: Int
        /// Samples in it.
        package var generatedCount: Int
        /// Its share of the real data, 0 to 1.
        package var share: Double
        /// Wilson 95 % interval of the share.
        package var interval: MetricInterval
        /// Samples over those that its share of the real data asks for: 0 where there are none, 1 where nothing is wrong.
        package var made: Double
        /// Clopper-Pearson 95 % interval of `made`, given both counts' sum.
        package var madeInterval: MetricInterval
        /// Fisher's p-value times the number of tests by weight, at most 1.
        package var pValue: Double
        /// Whether the rows' own values have the samples that feature space lacks.
        package var isSeen = false
    }

    /// The starved ones, the greatest share of the real data first, then the swollen ones.
    package internal(set) var branches: [Branch]
    /// Samples over real data's share where nothing is wrong.
    package let baseline: Double
    /// The smallest mode, as a share of the data, that would have been found missing in 9 of 10 draws if it had a region of its own.
    package let smallestVisible: Double?
    /// The smallest one that would have been found to be made half as often, in 9 of 10 draws and in a region of its own.
    package let smallestHalved: Double?
    /// That of the divergence over the tree cut into sixteen branches, by seeded draws: what spreads over many regions shows here.
    package let coarsePValue: Double
    private let realTotal: Int

    /// The chance that equal distributions have any branch that differs; a verdict hears other tests of the same counts, too.
    static let level = 0.005
    /// A region with less than this of its samples is starved.
    static let starvedBelow = 0.5
    /// A branch with at most this of its samples is missing: in regions that a missing class shares with another, so many are the other's.
    static let missingBelow = 0.35
    /// A region with less than this of its samples says nothing of what is usual.
    static let nearlyEmpty = 0.25
    /// A branch with more than this of its samples is swollen.
    static let swollenAbove = 1.5
    /// Of what is left, branches between these shares of their samples are not worth a word.
    static let usual = 0.85...1.2
    /// Branches of the coarse cut.
    static let coarse = 16
    /// Regions of fewer rows say nothing about a branch by themselves.
    private static let fewRows = 10

    /// The branches of `tree` by counts over the same regions; `neighbours` tells which regions lie next to some.
    init(
        tree: RegionTree, real: [Int], generated: [Int],
        neighbours: ([Int]) -> [(region: Int, share: Double)] = { _ in [] }
    ) {
        let table = BinTable(first: real, second: generated)
        realTotal = table.n
        let baseline = Self.baseline(table)
        self.baseline = baseline
        let count = tree.count
        let joined = (count..<max(count, tree.root)).reduce(0) { $0 + tree.nodes[$1].regions.count }
        func weight(_ node: Int) -> Double {
            node < count
                ? 1 / (2 * Double(count)) : Double(tree.nodes[node].regions.count) / (2 * Double(max(1, joined)))
        }
        func adjusted(_ node: Int) -> Double {
            min(1, Self.pValue(table, tree.nodes[node].regions) / weight(node))
        }
        func made(_ regions: [Int]) -> Double { Self.made(table, regions, baseline: baseline) }
        var found: [Branch] = []
        var open = [tree.root]
        while let node = open.popLast() {
            let regions = tree.nodes[node].regions
            let own = made(regions)
            let telling = regions.filter { real[$0] + generated[$0] >= Self.fewRows }
            let isWhole = node < count || node != tree.root
            if isWhole, !telling.isEmpty {
                let starved = own < Self.starvedBelow && telling.allSatisfy { made([$0]) < Self.starvedBelow }
                let swollen = own > Self.swollenAbove && telling.allSatisfy { made([$0]) > Self.swollenAbove }
                if starved || swollen {
                    let value = adjusted(node)
                    if value <= Self.level {
                        var branch = Self.branch(table, regions, baseline: baseline, pValue: value)
                        branch.kind = swollen ? .swollen : Self.kind(branch, table, neighbours(regions), baseline)
                        found.append(branch)
                        continue
                    }
                }
            }
            open += tree.nodes[node].children
        }
        found += Self.uneven(
            tree, table, baseline: baseline, taken: Set(found.flatMap(\.regions)), weighted: { weight($0) })
        branches = found.sorted { first, second in
            let (a, b) = (first.kind == .swollen, second.kind == .swollen)
            if a != b { return b }
            return (-first.share, first.regions[0]) < (-second.share, second.regions[0])
        }
        coarsePValue = BinTable(
            first: tree.sums(real, branches: Self.coarse), second: tree.sums(generated, branches: Self.coarse)
        ).divergencePValue(seed: 0)
        smallestVisible = Self.smallestVisible(n: table.n, m: table.m, regions: count)
        smallestHalved = Self.smallestHalved(n: table.n, m: table.m, regions: count)
    }

    /// Branches of one kind.
    package func of(_ kind: Kind) -> [Branch] { branches.filter { $0.kind == kind } }

    /// The share of the real data in missing branches, with its interval (Wilson); nil where there are none.
    package var missingShare: MetricInterval? {
        let count = of(.missing).reduce(0) { $0 + $1.realCount }
        guard count > 0 else { return nil }
        let bounds = Statistics.wilsonInterval(successes: count, trials: realTotal, level: 0.95)
        return MetricInterval(low: bounds.low, high: bounds.high, method: "Wilson")
    }

    // MARK: Counts

    private static func sums(_ table: BinTable, _ regions: [Int]) -> (real: Int, generated: Int) {
        regions.reduce((0, 0)) { ($0.0 + table.first[$1], $0.1 + table.second[$1]) }
    }

    private static func pValue(_ table: BinTable, _ regions: [Int]) -> Double {
        let (real, generated) = sums(table, regions)
        return Hypergeometric(population: table.n + table.m, marked: real + generated, drawn: table.m)
            .twoSided(generated)
    }

    /// Samples over real rows of the regions, beside what is usual; 1 where there is neither.
    static func made(_ table: BinTable, _ regions: [Int], baseline: Double) -> Double {
        let (real, generated) = sums(table, regions)
        if real + generated == 0 { return 1 }
        // A region without real rows has at most half a row's share.
        let share = max(0.5, Double(real)) / Double(table.n)
        return Double(generated) / Double(table.m) / share / baseline
    }

    /// What the regions that nobody misses have: the mean ratio of shares around the weighted median of those that aren't nearly empty.
    static func baseline(_ table: BinTable) -> Double {
        let ratios = table.bins.compactMap { bin -> (ratio: Double, weight: Double, bin: Int)? in
            let shares = table.shares(bin)
            guard shares.first > 0, shares.second >= nearlyEmpty * shares.first else { return nil }
            return (shares.second / shares.first, shares.first, bin)
        }.sorted { ($0.ratio, $0.bin) < ($1.ratio, $1.bin) }
        let half = ratios.reduce(0) { $0 + $1.weight } / 2
        var sum = 0.0
        guard
            let median = ratios.first(where: {
                sum += $0.weight
                return sum >= half
            })?.ratio
        else { return 1 }
        let usual = ratios.filter { $0.ratio >= 2 * median / 3 && $0.ratio <= 1.5 * median }.map(\.bin)
        let (real, generated) = sums(table, usual)
        guard real > 0, generated > 0 else { return median }
        return Double(generated) / Double(table.m) / (Double(real) / Double(table.n))
    }

    private static func branch(_ table: BinTable, _ regions: [Int], baseline: Double, pValue: Double) -> Branch {
        let (real, generated) = sums(table, regions)
        let share = Statistics.wilsonInterval(successes: real, trials: table.n, level: 0.95)
        let part = Statistics.clopperPearsonInterval(successes: generated, trials: real + generated, level: 0.95)
        let value = made(table, regions, baseline: baseline)
        func ratio(_ share: Double) -> Double {
            share >= 1 ? .infinity : share / (1 - share) * Double(table.n) / Double(table.m) / baseline
        }
        return Branch(
            kind: .rare, regions: regions, realCount: real, generatedCount: generated,
            share: Double(real) / Double(table.n),
            interval: MetricInterval(low: share.low, high: share.high, method: "Wilson"), made: value,
            madeInterval: MetricInterval(
                low: min(value, ratio(part.low)), high: max(value, min(ratio(part.high), 1e6)),
                method: "Clopper-Pearson"),
            pValue: pValue)
    }

    /// The most significant branches, disjoint from each other and from regions that are `taken`, that hold too few or too many samples
    /// beside the rest of the data, too.
    private static func uneven(
        _ tree: RegionTree, _ table: BinTable, baseline: Double, taken: Set<Int>, weighted: (Int) -> Double
    ) -> [Branch] {
        var candidates: [(value: Double, node: Int)] = []
        for node in 0..<tree.root {
            let regions = tree.nodes[node].regions
            guard taken.isDisjoint(with: regions), !usual.contains(made(table, regions, baseline: baseline)) else {
                continue
            }
            let (real, generated) = sums(table, regions)
            let (p, q) = (Double(real) / Double(table.n), Double(generated) / Double(table.m) / baseline)
            let middle = min(1, max(p, 1 / Double(table.n)))
            let deviation = (middle * (1 / Double(table.n) + 1 / (baseline * Double(table.m)))).squareRoot()
            let relative = 2 * Statistics.normalCumulative(-abs(q - p) / deviation)
            let value = max(relative, pValue(table, regions)) / weighted(node)
            if value <= level { candidates.append((value, node)) }
        }
        candidates.sort { ($0.value, -$0.node) < ($1.value, -$1.node) }
        var (found, used): ([Branch], Set<Int>) = ([], taken)
        for (value, node) in candidates where used.isDisjoint(with: tree.nodes[node].regions) {
            var branch = branch(table, tree.nodes[node].regions, baseline: baseline, pValue: value)
            branch.kind = branch.made > 1 ? .swollen : .rare
            found.append(branch)
            used.formUnion(branch.regions)
        }
        return found
    }

    /// Of a starved branch: whether it is missing, rare, or to be found next door.
    private static func kind(
        _ branch: Branch, _ table: BinTable, _ neighbours: [(region: Int, share: Double)], _ baseline: Double
    ) -> Kind {
        let lost = branch.share * (1 - branch.made)
        // What lies next to it and is not starved itself.
        let near = neighbours.prefix(5).map(\.region).filter {
            made(table, [$0], baseline: baseline) >= starvedBelow
        }
        let (real, generated) = sums(table, near)
        let (p, q) = (Double(real) / Double(table.n), Double(generated) / Double(table.m) / baseline)
        let deviation = (p / Double(table.n) + p / (baseline * Double(table.m))).squareRoot()
        if q - p >= 0.75 * lost, q - p > 2 * deviation { return .moved }
        return branch.made <= missingBelow && branch.madeInterval.high <= starvedBelow ? .missing : .rare
    }

    /// By the normal approximation of both counts; nil where it would be more than half of the data.
    static func smallestHalved(n: Int, m: Int, regions: Int) -> Double? {
        guard n > 0, m > 0 else { return nil }
        let level = level / (2 * Double(max(1, regions)))
        let reach = Statistics.normalQuantile(1 - level / 2) + Statistics.normalQuantile(0.9)
        // A share p and its half differ by p/2, with a variance of p/n + p/(2·m).
        let share = 4 * reach * reach * (1 / Double(n) + 1 / (2 * Double(m)))
        return share <= 0.5 ? share : nil
    }

    /// nil where no mode could have been seen.
    static func smallestVisible(n: Int, m: Int, regions: Int) -> Double? {
        let single = level / (2 * Double(max(1, regions)))
        var needed: Int?
        for rows in 1...min(n, 10_000)
        where Hypergeometric(population: n + m, marked: rows, drawn: m).twoSided(0) <= single {
            needed = rows
            break
        }
        guard let needed, ModeCoverage.atLeast(needed, of: n, share: 1) >= 0.9 else { return nil }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if ModeCoverage.atLeast(needed, of: n, share: middle) >= 0.9 { high = middle } else { low = middle }
        }
        return high
    }
}
