import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

/// Regions of the real data, their tree, and what it says is missing.
@Suite struct RegionTests {
    /// Rows in five soft clusters along one axis, the last two near to each other; `shares` of each.
    private func clusters(_ shares: [Double], _ count: Int, seed: UInt64, columns: Int = 6) -> Matrix<Float> {
        let places: [Float] = [0, 12, 24, 60, 66]
        var rows = SeededGenerator(seed: seed).normalRows(count, columns: columns)
        var random = SeededGenerator(seed: seed).split("clusters")
        for row in 0..<count {
            var (draw, mode) = (random.uniform() * shares.reduce(0, +), 0)
            while mode < shares.count - 1, draw >= shares[mode] {
                draw -= shares[mode]
                mode += 1
            }
            rows[row, 0] += places[mode]
        }
        return rows
    }

    private let even = [0.2, 0.2, 0.2, 0.2, 0.2]

    private func branches(_ real: Matrix<Float>, _ generated: Matrix<Float>, bins: Int = 15) throws -> RegionBranches {
        try RegionPartition(real: real, generated: generated, count: bins, seed: 1).branches
    }

    @Test func treeJoinsTheMostAlikeFirst() {
        let centres = Matrix<Float>(rows: 5, columns: 1, scalars: [0, 10, 11, 30, 34])
        let tree = RegionTree(centres: centres, weights: [1, 1, 1, 1, 1])
        #expect(tree.nodes.map(\.regions).suffix(4) == [[1, 2], [3, 4], [0, 1, 2], [0, 1, 2, 3, 4]])
        #expect(tree.nodes.last?.children == [7, 6] || tree.nodes.last?.children == [6, 7])
        // A heavy region is joined later than a light one at the same distance.
        let weighed = RegionTree(centres: Matrix(rows: 3, columns: 1, scalars: [0, 10, 20]), weights: [100, 100, 1])
        #expect(weighed.nodes[3].regions == [1, 2])
        let one = RegionTree(centres: Matrix(rows: 1, columns: 2, scalars: [0, 1]), weights: [0])
        #expect(one.nodes.count == 1 && one.root == 0)
    }

    /// The tree is that of every pair compared anew at each step.
    @Test func treeEqualsAnExhaustiveSearch() {
        let centres = SeededGenerator(seed: 4).normalRows(24, columns: 3)
        let weights = (0..<24).map { 1 + $0 * 7 % 11 }
        let tree = RegionTree(centres: centres, weights: weights)
        var open = (0..<24).map { (regions: [$0], mass: Double(weights[$0]), middle: centres.row($0).map(Double.init)) }
        var joined: [[Int]] = []
        while open.count > 1 {
            var best = (cost: Double.infinity, a: 0, b: 0)
            for a in open.indices {
                for b in open.indices where b > a {
                    let (one, two) = (open[a], open[b])
                    let square = zip(one.middle, two.middle).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                    let cost = square * one.mass * two.mass / (one.mass + two.mass)
                    if cost < best.cost { best = (cost, a, b) }
                }
            }
            let (one, two) = (open[best.a], open[best.b])
            let mass = one.mass + two.mass
            let middle = zip(one.middle, two.middle).map { ($0 * one.mass + $1 * two.mass) / mass }
            open.remove(at: best.b)
            open.remove(at: best.a)
            open.append(((one.regions + two.regions).sorted(), mass, middle))
            joined.append((one.regions + two.regions).sorted())
        }
        #expect(tree.nodes.dropFirst(24).map(\.regions) == joined)
    }

    @Test func aMissingBranchIsOneBranchWithItsShare() throws {
        let found = try branches(
            clusters(even, 3000, seed: 1), clusters([0.2, 0.2, 0.2, 0, 0], 1500, seed: 2))
        let missing = found.of(.missing)
        // The two clusters beside each other make one branch, and what is left is not called swollen.
        #expect(missing.count == 1 && found.branches.count == 1)
        #expect(abs(missing[0].share - 0.4) < 0.02 && missing[0].made < 0.01 && missing[0].pValue <= 0.01)
        #expect(missing[0].interval.low < 0.4 && missing[0].interval.high > 0.38)
        #expect(abs(found.baseline - 1 / 0.6) < 0.1)
        let share = try #require(found.missingShare)
        #expect(share.low < missing[0].share && share.high > missing[0].share)
    }

