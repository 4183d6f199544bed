package import GANNumerics

/// The real data cut into regions by k-means, and which region each row and each sample lies in.
///
/// Up to half of the real rows, at most 50 a region, make the regions; the others are counted in them, so that they and the samples of a
/// perfect generator are alike to the regions. Features of more than 128 columns are first projected on 128 seeded directions: any
/// regions would do, and these are nearly the same.
package struct RegionPartition: Sendable {
    /// The regions' centres, `[K, w]`, w at most 128.
    package let centres: Matrix<Float>
    /// The real rows among the columns that regions are told by, `[n, w]`.
    package let real: Matrix<Float>
    /// The samples among the same columns, `[m, w]`.
    package let generated: Matrix<Float>
    /// The region of each real row.
    package let realRegions: [Int32]
    /// The region of each sample.
    package let generatedRegions: [Int32]
    /// The real rows that are counted, in order; the others made the regions.
    package let counted: [Int]
    /// The samples that equal no earlier one: those that are counted, for repeats are no further draws of the data.
    package let distinct: [Int]
    /// How many regions were tried, where they were chosen by stability.
    let stability: RegionStability?
    /// How many of the rows that made the regions lie in each.
    let makerCounts: [Int]
    private let projection: Projection

    /// Rows that make the regions, for each of them, at most: more hardly move the centres.
    static let makersEach = 50
    /// Features of more columns than this are told apart along as many seeded directions.
    static let widestFeatures = 128

    /// Cuts `real` `[n, d]` into `count` regions, n at least 2·count, or count where the rows that make the regions are counted too.
    ///
    /// Where `isStable`, into at most `count` of them, by the stability of the rows that make them.
    /// The caller has checked the rows. Throws where projections leave the range of float32. Cost that of k-means over at most 50·K
    /// rows, and (n + m)·K·min(d, 128).
    init(
        real: Matrix<Float>, generated: Matrix<Float>, count: Int, isStable: Bool = false,
        countsMakers: Bool = false, seed: UInt64
    ) throws(MetricError) {
        projection = Projection(columns: real.columns, seed: seed)
        let rows = try projection.apply(real)
        var (makers, counted) = (Array(0..<rows.rows), Array(0..<rows.rows))
        var fitted = rows
        if !countsMakers {
            let halves = DisjointBlocks.rows(count: rows.rows, blocks: 2, seed: seed, purpose: DistinctBins.name)
            // Rows of a half stand in the order of the file, which may be that of the classes: the makers are drawn.
            var generator = SeededGenerator(seed: seed).split("rows that make bins")
            let drawn = generator.sample(min(halves[0].count, Self.makersEach * count), below: halves[0].count).sorted()
            makers = drawn.map { halves[0][$0] }
            fitted = rows.rows(at: makers)
            counted = Set(0..<rows.rows).subtracting(makers).sorted()
        }
        stability = isStable ? RegionStability(fitted, limit: count, seed: seed) : nil
        centres = KMeans.fit([fitted], clusters: stability?.chosen ?? count, seed: seed)[0].centres
        self.counted = counted
        self.real = rows
        self.generated = try projection.apply(generated)
        distinct = Self.firstOccurrences(self.generated)
        let regions = KMeans.nearestCentres(of: rows, in: centres)
        realRegions = regions
        generatedRegions = KMeans.nearestCentres(of: self.generated, in: centres)
        makerCounts = Self.counts(makers.map { regions[$0] }, regions: centres.rows)
    }

    /// How many counted real rows each region holds.
    var realCounts: [Int] { Self.counts(counted.map { realRegions[$0] }, regions: centres.rows) }

    /// How many distinct samples each region holds.
    var generatedCounts: [Int] { Self.counts(distinct.map { generatedRegions[$0] }, regions: centres.rows) }

    /// How many of other rows, of the features' own width, each region holds.
    func counts(of rows: Matrix<Float>) throws(MetricError) -> [Int] {
        Self.counts(
            KMeans.nearestCentres(of: try projection.apply(rows), in: centres), regions: centres.rows)
    }

    /// Other rows, of the features' own width, among the columns that regions are told by.
    func projected(_ rows: Matrix<Float>) throws(MetricError) -> Matrix<Float> { try projection.apply(rows) }

    private static func counts(_ regions: [Int32], regions count: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: count)
        for region in regions { counts[Int(region)] += 1 }
        return counts
    }

    /// The rows that equal no earlier row, ascending.
    static func firstOccurrences(_ rows: Matrix<Float>) -> [Int] {
        var seen: [UInt64: [Int]] = [:]
        return (0..<rows.rows).filter { row in
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for value in rows.row(row) { hash = (hash ^ UInt64((value + 0).bitPattern)) &* 0x100_0000_01b3 }
            if seen[hash, default: []].contains(where: { rows.row($0).elementsEqual(rows.row(row)) }) { return false }
            seen[hash, default: []].append(row)
            return true
        }
    }

    // MARK: Typical rows

    /// Rows that are looked at in one region.
    private static let looked = 400

    /// Up to `count` real rows nearest to the centres of `regions`, one region after another, the fullest first.
    package func typicalReal(of regions: [Int], count: Int) -> [Int] {
        typical(real, realRegions, of: regions, count: count)
    }

    /// Up to `count` samples nearest to the centres of `regions`, one region after another, the fullest first.
    package func typicalGenerated(of regions: [Int], count: Int) -> [Int] {
        typical(generated, generatedRegions, of: regions, count: count)
    }

    private func typical(_ rows: Matrix<Float>, _ own: [Int32], of regions: [Int], count: Int) -> [Int] {
        var members: [Int: [Int]] = [:]
        let wanted = Set(regions)
        for (row, region) in own.enumerated() where wanted.contains(Int(region)) {
            members[Int(region), default: []].append(row)
        }
        let order = members.keys.sorted { (-(members[$0]?.count ?? 0), $0) < (-(members[$1]?.count ?? 0), $1) }
        let ranked = order.map { region -> [Int] in
            let some = members[region, default: []].prefix(Self.looked).map {
                (distance: squaredDistance(rows.row($0), to: region), row: $0)
            }
            return some.sorted { ($0.distance, $0.row) < ($1.distance, $1.row) }.map(\.row)
        }
        var found: [Int] = []
        var rank = 0
        while found.count < count, ranked.contains(where: { $0.count > rank }) {
            for rows in ranked where rows.count > rank && found.count < count { found.append(rows[rank]) }
            rank += 1
        }
        return found
    }

    /// The regions outside of `regions` that lie next to their real rows, and the share of the rows that are next to each, the greatest first.
    func neighbours(of regions: [Int]) -> [(region: Int, share: Double)] {
        let inside = Set(regions)
        var counts: [Int: Int] = [:]
        var looked = [Int: Int]()
        var total = 0
        for row in counted where inside.contains(Int(realRegions[row])) {
            let own = Int(realRegions[row])
            guard looked[own, default: 0] < Self.looked / 2 else { continue }
            looked[own, default: 0] += 1
            var best = (region: -1, distance: Double.infinity)
            for region in 0..<centres.rows where !inside.contains(region) {
                let distance = squaredDistance(real.row(row), to: region)
                if distance < best.distance { best = (region, distance) }
            }
            guard best.region >= 0 else { continue }
            counts[best.region, default: 0] += 1
            total += 1
        }
        return counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }
            .map { ($0.key, Double($0.value) / Double(total)) }
    }

    private func squaredDistance(_ row: ArraySlice<Float>, to region: Int) -> Double {
        var sum = 0.0
        for (value, centre) in zip(row, centres.row(region)) {
            let difference = Double(value) - Double(centre)
            sum += difference * difference
        }
        return sum
    }
}

/// Seeded directions for features that are too wide to cluster at little cost.
private struct Projection: Sendable {
    private let directions: Matrix<Float>?

    init(columns: Int, seed: UInt64) {
        directions =
            columns <= RegionPartition.widestFeatures
            ? nil
            : SeededGenerator(seed: seed).split("directions of bins").normalRows(
                RegionPartition.widestFeatures, columns: columns)
    }

    /// The rows along the directions; throws where they leave the range of float32.
    func apply(_ rows: Matrix<Float>) throws(MetricError) -> Matrix<Float> {
        guard let directions else { return rows }
        let projected = MatrixProduct.multiply(rows, transposed: false, directions, transposed: true)
        guard projected.firstNonFinite == nil else { throw .outOfRange(metric: DistinctBins.name) }
        return projected
    }
}
