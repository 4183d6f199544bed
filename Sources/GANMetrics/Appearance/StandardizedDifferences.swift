import GANNumerics
import OrderedCollections
import RealModule

/// How far the means and spreads of two sets lie apart, column by column, in units that no number of samples moves.
///
///     d = (ȳ − x̄)/s,   r = log(s_y²/s²),   s² = the real rows' variance + resolution²
///
/// d is Glass's Δ. Errors are those of the delta method, from the rows' own influence on d and r: no distribution is assumed.
/// Intervals hold for all columns together (Bonferroni).
struct StandardizedDifferences {
    /// One column's figures.
    struct Column {
        let place: ImageAppearance.Column
        let realMean: Double
        let generatedMean: Double
        /// d, and its standard error.
        let shift: Double
        let shiftError: Double
        /// r, and its standard error.
        let spread: Double
        let spreadError: Double
    }

    /// Those that are not one and the same number in all rows of both sets.
    private(set) var columns: [Column] = []
    private let real: Matrix<Float>
    private let rows: (real: Int, generated: Int)

    /// The level at which the intervals hold together.
    static let level = 0.95

    /// Differences of `generated` `[m, s]` from `real` `[n, s]`, both of `ImageAppearance`, in the given columns; n and m at least 2.
    ///
    /// Cost a few passes over the columns. Throws for fewer rows, other widths, and numbers that are not finite.
    init(
        real: Matrix<Float>, generated: Matrix<Float>, columns: [ImageAppearance.Column], metric: String
    ) throws(MetricError) {
        try FeatureCheck.pair(real: real, generated: generated, rows: 2, metric: metric)
        let width = ImageAppearance.Column.allCases.count
        guard real.columns == width else {
            throw .invalidOption(
                metric: metric, option: "the number of columns", value: "\(real.columns)",
                allowed: "\(width): those of ImageAppearance")
        }
        self.real = real
        rows = (real.rows, generated.rows)
        self.columns = columns.compactMap { Self.column($0, real, generated) }
    }

    private static func column(
        _ place: ImageAppearance.Column, _ real: Matrix<Float>, _ generated: Matrix<Float>
    ) -> Column? {
        let (x, y) = (values(real, place), values(generated, place))
        let first = x[0]
        if x.allSatisfy({ $0 == first }), y.allSatisfy({ $0 == first }) { return nil }
        let (floor, m, n) = (place.resolution * place.resolution, Double(y.count), Double(x.count))
        let (realMean, generatedMean) = (Statistics.mean(x), Statistics.mean(y))
        let (realVariance, generatedVariance) = (Statistics.variance(x) + floor, Statistics.variance(y) + floor)
        let (s, t) = (realVariance.squareRoot(), generatedVariance.squareRoot())
        let shift = (generatedMean - realMean) / s
        // A real row moves the mean and the unit, a sample the mean alone.
        var (realShift, realSpread, generatedSpread) = (0.0, 0.0, 0.0)
        for value in x {
            let z = (value - realMean) / s
            let square = z * z - (realVariance - floor) / realVariance
            let influence = -z - shift * square / 2
            realShift += influence * influence
            realSpread += square * square
        }
        for value in y {
            let z = (value - generatedMean) / t
            let square = z * z - (generatedVariance - floor) / generatedVariance
            generatedSpread += square * square
        }
        return Column(
            place: place, realMean: realMean, generatedMean: generatedMean, shift: shift,
            shiftError: (realShift / (n * n) + generatedVariance / (realVariance * m)).squareRoot(),
            spread: .log(generatedVariance / realVariance),
            spreadError: (realSpread / (n * n) + generatedSpread / (m * m)).squareRoot())
    }

    private static func values(_ rows: Matrix<Float>, _ column: ImageAppearance.Column) -> [Double] {
        let place = column.index
        return (0..<rows.rows).map { Double(rows[$0, place]) }
    }

    /// What an error is multiplied by, so that all columns' intervals hold together.
    var reach: Double {
        Statistics.studentQuantile(
            1 - (1 - Self.level) / (2 * Double(max(1, columns.count))),
            degrees: Double(max(1, min(rows.real, rows.generated) - 1)))
    }

    /// How a column's interval was made.
    var method: String { "delta method, for \(columns.count) columns together" }

    /// The interval of the largest absolute one of `figures`, from all columns' intervals.
    func largestInterval(_ figures: [(value: Double, error: Double)]) -> MetricInterval? {
        guard !figures.isEmpty else { return nil }
        let largest = figures.map { abs($0.value) }.max() ?? 0
        let low = figures.map { max(0, abs($0.value) - reach * $0.error) }.max() ?? 0
        let high = figures.map { abs($0.value) + reach * $0.error }.max() ?? 0
        return MetricInterval(low: min(low, largest), high: max(high, largest), level: Self.level, method: method)
    }

    /// What the largest |d| and |r| are expected to be of equal sets of these sizes.
    ///
    /// The mean over draws of a Gaussian with the covariance of the real rows' influences, times √(1/n + 1/m).
    func expectedLargest(seed: UInt64) throws(MetricError) -> (shift: Double, spread: Double) {
        guard !columns.isEmpty else { return (0, 0) }
        let scaled = columns.map { column -> (shifts: [Double], spreads: [Double]) in
            let x = Self.values(real, column.place)
            let floor = column.place.resolution * column.place.resolution
            let variance = Statistics.variance(x) + floor
            let s = variance.squareRoot()
            let shifts = x.map { ($0 - column.realMean) / s }
            return (shifts, shifts.map { $0 * $0 - (variance - floor) / variance })
        }
        let scale = (1 / Double(rows.real) + 1 / Double(rows.generated)).squareRoot()
        return (
            scale * (try Self.expectedLargest(scaled.map(\.shifts), seed: seed)),
            scale * (try Self.expectedLargest(scaled.map(\.spreads), seed: seed))
        )
    }