    @Test func rareAndSwollenBranchesAreNoMissingOnes() throws {
        let real = clusters(even, 3000, seed: 1)
        let rare = try branches(real, clusters([0.2, 0.2, 0.2, 0.2, 0.08], 3000, seed: 2), bins: 10)
        #expect(rare.of(.missing).isEmpty && !rare.of(.rare).isEmpty)
        #expect(rare.of(.rare).allSatisfy { $0.made > 0.2 && $0.made < 0.6 })
        let swollen = try branches(real, clusters([0.2, 0.2, 0.2, 0.2, 0.6], 3000, seed: 3), bins: 10)
        #expect(swollen.of(.missing).isEmpty && swollen.of(.rare).isEmpty && !swollen.of(.swollen).isEmpty)
    }

    /// Samples that look otherwise leave their region for the next one; they are not missing.
    @Test func movedSamplesAreNotMissing() {
        let tree = RegionTree(
            centres: Matrix(rows: 4, columns: 1, scalars: [0, 1, 40, 100]), weights: [500, 500, 500, 500])
        func kinds(_ generated: [Int], next: Int) -> [RegionBranches.Kind] {
            RegionBranches(
                tree: tree, real: [500, 500, 500, 500], generated: generated, neighbours: { _ in [(next, 1)] }
            ).branches.map(\.kind)
        }
        #expect(kinds([2, 998, 500, 500], next: 1).contains(.moved))
        #expect(!kinds([2, 998, 500, 500], next: 1).contains(.missing))
        #expect(kinds([2, 998, 500, 500], next: 2).contains(.missing))
        #expect(kinds([0, 500, 500, 500], next: 1) == [.missing])
    }

    /// A branch at half its share is seen where no region of it shows it.
    @Test func aBranchAtHalfIsSeenThoughNoRegionShowsIt() throws {
        let places = (0..<40).map { Float($0) + Float($0 / 8) * 100 }
        let tree = RegionTree(
            centres: Matrix(rows: 40, columns: 1, scalars: places), weights: [Int](repeating: 50, count: 40))
        let generated = (0..<40).map { $0 < 8 ? 26 : 51 }
        let real = [Int](repeating: 50, count: 40)
        let found = RegionBranches(tree: tree, real: real, generated: generated)
        let first = try #require(found.branches.first)
        #expect(found.branches.count == 1 && first.regions == Array(0..<8) && first.kind == .rare)
        #expect(abs(first.made - 0.5) < 0.06 && found.coarsePValue < 0.01)
        let single = try DistinctBins.evaluate(trainingCounts: real, generatedCounts: generated)
        #expect(single.parts["corrected_bins"] == .counts([]))
        #expect(tree.sums(real, branches: 5) == [400, 400, 400, 400, 400])
        #expect(tree.sums(real, branches: 1) == [2000] && tree.sums(real, branches: 99).sorted() == real)
    }

    @Test func honestDrawsHaveNoBranches() throws {
        var flagged = 0
        for seed in 0..<40 {
            let found = try branches(
                clusters(even, 700, seed: UInt64(100 + seed)), clusters(even, 400, seed: UInt64(200 + seed)))
            if !found.branches.isEmpty { flagged += 1 }
        }
        // At 1 %, of 40: 4 or more come once in 1,000 runs.
        #expect(flagged <= 3)
    }

    /// A generator of few honest images, drawn again and again, lacks no part of the data: repeats count once.
    @Test func repeatedSamplesAreCountedOnce() throws {
        var flagged = 0
        for seed in 0..<12 {
            let images = clusters(even, 250, seed: UInt64(300 + seed))
            var generator = SeededGenerator(seed: UInt64(seed)).split("draws")
            let drawn = images.rows(at: (0..<1500).map { _ in generator.index(below: 250) })
            let cut = try RegionPartition(
                real: clusters(even, 1500, seed: UInt64(400 + seed)), generated: drawn, count: 20, seed: 1)
            #expect(cut.distinct.count <= 250 && cut.generatedCounts.reduce(0, +) == cut.distinct.count)
            if !cut.branches.branches.isEmpty { flagged += 1 }
        }
        #expect(flagged <= 1, "\(flagged) of 12")
        let rows = Matrix<Float>(rows: 4, columns: 2, scalars: [1, 2, 0, 0, 1, 2, -0.0, 0])
        #expect(RegionPartition.firstOccurrences(rows) == [0, 1])
    }

