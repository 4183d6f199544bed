import GANNumerics
import RealModule

/// How far the samples of a known mode spread about their own mean, beside what the mode asks for.
///
///     spread² = Σ‖x − x̄‖² / ((n − 1)·d·σ²·κ),   κ = P(χ²_{d+2} < r²)/P(χ²_d < r²)
///
/// over the n samples nearer than r standard deviations; κ is what cutting there leaves of a coordinate's variance. 1 for samples of the
/// mode itself, 0 for one sample made again and again.
struct ModeSpread {
    /// How many samples each mode has.
    let counts: [Int]
    /// The spread of each, nil for fewer than `fewest` samples.
    let spreads: [Double?]
    /// Modes that are surely narrower than half of what they should be, ascending.
    let collapsed: [Int]

    /// Fewer samples tell no spread.
    static let fewest = 5
    /// A mode whose spread is surely below this is collapsed.
    static let least = 0.5

    /// From the rows' modes, nil for rows that count for none; `level` holds for all modes together.
    init(_ rows: Matrix<Float>, members: [Int?], modes: KnownModes, radius: Double, level: Double) {
        let (count, width) = (modes.centres.rows, rows.columns)
        var counts = [Int](repeating: 0, count: count)
        var sums = [Double](repeating: 0, count: count * width)
        for (row, mode) in members.enumerated() {
            guard let mode else { continue }
            counts[mode] += 1
            for (column, value) in rows.row(row).enumerated() { sums[mode * width + column] += Double(value) }
        }
        var squares = [Double](repeating: 0, count: count)
        for (row, mode) in members.enumerated() {
            guard let mode else { continue }
            for (column, value) in rows.row(row).enumerated() {
                let difference = Double(value) - sums[mode * width + column] / Double(counts[mode])
                squares[mode] += difference * difference
            }
        }
        let kept =
            ModeCoverage.probabilityWithin(radius, dimensions: width + 2)
            / ModeCoverage.probabilityWithin(radius, dimensions: width)
        var (spreads, collapsed): ([Double?], [Int]) = ([], [])
        let told = max(1, counts.count { $0 >= Self.fewest })
        let quantile = Statistics.normalQuantile((1 - level) / Double(told))
        for mode in 0..<count {
            guard counts[mode] >= Self.fewest else {
                spreads.append(nil)
                continue
            }
            let freedom = Double((counts[mode] - 1) * width)
            let deviation = modes.standardDeviations[mode]
            let ratio = squares[mode] / (freedom * deviation * deviation * kept)
            spreads.append(ratio.squareRoot())
            // The lower quantile of χ² over its freedom, by Wilson and Hilferty.
            let cube = 1 - 2 / (9 * freedom) + quantile * (2 / (9 * freedom)).squareRoot()
            let lowest = max(1e-3, cube * cube * cube)
            if (ratio / lowest).squareRoot() < Self.least { collapsed.append(mode) }
        }
        self.counts = counts
        self.spreads = spreads
        self.collapsed = collapsed
    }
}