    private static let draws = 1000

    /// E max |N(0, C)|, C the covariance of the columns, which are about 0.
    private static func expectedLargest(_ columns: [[Double]], seed: UInt64) throws(MetricError) -> Double {
        let count = columns.count
        let rows = Double(columns[0].count)
        var covariance = Matrix<Double>(rows: count, columns: count)
        for i in 0..<count {
            for j in 0...i {
                let sum = zip(columns[i], columns[j]).reduce(0.0) { $0 + $1.0 * $1.1 } / rows
                covariance[i, j] = sum
                covariance[j, i] = sum
            }
        }
        let (values, vectors): ([Double], Matrix<Double>)
        do {
            (values, vectors) = try SymmetricEigen.decomposition(of: covariance)
        } catch {
            throw .decompositionFailed(metric: "appearance", reason: error.fact)
        }
        let roots = values.map { max(0, $0).squareRoot() }
        let normals = SeededGenerator(seed: seed).split("largest difference").normalRows(draws, columns: count)
        var total = 0.0
        for draw in 0..<draws {
            var largest = 0.0
            for column in 0..<count {
                var sum = 0.0
                for axis in 0..<count { sum += Double(normals[draw, axis]) * roots[axis] * vectors[axis, column] }
                largest = max(largest, abs(sum))
            }
            total += largest
        }
        return total / Double(draws)
    }
}

extension StandardizedDifferences {
    /// The largest |d| as a metric's value, with interval and null, and all columns' figures as parts.
    ///
    /// `noun` names a column in the parts: "band", "property".
    func result(noun: String, interval: Bool, seed: UInt64) throws(MetricError) -> MetricResult {
        let shifts = columns.map { (value: $0.shift, error: $0.shiftError) }
        let spreads = columns.map { (value: $0.spread, error: $0.spreadError) }
        var result = MetricResult(value: shifts.map { abs($0.value) }.max() ?? 0)
        guard interval else { return result }
        let expected = try expectedLargest(seed: seed)
        result.interval = largestInterval(shifts)
        result.null = MetricReference(
            value: expected.shift,
            basis: "expected for equal sets, n = \(rows.real), m = \(rows.generated), by the real rows' covariance")
        if let worst = columns.max(by: { abs($0.shift) < abs($1.shift) }) {
            result.parts["worst_\(noun)"] = .text(worst.place.words)
            result.parts["worst_difference"] = .number(worst.shift)
            result.parts["worst_raw_difference"] = .number(worst.generatedMean - worst.realMean)
        }
        if let worst = columns.max(by: { abs($0.spread) < abs($1.spread) }), let bounds = largestInterval(spreads) {
            result.parts["largest_spread"] = .number(abs(worst.spread))
            result.parts["largest_spread_interval"] = .interval(bounds)
            result.parts["largest_spread_null"] = .number(expected.spread)
            result.parts["worst_spread_\(noun)"] = .text(worst.place.words)
            result.parts["worst_spread"] = .number(worst.spread)
        }
        let reach = reach
        result.parts["names"] = .texts(columns.map(\.place.rawValue))
        result.parts["differences"] = .numbers(columns.map(\.shift))
        result.parts["differences_low"] = .numbers(columns.map { $0.shift - reach * $0.shiftError })
        result.parts["differences_high"] = .numbers(columns.map { $0.shift + reach * $0.shiftError })
        result.parts["spreads"] = .numbers(columns.map(\.spread))
        result.parts["spreads_low"] = .numbers(columns.map { $0.spread - reach * $0.spreadError })
        result.parts["spreads_high"] = .numbers(columns.map { $0.spread + reach * $0.spreadError })
        result.parts["real_means"] = .numbers(columns.map(\.realMean))
        result.parts["generated_means"] = .numbers(columns.map(\.generatedMean))
        if columns.isEmpty {
            result.diagnostics.append(
                Diagnostic(
                    code: "nothing_varies", severity: .note,
                    message: "All images of both sets are alike in every \(noun): there is nothing to compare."))
        }
        return result
    }
}

extension ImageAppearance.Column {
    /// What a person calls it: "dark values", "0.25 to 0.375 of the highest frequency".
    var words: String {
        if let band = Self.bands.firstIndex(of: self) {
            let edges = ImageAppearance.bandEdges
            return band == Self.bands.count - 1
                ? "frequencies in the corners" : "\(edges[band]) to \(edges[band + 1]) of the highest frequency"
        }
        switch self {
        case .clippedDark: return "values at 0"
        case .clippedBright: return "values at 255"
        case .leftRight: return "light on the right"
        case .upDown: return "light at the bottom"
        case .blockiness: return "steps between 8 x 8 blocks"
        case .checkerboard: return "patterns of two pixels"
        case .orientation: return "detail across over detail along the height"
        case .redGreenBalance: return "red against green"
        case .blueYellowBalance: return "blue against yellow"
        default: return rawValue.split(separator: "_").joined(separator: " ")
        }
    }
}