    @Test func smallestVisibleModeIsWhatItsOwnTestCanSee() throws {
        let share = try #require(RegionBranches.smallestVisible(n: 10_000, m: 10_000, regions: 100))
        #expect(share > 0.001 && share < 0.004)
        // More regions are more tests; fewer samples see less; none sees nothing.
        #expect(try #require(RegionBranches.smallestVisible(n: 10_000, m: 10_000, regions: 1000)) > share)
        #expect(try #require(RegionBranches.smallestVisible(n: 10_000, m: 1000, regions: 100)) > 3 * share)
        #expect(RegionBranches.smallestVisible(n: 12, m: 3, regions: 10) == nil)
        // By its own count: at this share nine of ten draws of the real rows are enough.
        var generator = SeededGenerator(seed: 3)
        var seen = 0
        for _ in 0..<60 {
            let rows = (0..<10_000).reduce(0) { sum, _ in sum + (generator.uniform() < share ? 1 : 0) }
            let value = Hypergeometric(population: 20_000, marked: rows, drawn: 10_000).twoSided(0)
            if value <= RegionBranches.level / 200 { seen += 1 }
        }
        #expect(seen >= 46, "\(seen) of 60")
    }

    @Test func typicalRowsAreNearestToTheirCentres() throws {
        let partition = try RegionPartition(
            real: clusters(even, 600, seed: 1), generated: clusters(even, 300, seed: 2), count: 5, seed: 1)
        let rows = partition.typicalReal(of: [2], count: 3)
        func distance(_ row: Int) -> Double {
            zip(partition.real.row(row), partition.centres.row(2)).reduce(0) {
                $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
            }
        }
        let others = partition.realRegions.indices.filter { partition.realRegions[$0] == 2 }.map(distance).sorted()
        #expect(rows.map(distance) == Array(others.prefix(3)))
        #expect(partition.typicalGenerated(of: [0, 1], count: 4).count == 4)
        #expect(partition.typicalReal(of: [], count: 4).isEmpty)
    }

    @Test func theMetricSaysWhichBranchesAreMissing() throws {
        let real = clusters(even, 3000, seed: 1)
        let result = try DistinctBins.evaluate(
            training: real, generated: clusters([0.2, 0.2, 0.2, 0, 0], 1500, seed: 2))
        #expect(result.parts["missing_branches"] == .count(1))
        #expect(abs(number("missing_share", result) - 0.4) < 0.02)
        #expect(result.parts["smallest_visible_share"] != nil)
        let honest = try DistinctBins.evaluate(training: real, generated: clusters(even, 1500, seed: 3))
        #expect(honest.parts["missing_branches"] == .count(0) && number("missing_share", honest) == 0)
        #expect(throws: MetricError.self) {
            try DistinctBins.evaluate(training: real, generated: real, options: .init(bins: 5000))
        }
    }

    @Test func sameBranchesForAnyThreadCount() throws {
        let (real, generated) = (clusters(even, 900, seed: 1), clusters([0.3, 0.3, 0.4, 0, 0], 500, seed: 2))
        let one = try withThreads(1) { try branches(real, generated) }
        let four = try withThreads(4) { try branches(real, generated) }
        #expect(one == four)
    }

    /// Samples of a cluster that feature space has elsewhere, for they look otherwise, are found by their own values; missing ones are not.
    @Test(arguments: [true, false], [0, 1]) func whatTheOwnValuesHaveIsNotMissing(isThere: Bool, view: Int) throws {
        let real = clusters(even, 2000, seed: 1)
        // In feature space nobody makes the third cluster: its samples look like the first one's, or there are none.
        var features = clusters(even, 1500, seed: 2)
        let plain = isThere ? features : clusters([0.2, 0.2, 0, 0.2, 0.2], 1500, seed: 2)
        if !isThere { features = plain }
        for row in 0..<1500 where (18..<30).contains(features[row, 0]) { features[row, 0] -= 24 }
        let partition = try RegionPartition(real: real, generated: features, count: 15, seed: 1)
        let found = partition.branches
        #expect(found.of(.missing).count + found.of(.moved).count >= 1)
        // The other view sees what feature space sees; one that has the samples is enough.
        var views = [PlainRows.View(real: real, generated: features), .init(real: real, generated: plain)]
        if view == 0 { views.reverse() }
        let looked = found.lookingAgain(
            at: PlainRows(rows: Array(0..<2000), views: views), regions: partition.realRegions)
        let starved = looked.branches.filter { $0.kind != .swollen }
        #expect(!starved.isEmpty && starved.allSatisfy { $0.isSeen == isThere && ($0.kind == .moved) == isThere })
        #expect((looked.missingShare == nil) == isThere)
    }
}
