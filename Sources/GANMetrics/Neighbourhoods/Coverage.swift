public import GANNumerics
import OrderedCollections

/// The share of real samples with a generated sample in their neighbourhood: variety.
///
///     1/n · Σ_i 1[∃j: ‖y_j − x_i‖ < NN_k(x_i)]
///
/// In 0…1; equal distributions score `null`, which the counts alone decide. Unlike recall its balls are real ones, so bad
/// samples cannot raise it. Blind to copying, which makes it 1.
///
/// Source: Naeem et al. 2020, arXiv 2002.09797, equations 5 and 8.
public enum Coverage: Metric {
    /// The choices of the manifold that it reads.
    public typealias Options = NeighbourhoodManifold.Options

    /// The name in results, files and on the command line.
    public static let name = "coverage"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Coverage", section: .diversity, direction: .higher, values: .init(0...1),
        sees: "real neighbourhoods without a sample",
        blindTo: "bad samples beside good ones, and copying",
        paper: "Naeem et al. 2020, arXiv 2002.09797",
        needs: [.real],
        formula: "share of real rows x with ‖y − x‖ < NN_k(x) for some sample y",
        reading:
            "Well below the null, parts of the real data are missing. Bad samples cannot raise it, since the "
            + "neighbourhoods are real ones. Copies of the training data bring it to 1, above the null.",
        references:
            "The null is exact for equal distributions, 1 − Π_{i<k} (n−1−i)/(n+m−1−i): the counts alone decide it, "
            + "and for many rows of both it is 1 − 2^−k. Where distances tie, as between features of whole numbers, fewer rows "
            + "lie strictly inside a ball, and the null is measured instead. The ceiling is the coverage of held-out real "
            + "data.",
        uncertainty:
            "Ten disjoint blocks of both sets, Student's t around the value of the whole, never narrower than "
            + "the normal interval whose variance adds that of the real rows alone. None for sets too small for blocks of 20 rows and 4·k.",
        conventions:
            "k = 5 and < as in prdc. NVIDIA's code and torch-fidelity take k = 3 and ≤: --compat stylegan or "
            + "torch-fidelity.")

    /// Coverage of `real` `[n, d]` by `generated` `[m, d]`; see `NeighbourhoodManifold.init` for cost and errors.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        evaluate(try NeighbourhoodManifold(real: real, generated: generated, options: options, metric: name))
    }

    /// Coverage from memberships that are already computed.
    public static func evaluate(_ manifold: NeighbourhoodManifold) -> MetricResult {
        let (count, hits) = (manifold.realCovered.count, manifold.realCovered.count { $0 })
        let generated = manifold.realBallsContaining.count
        var result = MetricResult(
            value: Double(hits) / Double(count),
            interval: manifold.shareInterval(\.coverage, hits: hits, of: count),
            null: MetricReference(
                value: null(real: count, generated: generated, neighbours: manifold.options.neighbours),
                basis: "exact expectation for equal distributions at n = \(count), m = \(generated)"),
            diagnostics: manifold.diagnostics,
            parts: ["covered": .count(hits), "neighbours": .count(manifold.options.neighbours)])
        if let tied = manifold.tiedNulls { TiedDistances.replace(by: tied.coverage, share: tied.share, in: &result) }
        return result
    }

    /// The exact expectation for equal continuous distributions, `1 − Π_{i<k} (n−1−i)/(n+m−1−i)`.
    ///
    /// A real row is uncovered when its k nearest among the other n − 1 real and m generated rows are all real. For n = m → ∞
    /// it is 1 − 2^−k. Needs n > k.
    public static func null(real: Int, generated: Int, neighbours: Int) -> Double {
        precondition(neighbours >= 1 && real > neighbours && generated >= 0, "coverage null of \(real), \(generated)")
        let (n, m) = (Double(real), Double(generated))
        var uncovered = 1.0
        for taken in 0..<neighbours { uncovered *= (n - 1 - Double(taken)) / (n + m - 1 - Double(taken)) }
        return 1 - uncovered
    }
}

extension Coverage {
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
        RowContributions.coverage(try context.incidence())
    }

    /// The difference of two sets by which row belongs to which.
    public static func compared(_ pair: ComparedPair) throws(MetricError) -> ComparedStatistic? {
        .coverage(first: try pair.first.incidence(), second: try pair.second.incidence())
    }
}
