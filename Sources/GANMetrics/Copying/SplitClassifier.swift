package import GANNumerics
import RealModule

/// How well a linear rule tells rows of one set from rows of another, learned on one half of both and tried on the other.
///
/// Each half of the rows is scored with weights from the other half; rows split at random have areas about ½. The area under
/// the ROC curve is the mean over both halves, and
///
///     p = min(1, 2 · the smaller of both halves' one-sided Mann–Whitney p-values)
///
/// which is valid for rows split at random: a half's weights know nothing of its labels.
package struct SplitClassifier: Sendable, Equatable {
    /// The area under the ROC curve, the mean over both halves; above ½ where the sets are told apart.
    package let area: Double
    /// For rows split at random, in 0...1.
    package let pValue: Double

    /// What weights are made of.
    package enum Rule: Sendable {
        /// Differences of means by pooled variances: a linear discriminant with independent columns.
        case means
        /// Differences of log odds of columns that are 0 or 1: naive Bayes.
        case presence
    }

    /// Fewer rows of a set than this tell nothing.
    package static let fewestRows = 20

    /// Tries the rule on finite rows of the same columns; nil for fewer than `fewestRows` rows of a set.
    ///
    /// Cost rows · columns.
    package init?(_ first: Matrix<Float>, _ second: Matrix<Float>, rule: Rule) {
        guard min(first.rows, second.rows) >= Self.fewestRows, first.columns == second.columns else { return nil }
        var (area, least) = (0.0, 1.0)
        for half in 0..<2 {
            let learned = Self.weights(
                first, second, rule: rule, rows: { stride(from: 1 - half, to: $0, by: 2) })
            func scores(_ rows: Matrix<Float>) -> [Double] {
                stride(from: half, to: rows.rows, by: 2).map { row in
                    var sum = 0.0
                    for (value, weight) in zip(rows.row(row), learned) { sum += Double(value) * weight }
                    return sum
                }
            }
            let ranks = RankSum(first: scores(first), second: scores(second))
            area += ranks.area / 2
            let excess = ranks.pairsAbove - Double(ranks.first) * Double(ranks.second) / 2
            let deviation = ranks.nullDeviation
            least = min(least, deviation > 0 ? Statistics.normalCumulative(-excess / deviation) : 1)
        }
        self.area = area
        pValue = min(1, 2 * least)
    }

    /// Weights that are larger for `second`.
    private static func weights(
        _ first: Matrix<Float>, _ second: Matrix<Float>, rule: Rule, rows: (Int) -> StrideTo<Int>
    ) -> [Double] {
        let (one, other) = (moments(first, rows(first.rows)), moments(second, rows(second.rows)))
        return (0..<first.columns).map { column in
            let (a, b) = (one.means[column], other.means[column])
            switch rule {
            case .means:
                let squares = one.squares[column] + other.squares[column]
                let variance = squares / Double(max(1, one.count + other.count - 2))
                guard variance > 1e-12 * max(1, a * a) else { return (b - a) * 1e6 }
                return (b - a) / variance
            case .presence:
                func odds(_ mean: Double, _ count: Int) -> Double {
                    let share = (mean * Double(count) + 0.5) / Double(count + 1)
                    return Double.log(share / (1 - share))
                }
                return odds(b, other.count) - odds(a, one.count)
            }
        }
    }

    /// Means and sums of squared differences from them.
    private static func moments(
        _ rows: Matrix<Float>, _ chosen: StrideTo<Int>
    ) -> (count: Int, means: [Double], squares: [Double]) {
        var (means, squares) = (
            [Double](repeating: 0, count: rows.columns), [Double](repeating: 0, count: rows.columns)
        )
        var count = 0
        for row in chosen {
            count += 1
            for (column, value) in rows.row(row).enumerated() {
                let difference = Double(value) - means[column]
                means[column] += difference / Double(count)
                squares[column] += difference * (Double(value) - means[column])
            }
        }
        return (count, means, squares)
    }
}
