public import GANNumerics
import OrderedCollections

/// How many real neighbourhoods contain a generated sample, relative to what equal distributions give: fidelity.
///
///     1/(k·m) · Σ_j Σ_i 1[‖y_j − x_i‖ < NN_k(x_i)]
///
/// At least 0, without upper bound; expectation exactly 1 for equal distributions, above it where samples crowd in the
/// real set's dense regions. Unlike precision it is not decided by a single outlier's ball.
///
/// Source: Naeem et al. 2020, arXiv 2002.09797, equation 4.
public enum Density {
    public typealias Options = NeighbourhoodManifold.Options

    static let name = "density"

    /// Density of `generated` `[m, d]` in `real` `[n, d]`; see `NeighbourhoodManifold.init` for cost and errors.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        evaluate(try NeighbourhoodManifold(real: real, generated: generated, options: options, metric: name))
    }

    /// Density from memberships that are already computed.
    public static func evaluate(_ manifold: NeighbourhoodManifold) -> MetricResult {
        let counts = manifold.realBallsContaining.map { Double($0) / Double(manifold.options.neighbours) }
        let value = counts.reduce(0, +) / Double(counts.count)
        let error = Statistics.standardDeviation(counts) / Double(counts.count).squareRoot()
        return MetricResult(
            value: value,
            interval: manifold.meanInterval(\.density, mean: value, fixedError: error),
            null: MetricReference(value: 1, basis: "exact expectation for equal distributions"),
            diagnostics: manifold.diagnostics,
            parts: ["neighbours": .count(manifold.options.neighbours)])
    }
}
