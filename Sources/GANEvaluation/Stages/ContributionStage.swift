import GANMetrics
import OrderedCollections

/// Each row's share in the values of metrics that can be compared in pairs.
enum ContributionStage {
    /// The contributions by the metrics' names.
    ///
    /// Cost m·d² + d³ for the Fréchet distance, n·m·d for coverage.
    static func of(_ context: MetricContext) throws -> OrderedDictionary<String, RowContributions> {
        var found: OrderedDictionary<String, RowContributions> = [:]
        for metric in MetricSet.paired.metrics { found[metric.name] = try metric.contributions(context) }
        return found
    }
}
