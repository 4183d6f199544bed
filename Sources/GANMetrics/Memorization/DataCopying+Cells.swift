import GANNumerics
import OrderedCollections

extension DataCopying {
    /// C_T from distances, given the cells.
    ///
    /// Cells without training rows, without held-out rows, or with at most `minimumCount` samples are left out; where none
    /// remains, the value is `global_z`. `trainingCells` names the cell of each training row.
    ///
    /// The training set, the cells and how many rows fall into each are given. Then U/nm of each cell has DeLong's
    /// variance, whatever the distributions, and the interval is normal, for the C_T that is expected of this generator at these
    /// counts. `null_standard_deviation` is that of C_T for a perfect generator, `p_value` two-sided against 0.
    /// `copying_cells` and `underfitted_cells` hold together for all cells (Holm).
    public static func evaluate(
        generated: CellDistances, heldOut: CellDistances, trainingCells: [Int], options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.option("minimumCount", options.minimumCount, atLeast: 0, metric: name)
        try FeatureCheck.share("level", options.level, metric: name)
        for (side, role) in [(generated, "generated"), (heldOut, "held-out")] where side.cells.isEmpty {
            throw .tooFewRows(metric: name, role: role, rows: 0, needed: 1)
        }
        let number = 1 + max(generated.cells.max() ?? 0, heldOut.cells.max() ?? 0, trainingCells.max() ?? 0)
        let cells = (0..<number).map { cell in
            Cell(
                number: cell, generated: zip(generated.cells, generated.inCell).filter { $0.0 == cell }.map(\.1),
                heldOut: zip(heldOut.cells, heldOut.inCell).filter { $0.0 == cell }.map(\.1),
                training: trainingCells.count { $0 == cell })
        }
        let counting = cells.filter {
            $0.ranks != nil && $0.training > 0 && $0.generated > options.minimumCount
        }
        let global = RankSum(first: heldOut.overall, second: generated.overall)
        var result = MetricResult(value: global.z, null: MetricReference(value: 0, basis: "equal distributions"))
        if counting.isEmpty {
            result.diagnostics.append(
                Diagnostic(
                    code: "no_cell_counts",
                    message: "No cell holds enough samples and held-out rows; the value is that of all rows together."))
            summarize([(global, 1)], in: &result, level: options.level)
        } else {
            let total = counting.reduce(0) { $0 + $1.heldOut }
            summarize(
                counting.compactMap { cell in cell.ranks.map { ($0, Double(cell.heldOut) / Double(total)) } },
                in: &result, level: options.level)
            if counting.count < cells.count {
                result.diagnostics.append(
                    Diagnostic(
                        code: "cells_left_out", severity: .note,
                        message:
                            "\(cells.count - counting.count) of \(cells.count) cells have too few rows to count."))
            }
        }
        result.parts["global_z"] = .number(global.z)
        addCells(cells, counting: counting, to: &result, level: options.level)
        if global.hasTies {
            result.diagnostics.append(
                Diagnostic(
                    code: "tied_distances", severity: .note,
                    message: "Some distances are equal; ties count half, with the variance that belongs to them."))
        }
        return result
    }

    /// One cell's distances, ranked.
    private struct Cell {
        let number: Int
        let generated: Int
        let heldOut: Int
        let training: Int
        let ranks: RankSum?

        init(number: Int, generated: [Double], heldOut: [Double], training: Int) {
            self.number = number
            self.generated = generated.count
            self.heldOut = heldOut.count
            self.training = training
            ranks = generated.isEmpty || heldOut.isEmpty ? nil : RankSum(first: heldOut, second: generated)
        }
    }

    /// The weighted mean of z, its interval and its spread under the null.
    private static func summarize(
        _ cells: [(ranks: RankSum, weight: Double)], in result: inout MetricResult, level: Double
    ) {
        result.value = cells.reduce(0) { $0 + $1.weight * $1.ranks.z }
        let deviation = cells.reduce(0) { $0 + ($1.ranks.nullDeviation > 0 ? $1.weight * $1.weight : 0) }.squareRoot()
        result.parts["null_standard_deviation"] = .number(deviation)
        result.parts["p_value"] = .number(
            deviation > 0 ? min(1, 2 * Statistics.normalCumulative(-abs(result.value) / deviation)) : 1)
        var variance = 0.0
        for (ranks, weight) in cells where ranks.nullDeviation > 0 {
            guard let error = ranks.areaError else {
                result.diagnostics.append(
                    Diagnostic(
                        code: "no_interval",
                        message: "No interval: a cell holds a single sample or a single held-out row."))
                return
            }
            // z is linear in the area: one unit of it is nm pairs.
            let scaled = weight * error * Double(ranks.first) * Double(ranks.second) / ranks.nullDeviation
            variance += scaled * scaled
        }
        let reach = Statistics.normalQuantile(0.5 + level / 2) * variance.squareRoot()
        result.interval = MetricInterval(
            low: result.value - reach, high: result.value + reach, level: level,
            method: "DeLong's variance in each cell, given training set and cells")
    }

    private static func addCells(
        _ cells: [Cell], counting: [Cell], to result: inout MetricResult, level: Double
    ) {
        result.parts["cells"] = .counts(counting.map(\.number))
        result.parts["cell_z"] = .numbers(counting.compactMap { $0.ranks?.z })
        result.parts["cell_area"] = .numbers(counting.compactMap { $0.ranks?.area })
        result.parts["training_counts"] = .counts(cells.map(\.training))
        result.parts["generated_counts"] = .counts(cells.map(\.generated))
        result.parts["held_out_counts"] = .counts(cells.map(\.heldOut))
        let tails = counting.compactMap { $0.ranks?.z }.map { 2 * Statistics.normalCumulative(-abs($0)) }
        let different = Set(MultipleTests.holm(tails, level: 1 - level))
        let (copying, underfitted) = (
            different.filter { (counting[$0].ranks?.z ?? 0) < 0 }, different.filter { (counting[$0].ranks?.z ?? 0) > 0 }
        )
        result.parts["copying_cells"] = .counts(copying.map { counting[$0].number }.sorted())
        result.parts["underfitted_cells"] = .counts(underfitted.map { counting[$0].number }.sorted())
        if !copying.isEmpty, result.value >= 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "copying_hidden_in_mean",
                    message: "\(copying.count) cells show copying that the other cells hide in the mean."))
        }
    }
}
