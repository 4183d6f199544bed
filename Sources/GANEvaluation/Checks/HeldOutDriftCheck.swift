import GANMetrics
import GANNumerics
import OrderedCollections

/// Held-out rows were prepared as the reference was: a linear classifier on statistics of low order can't tell them apart.
///
/// It fails where the difference is sure and large: honest splits fail in less than one of a thousand.
enum HeldOutDriftCheck: EvaluationCheck {
    static let name = Check.Name.heldOutDrift
    private static let significance = 0.001
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
        guard case .number(let area)? = result.parts["auc"], case .number(let pValue)? = result.parts["p_value"] else {
            return nil
        }
        let finding = CheckFinding.drift(area: area, rows: min(real.rows, fresh.rows))
        guard pValue < significance, area > noticeable else { return passed(figure: area, limit: limit) }
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
