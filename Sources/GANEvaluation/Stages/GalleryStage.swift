import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// Picks the pictures of a report.
struct GalleryStage {
    let samples: Matrix<Float>
    let reference: any SampleSource
    let distribution: MeasuringStage.Outcome
    let memorization: MemorizationStage.Outcome
    /// For the images of rows that score low.
    var heldOut: (any SampleSource)?
    /// Chooses real rows.
    var seed: UInt64 = 0

    static let randomCount = 64
    static let pairCount = 12
    static let pointCount = 2000
    static let exemplars = 3

    func gallery() throws -> Gallery {
        guard let shape = reference.shape.imageShape else {
            let points =
                samples.columns == 2
                ? (
                    generated: samples.rows(in: 0..<min(Self.pointCount, samples.rows)),
                    real: try reference.read(rows: 0..<min(Self.pointCount, reference.count))
                ) : nil
            return Gallery(imageShape: nil, random: Matrix(rows: 0, columns: samples.columns), points: points)
        }
        let extremes = try ExtremesStage(
            samples: samples, reference: reference, heldOut: heldOut, context: distribution.context,
            realism: distribution.realism,
            isCopy: (0..<samples.rows).map { memorization.table.distance(query: $0, rank: 0) == 0 },
            threshold: distribution.measured.metrics[DistinctSamples.name]?.result.number("threshold") ?? 0
        ).found()
        return Gallery(
            imageShape: shape, random: samples.rows(in: 0..<min(Self.randomCount, samples.rows)),
            real: try realImages(),
            worst: extremes.worst, best: extremes.best, control: extremes.control, copies: extremes.copies,
            pairs: try pairs())
    }

    /// Plain random rows of the reference, as many as samples are shown.
    private func realImages() throws -> [Gallery.Picture] {
        var stream = SeededGenerator(seed: seed).split("real images to look at")
        let rows = stream.sample(min(Self.randomCount, reference.count), below: reference.count).sorted()
        let images = try reference.read(rows: rows)
        return rows.enumerated().map { Gallery.Picture(row: $0.element, image: Array(images.row($0.offset))) }
    }

    /// The samples with the smallest distance ratios, each with the training image it lies nearest to.
    private func pairs() throws -> [Gallery.Pair] {
        let (table, ratios) = (memorization.table, memorization.ratios)
        let order = ratios.indices.sorted { (ratios[$0], $0) < (ratios[$1], $1) }
        return try order.prefix(Self.pairCount).map { sample in
            let row = table.index(query: sample, rank: 0)
            return Gallery.Pair(
                sample: sample, trainingRow: row, trainingOrigin: reference.origin(of: row),
                distance: table.distance(query: sample, rank: 0), ratio: ratios[sample],
                sampleImage: Array(samples.row(sample)), trainingImage: try reference.read(rows: row..<row + 1).scalars)
        }
    }

    /// The classes' or known modes' shares, from what `mode_coverage` counted.
    ///
    /// `rowClasses` are the classes of the reference's rows in the same numbering, where they are known: exemplars come from them.
    func modes(naming: ClassNaming, rowClasses: [Int]?) throws -> ModeTable? {
        guard let parts = distribution.measured.metrics[ModeCoverage.name]?.result.parts,
            case .counts(let all)? = parts["counts"]
        else { return nil }
        let total = max(1, all.reduce(0, +))
        // What hits a known mode is what counts for it: samples that are merely nearest to it do not.
        var (counts, within) = (all, 1.0)
        if case .counts(let good)? = parts["high_quality_counts"], good.count == all.count,
            case .number(let ceiling)? = parts["high_quality_ceiling"]
        {
            (counts, within) = (good, ceiling)
        }
        var missing: Set<Int> = []
        if case .counts(let classes)? = parts["missing_classes"] { missing = Set(classes) }
        var referenceShares = [Double](repeating: within / Double(counts.count), count: counts.count)
        if case .numbers(let shares)? = parts["reference_shares"] { referenceShares = shares }
        if case .numbers(let weights)? = parts["mode_weights"] { referenceShares = weights.map { $0 * within } }
        // Of many classes the missing ones alone: the others' images would make no picture.
        let shown = counts.count <= ClassStage.mostShown ? Set(counts.indices) : missing
        let exemplars = try exemplars(of: shown, rowClasses)
        return ModeTable(
            modes: counts.indices.map { mode in
                let bounds = Statistics.wilsonInterval(successes: counts[mode], trials: total, level: 0.95)
                return ModeTable.Mode(
                    name: naming.name(mode), generatedCount: counts[mode],
                    generatedShare: Double(counts[mode]) / Double(total),
                    interval: MetricInterval(low: bounds.low, high: bounds.high, method: "Wilson"),
                    referenceShare: referenceShares[mode], missing: missing.contains(mode),
                    exemplars: exemplars[mode] ?? [])
            }, note: naming.note)
    }

    /// The first images of each of `modes` among the reference's, found in one scan over its rows.
    private func exemplars(of modes: Set<Int>, _ rowClasses: [Int]?) throws -> [Int: [[Float]]] {
        guard case .image = reference.shape, let rowClasses, !modes.isEmpty else { return [:] }
        var counts: [Int: Int] = [:]
        var rows: [Int] = []
        for (row, mode) in rowClasses.enumerated()
        where modes.contains(mode) && counts[mode, default: 0] < Self.exemplars {
            counts[mode, default: 0] += 1
            rows.append(row)
        }
        let images = try reference.read(rows: rows)
        return Dictionary(grouping: rows.indices) { rowClasses[rows[$0]] }
            .mapValues { places in places.map { Array(images.row($0)) } }
    }
}
