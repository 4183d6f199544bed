import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// Fills a table of classes or known modes with what they are beside the reference and inside.
struct ClassStage {
    let samples: Matrix<Float>
    let reference: any SampleSource
    let context: MetricContext
    /// What the extractor takes each real row for; nil where it tells no classes of the reference.
    let realClasses: [Int]?
    /// The class that each real row is of, where that is known: the reference's own labels before what the extractor says.
    var rowClasses: [Int]?

    /// Samples and real images shown of each class.
    static let shown = 6
    /// Of more classes those are shown that lack most.
    static let mostShown = 24

    /// The table with all that `result`, of `mode_coverage`, and the features say of its modes.
    ///
    /// Throws what the metrics throw.
    func filled(_ table: ModeTable, by result: MetricResult) throws -> ModeTable {
        var table = table
        standings(&table, result)
        spreads(&table, result)
        guard let real = context.inputs.probed?.realClasses ?? realClasses,
            let generated = (context.inputs.probed?.generated ?? context.inputs.probabilities)?.greatestColumns,
            result.parts["standings"] != nil, real.count == (try context.allReal).rows,
            generated.count == samples.rows
        else { return table }
        let interiors = try ClassInterior.of(
            real: try context.allReal, realClasses: real, generated: try context.generated,
            generatedClasses: generated, neighbours: context.options.neighbours, seed: context.options.seed)
        for interior in interiors where table.modes.indices.contains(interior.number) {
            table.modes[interior.number].interior = ModeTable.Mode.Interior(interior)
            table.modes[interior.number].isCollapsed = interior.isCollapsed
        }
        try picture(&table, generated: generated, real: rowClasses ?? real)
        return table
    }

    /// The first images of each class on both sides.
    private func picture(_ table: inout ModeTable, generated: [Int], real: [Int]) throws {
        guard case .image = reference.shape else { return }
        func lack(_ number: Int) -> Double {
            let mode = table.modes[number]
            return mode.referenceShare > 0 ? mode.generatedShare / mode.referenceShare : .greatestFiniteMagnitude
        }
        let wanted = Set(table.modes.indices.sorted { (lack($0), $0) < (lack($1), $1) }.prefix(Self.mostShown))
        for (row, number) in generated.enumerated()
        where wanted.contains(number) && table.modes[number].samples.count < Self.shown {
            table.modes[number].samples.append(Gallery.Picture(row: row, image: Array(samples.row(row))))
        }
        var counts: [Int: Int] = [:]
        var rows: [Int] = []
        for (row, number) in real.enumerated() where wanted.contains(number) && counts[number, default: 0] < Self.shown
        {
            counts[number, default: 0] += 1
            rows.append(row)
        }
        let images = try reference.read(rows: rows)
        for (place, row) in rows.enumerated() {
            table.modes[real[row]].real.append(Gallery.Picture(row: row, image: Array(images.row(place))))
        }
    }

    private func standings(_ table: inout ModeTable, _ result: MetricResult) {
        guard case .texts(let standings)? = result.parts["standings"], standings.count == table.modes.count else {
            return
        }
        var undecided: Set<Int> = []
        if case .counts(let classes)? = result.parts["undecided_classes"] { undecided = Set(classes) }
        for place in table.modes.indices {
            let mode = table.modes[place]
            table.modes[place].standing =
                mode.missing
                ? .missing
                : undecided.contains(place) ? .undecided : ModeTable.Mode.Standing(rawValue: standings[place])
        }
        guard case .numbers(let shares)? = result.parts["corrected_shares"],
            case .numbers(let low)? = result.parts["corrected_shares_low"],
            case .numbers(let high)? = result.parts["corrected_shares_high"], shares.count == table.modes.count
        else { return }
        for place in table.modes.indices {
            table.modes[place].correctedShare = MetricInterval.Valued(
                shares[place],
                MetricInterval(
                    low: low[place], high: high[place], method: "redraws of the samples, given the confusion"))
        }
    }

    private func spreads(_ table: inout ModeTable, _ result: MetricResult) {
        guard case .numbers(let spreads)? = result.parts["spreads"], spreads.count == table.modes.count else { return }
        for place in table.modes.indices where spreads[place] >= 0 { table.modes[place].spread = spreads[place] }
        if case .counts(let collapsed)? = result.parts["collapsed_modes"] {
            for place in collapsed where table.modes.indices.contains(place) {
                table.modes[place].isCollapsed = true
            }
        }
    }
}

extension ModeTable.Mode.Interior {
    init(_ found: ClassInterior) {
        let support = found.distinct.support
        self.init(
            precision: found.samples.precision, recall: found.samples.recall, coverage: found.samples.coverage,
            vendi: found.samples.vendi, realPrecision: found.real.precision, realRecall: found.real.recall,
            realCoverage: found.real.coverage, realVendi: found.real.vendi, rows: found.rows,
            support: MetricInterval.Valued(
                support,
                MetricInterval(
                    low: min(support, found.distinct.low), high: max(support, found.distinct.high),
                    method: "Chao 1987, log-normal")))
    }
}
