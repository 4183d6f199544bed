public import GANNumerics
import OrderedCollections

/// The share of generated samples that lie in the real set's manifold: fidelity.
///
///     1/m · Σ_j 1[∃i: ‖y_j − x_i‖ < NN_k(x_i)]
///
/// In 0…1, higher is better. A generator that makes one good image again and again scores 1. A single real outlier with a
/// large ball can admit anything, and in many dimensions equal distributions score far below 1.
///
/// Source: Kynkäänniemi et al. 2019, arXiv 1904.06991, equation 2; `<` and k = 5 as in prdc (Naeem et al. 2020).
public enum Precision: Metric {
    /// The choices of the manifold that it reads.
    public typealias Options = NeighbourhoodManifold.Options

    /// The name in results, files and on the command line.
    public static let name = "precision"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Precision", section: .quality, direction: .higher, values: .init(0...1),
        sees: "samples outside the real data's support",
        blindTo: "collapse and copying; real outliers inflate it",
        paper: "Kynkäänniemi et al. 2019, arXiv 1904.06991",
        needs: [.real],
        formula:
            "share of samples y with ‖y − x‖ < NN_k(x) for some real row x, NN_k(x) the distance to its k-th real "
            + "neighbour",
        reading:
            "A generator that makes one good image again and again scores 1, so read it with recall. In many "
            + "dimensions equal distributions score far below 1, in 1,000 of them about 0.48: compare with the ceiling, not "
            + "with 1.",
        references: "No null: it depends on the distribution. The ceiling is the precision of held-out real data.",
        uncertainty:
            "Ten disjoint blocks of both sets, Student's t around the value of the whole, never narrower than "
            + "Wilson's for one side alone. None for sets too small for blocks of 20 rows and 4·k.",
        conventions:
            "k = 5 and < as in prdc. NVIDIA's code and torch-fidelity take k = 3 and ≤: --compat stylegan or "
            + "torch-fidelity.")

    /// Precision of `generated` `[m, d]` in the manifold of `real` `[n, d]`; see `NeighbourhoodManifold.init` for cost and errors.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        evaluate(try NeighbourhoodManifold(real: real, generated: generated, options: options, metric: name))
    }

    /// Precision from memberships that are already computed.
    ///
    /// There is no closed form for its null, which depends on the distribution: measure held-out real data in the place of
    /// the generated for a ceiling.
    public static func evaluate(_ manifold: NeighbourhoodManifold) -> MetricResult {
        let (count, hits) = (manifold.realBallsContaining.count, manifold.realBallsContaining.count { $0 > 0 })
        return MetricResult(
            value: Double(hits) / Double(count),
            interval: manifold.shareInterval(\.precision, hits: hits, of: count, joined: false),
            diagnostics: manifold.diagnostics + manifold.unequalCounts,
            parts: ["inside": .count(hits), "neighbours": .count(manifold.options.neighbours)])
    }
}

extension Precision {
    /// The balls are the real rows': how many samples there are moves no sample's own figure.
    public static var ceiling: CeilingRule { .meanOverRows }

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

    /// What each row adds.
    public static func contributions(_ context: MetricContext) throws(MetricError) -> RowContributions? {
        RowContributions.precision(try context.manifold(), balls: try context.incidence())
    }

    /// The difference of two sets by which row belongs to which.
    public static func compared(_ pair: ComparedPair) throws(MetricError) -> ComparedStatistic? {
        .scores(first: inside(try pair.first.manifold()), second: inside(try pair.second.manifold()))
    }

    private static func inside(_ manifold: NeighbourhoodManifold) -> [Double] {
        manifold.realBallsContaining.map { $0 > 0 ? 1 : 0 }
    }
}
