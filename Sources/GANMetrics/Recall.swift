public import GANNumerics
import OrderedCollections

/// The share of real samples that lie in the generated set's manifold: variety.
///
///     1/n · Σ_i 1[∃j: ‖x_i − y_j‖ < NN_k(y_j)]
///
/// In 0…1, higher is better: precision with the roles exchanged. Scattered bad samples have large balls and raise it.
///
/// Source: Kynkäänniemi et al. 2019, arXiv 1904.06991, equation 2; `<` and k = 5 as in prdc (Naeem et al. 2020).
public enum Recall {
    public typealias Options = NeighbourhoodManifold.Options

    static let name = "recall"

    /// Recall of `real` `[n, d]` by the manifold of `generated` `[m, d]`; see `NeighbourhoodManifold.init` for cost and errors.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        evaluate(try NeighbourhoodManifold(real: real, generated: generated, options: options, metric: name))
    }

    /// Recall from memberships that are already computed; as for precision, its null has no closed form.
    public static func evaluate(_ manifold: NeighbourhoodManifold) -> MetricResult {
        let (count, hits) = (manifold.realInsideGenerated.count, manifold.realInsideGenerated.count { $0 })
        return MetricResult(
            value: Double(hits) / Double(count),
            interval: manifold.shareInterval(\.recall, hits: hits, of: count),
            diagnostics: manifold.diagnostics + manifold.unequalCounts,
            parts: ["inside": .count(hits), "neighbours": .count(manifold.options.neighbours)])
    }
}
