public import GANNumerics
import OrderedCollections

/// The share of real samples that lie in the generated set's manifold: variety.
///
///     1/n · Σ_i 1[∃j: ‖x_i − y_j‖ < NN_k(y_j)]
///
/// In 0…1, higher is better: precision with the roles exchanged. Scattered bad samples have large balls and raise it.
///
/// Source: Kynkäänniemi et al. 2019, arXiv 1904.06991, equation 2; `<` and k = 5 as in prdc (Naeem et al. 2020).
public enum Recall: Metric {
    /// The choices of the manifold that it reads.
    public typealias Options = NeighbourhoodManifold.Options

    /// The name in results, files and on the command line.
    public static let name = "recall"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Recall", section: .diversity, direction: .higher, values: .init(0...1),
        sees: "real data outside the samples' support",
        blindTo: "bad samples, which inflate it, and copying",
        paper: "Kynkäänniemi et al. 2019, arXiv 1904.06991",
        needs: [.real],
        formula:
            "share of real rows x with ‖x − y‖ < NN_k(y) for some sample y, NN_k(y) the distance to its k-th sample",
        reading:
            "Precision with the roles exchanged. Scattered bad samples have large neighbourhoods and raise it; "
            + "coverage does not have that fault. Compare with the ceiling, not with 1.",
        references: "No null: it depends on the distribution. The ceiling is the recall of held-out real data.",
        uncertainty:
            "Ten disjoint blocks of both sets, Student's t around the value of the whole, never narrower than "
            + "the normal interval whose variance adds that of the real rows alone. None for sets too small for blocks of 20 rows and 4·k.",
        conventions:
            "k = 5 and < as in prdc. NVIDIA's code and torch-fidelity take k = 3 and ≤: --compat stylegan or "
            + "torch-fidelity.")

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

extension Recall {
    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { options.neighbours + 1 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        demand.manifolds.insert(.init(neighbours: options.neighbours, boundary: options.boundary))
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        evaluate(try context.manifold())
    }
}
