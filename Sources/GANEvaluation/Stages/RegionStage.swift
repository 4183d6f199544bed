import GANData
import GANMetrics
import GANNumerics

/// Shows what `distinct_bins` counted: the branches of the real data without their samples, with images, and where they lie.
struct RegionStage {
    let samples: Matrix<Float>
    let reference: any SampleSource
    /// Shown on the map beside both; its rows are those of the context's held-out features.
    var heldOut: (any SampleSource)?
    let context: MetricContext
    /// Names for the reference's labels, where somebody gave them.
    let classNames: [String]?

    /// Images of one branch.
    static let exemplars = 8
    /// Branches with images.
    static let pictured = 12
    /// Rows of each set on the map.
    static let mapped = 150
    /// A label that fewer of a branch's rows have is not named.
    private static let leastLabel = 0.2

    /// Throws what reading the reference throws.
    func table() throws -> RegionTable {
        let partition = try context.regions()
        let found = try context.branches()
        var table = RegionTable(
            branches: try found.branches.enumerated().map { place, branch in
                var shown = RegionTable.Branch(
                    kind: RegionTable.Branch.Kind(branch.kind), regions: branch.regions.count, share: branch.share,
                    interval: branch.interval, made: branch.made, madeInterval: branch.madeInterval,
                    generatedCount: branch.generatedCount, pValue: branch.pValue,
                    labels: labels(of: branch.regions, partition))
                if place < Self.pictured { shown.exemplars = try exemplars(of: branch, partition) }
                return shown
            }, regions: partition.centres.rows, missingShare: found.missingShare,
            smallestVisible: found.smallestVisible)
        table.map = try map(partition, found)
        return table
    }

    private func exemplars(of branch: RegionBranches.Branch, _ partition: RegionPartition) throws -> [[Float]] {
        guard case .image = reference.shape else { return [] }
        if branch.kind == .swollen {
            return partition.typicalGenerated(of: branch.regions, count: Self.exemplars).map {
                Array(samples.row($0))
            }
        }
        return try images(of: partition.typicalReal(of: branch.regions, count: Self.exemplars), in: reference)
    }

    private func images(of rows: [Int], in source: any SampleSource) throws -> [[Float]] {
        guard !rows.isEmpty else { return [] }
        let images = try source.read(rows: rows)
        return rows.indices.map { Array(images.row($0)) }
    }

    private func labels(of regions: [Int], _ partition: RegionPartition) -> [RegionTable.Label] {
        guard let labels = reference.labels, labels.count == partition.realRegions.count else { return [] }
        let inside = Set(regions)
        var counts: [Int: Int] = [:]
        for (row, region) in partition.realRegions.enumerated() where inside.contains(Int(region)) {
            counts[labels[row], default: 0] += 1
        }
        let total = Double(max(1, counts.values.reduce(0, +)))
        let names = classNames ?? reference.classNames
        return counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }
            .filter { Double($0.value) / total >= Self.leastLabel }
            .map { label, count in
                let name = names.flatMap { $0.indices.contains(label) ? $0[label] : nil } ?? "class \(label)"
                return RegionTable.Label(name: name, share: Double(count) / total)
            }
    }

    private func map(_ partition: RegionPartition, _ found: RegionBranches) throws -> RegionTable.Map? {
        // Branches whose samples are too many or next door are no gaps.
        let lacking = found.branches.indices.filter { [.missing, .rare].contains(found.branches[$0].kind) }
        guard
            let map = SampleMap(
                partition, heldOut: context.inputs.heldOut, branches: lacking.map { found.branches[$0].regions },
                count: Self.mapped,
                seed: context.options.seed)
        else { return nil }
        var (real, generated, unseen): ([[Float]], [[Float]], [[Float]]) = ([], [], [])
        if case .image = reference.shape {
            real = try images(of: map.real.map(\.row), in: reference)
            if let heldOut { unseen = try images(of: map.heldOut.map(\.row), in: heldOut) }
            generated = map.generated.map { Array(samples.row($0.row)) }
        }
        func points(_ points: [SampleMap.Point], _ images: [[Float]], role: RegionTable.Role) -> [RegionTable.Point] {
            points.enumerated().map { place, point in
                RegionTable.Point(
                    role: role, row: point.row, x: point.x, y: point.y,
                    image: images.indices.contains(place) ? images[place] : [])
            }
        }
        return RegionTable.Map(
            points: points(map.real, real, role: .real) + points(map.heldOut, unseen, role: .heldOut)
                + points(map.generated, generated, role: .generated),
            outlines: map.outlines.map {
                RegionTable.Outline(
                    branch: lacking[$0.branch], x: $0.x, y: $0.y, width: $0.width, height: $0.height)
            }, accuracy: map.accuracy)
    }
}

extension RegionTable.Branch.Kind {
    init(_ kind: RegionBranches.Kind) {
        switch kind {
        case .missing: self = .missing
        case .rare: self = .rare
        case .moved: self = .moved
        case .swollen: self = .swollen
        }
    }
}
