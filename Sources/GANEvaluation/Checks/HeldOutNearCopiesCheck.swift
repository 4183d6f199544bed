import GANNumerics
import RealModule

/// Held-out images are no altered images of the reference: saved again, with noise, or neighbouring frames of a film.
///
/// Distances to the nearest and to the fifth nearest row have a ratio whose D-th power is distributed as Beta(1, 4), whatever the density, where D
/// is the data's own dimension; a high quantile of the ratios gives D, and with it how many ratios may be small.
enum HeldOutNearCopiesCheck: EvaluationCheck {
    static let name = Check.Name.heldOutNearCopies
    private static let nearRatio = 0.2
    /// Shares of near rows beyond what the dimension gives.
    private static let limit = 0.05
    private static let noticeable = 0.01
    /// Images vary in at least so many ways.
    private static let leastDimension = 3.0

    static func run(_ context: CheckContext) -> Check? {
        guard context.isImage, let table = context.heldOutNeighbours, table.count >= 2, table.queries >= 20 else {
            return nil
        }
        let last = table.count - 1
        // Equal rows are the other check's.
        let ratios = (0..<table.queries).compactMap { query -> Double? in
            let (nearest, farthest) = (table.distance(query: query, rank: 0), table.distance(query: query, rank: last))
            return nearest > 0 && farthest > 0 ? nearest / farthest : nil
        }
        guard ratios.count >= 20 else { return nil }
        let near = ratios.count { $0 < nearRatio }
        let share = Double(near) / Double(ratios.count)
        let expected = chance(of: nearRatio, quantile: Statistics.quantile(ratios, 0.9), others: Double(last))
        let beyond = share - 2 * expected
        let finding = CheckFinding.nearRows(near, of: table.queries)
        if beyond > limit, near >= 5 {
            return failed(finding, figure: share, limit: limit + 2 * expected, spoils: [.memorization])
        }
        return beyond > noticeable && near >= 3
            ? noticed(finding, figure: share, limit: limit + 2 * expected)
            : passed(figure: share, limit: limit + 2 * expected)
    }

    /// The probability of a ratio below `ratio`, where nine of ten lie below `quantile`.
    private static func chance(of ratio: Double, quantile: Double, others: Double) -> Double {
        // P(ratio^D < x) = 1 − (1 − x)^others.
        let power = 1 - Double.pow(0.1, 1 / others)
        let dimension = quantile >= 1 ? .infinity : max(leastDimension, Double.log(power) / Double.log(quantile))
        return 1 - Double.pow(1 - Double.pow(ratio, dimension), others)
    }
}
