import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// Each row's share in the values of metrics that can be compared in pairs.
enum ContributionStage {
    /// The contributions by the metrics' names.
    ///
    /// Cost m·d² + d³ for the Fréchet distance, n·m·d for coverage.
    static func of(
        _ found: Evaluator.Outcome, base: DistributionBase
    ) throws -> OrderedDictionary<String, RowContributions> {
        let features = found.generated.features
        let influence = try FrechetInfluence(
            reference: try base.frechetReference(), generated: Moments(of: features))
        let manifold = NeighbourhoodManifold(
            found.pairs, options: .init(neighbours: base.neighbours, interval: false))
        let balls = BallIncidence(
            real: base.matched, radii: manifold.realRadii, generated: features, boundary: .exclusive)
        let all = [
            RowContributions.frechetDistance(influence, generated: features, reference: base.reference.features),
            .kernelDistance(found.pairs), .precision(manifold, balls: balls), .coverage(balls),
        ]
        return OrderedDictionary(all.map { ($0.metric, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
