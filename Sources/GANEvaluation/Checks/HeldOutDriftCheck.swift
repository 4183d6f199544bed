import GANMetrics
import GANNumerics
import OrderedCollections

/// Held-out rows were prepared as the reference was: a linear classifier on statistics of low order can't tell them apart.
///
/// It fails where the difference is sure and large: honest splits fail in less than one of a thousand.
enum HeldOutDriftCheck: EvaluationCheck {
    static let name = Check.Name.heldOutDrift
    /// Deviations of the area from chance, by the variance of ranks in equal distributions: one honest set in two thousand.
    private static let deviations = 3.3
    private static let limit = 0.6
    private static let noticeable = 0.55
    /// Coordinates this many deviations away are as far as any.
    private static let reach = 10.0

    static func run(_ context: CheckContext) throws -> Check? {
        guard let heldOut = context.heldOut, min(heldOut.statistics.rows, context.real.statistics.rows) >= 20 else {
            return nil
        }
        let (real, fresh) = columns(context.real.statistics, heldOut.statistics)
        let result = try ClassifierTwoSample.evaluate(real: real, generated: fresh)
        guard case .number(let area)? = result.parts["auc"], case .count(let rows)? = result.parts["test_rows"] else {
            return nil
        }
        let finding = CheckFinding.drift(area: area, rows: min(real.rows, fresh.rows))
        // Mann and Whitney: (n + m + 1)/(12 n m), as many rows of each.
        let side = Double(rows) / 2
        let error = ((2 * side + 1) / (12 * side * side)).squareRoot()
        guard area - 0.5 > deviations * error, area > noticeable else { return passed(figure: area, limit: limit) }
        return area > limit
            ? failed(finding, figure: area, limit: limit, spoils: .calibrated)
            : noticed(finding, figure: area, limit: limit)
    }

    /// Both sets in units of the reference's deviations, with the squares beside them: spreads differ as well as means.
    private static func columns(
        _ real: Matrix<Float>, _ fresh: Matrix<Float>
    ) -> (real: Matrix<Float>, fresh: Matrix<Float>) {
        let width = real.columns
        let scales = (0..<width).map { column -> (mean: Double, deviation: Double) in
            let values = (0..<real.rows).map { Double(real[$0, column]) }
            let deviation = Statistics.standardDeviation(values)
            return (Statistics.mean(values), deviation > 0 && deviation.isFinite ? deviation : 1)
        }
        func scaled(_ set: Matrix<Float>) -> Matrix<Float> {
            Matrix(rows: set.rows, columns: 2 * width) { target in
                for row in 0..<set.rows {
                    for (column, scale) in scales.enumerated() {
                        let value = (Double(set[row, column]) - scale.mean) / scale.deviation
                        let kept = value.isFinite ? max(-reach, min(reach, value)) : 0
                        target[row * 2 * width + column] = Float(kept)
                        target[row * 2 * width + width + column] = Float(kept * kept)
                    }
                }
            }
        }
        return (scaled(real), scaled(fresh))
    }
}
