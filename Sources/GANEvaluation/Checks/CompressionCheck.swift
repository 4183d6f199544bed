import GANData
import GANNumerics
import RealModule

/// Images show the borders of 8×8 blocks as much, or as little, as the reference: JPEG beside PNG moves distances by itself.
enum CompressionCheck: EvaluationCheck {
    static let name = Check.Name.compression
    /// A ratio of steps that differs by more is noticed.
    private static let limit = 1.1
    private static let deviations = 6.0

    static func run(_ context: CheckContext) -> Check? {
        guard case .image(let height, let width, _) = context.reference.shape,
            min(height, width) >= RowStatistics.leastBlockSide
        else { return nil }
        let real = blocks(context.real)
        var greatest = 1.0
        for (set, facts) in context.compared {
            let own = blocks(facts)
            let difference = abs(own.mean - real.mean)
            let error = (own.variance + real.variance).squareRoot()
            greatest = max(greatest, Double.exp(difference))
            if Double.exp(difference) > limit, difference > deviations * error {
                return noticed(
                    .blocks(set, ratio: Double.exp(own.mean), reference: Double.exp(real.mean)),
                    figure: Double.exp(difference), limit: limit)
            }
        }
        return passed(figure: greatest, limit: limit)
    }

    /// The mean of the logarithms, and its variance.
    private static func blocks(_ facts: SetFacts) -> (mean: Double, variance: Double) {
        let rows = facts.statistics.rows
        let values = (0..<rows).map { Double(facts.statistics[$0, RowStatistics.blockSteps]) }
        guard rows >= 2 else { return (values.first ?? 0, .infinity) }
        return (Statistics.mean(values), Statistics.variance(values) / Double(rows))
    }
}
