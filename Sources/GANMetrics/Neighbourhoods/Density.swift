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
public enum Density: Metric {
    /// The choices of the manifold that it reads.
    public typealias Options = NeighbourhoodManifold.Options

    /// The name in results, files and on the command line.
    public static let name = "density"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Density", section: .quality, direction: .closerToNull, values: .init(0 ... .infinity),
        sees: "how often samples fall where real data are dense",
        blindTo: "variety and copying",
        paper: "Naeem et al. 2020, arXiv 2002.09797",
        needs: [.real],
        formula: "1/(k·m) · number of pairs with ‖y − x‖ < NN_k(x), over m samples y and all real rows x",
        reading:
            "1 is expected of equal distributions. Below it samples fall off the real data; above it they crowd "
            + "where real data are dense, which is no better. A single real outlier hardly moves it, unlike precision.",
        references: "The null is 1, exactly. The ceiling is the density of held-out real data.",
        uncertainty:
            "Ten disjoint blocks of both sets, Student's t around the value of the whole, never narrower than the "
            + "normal interval whose variance adds that of the samples alone. None for sets too small for blocks of 20 rows and 4·k.",
        conventions:
            "k = 5 and < as in prdc. NVIDIA's code and torch-fidelity take k = 3 and ≤: --compat stylegan or "
            + "torch-fidelity.")

    /// Density of `generated` `[m, d]` in `real` `[n, d]`; see `NeighbourhoodManifold.init` for cost and errors.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        evaluate(try NeighbourhoodManifold(real: real, generated: generated, options: options, metric: name))
    }

    /// Density from memberships that are already computed.
    public static func evaluate(_ manifold: NeighbourhoodManifold) -> MetricResult {
        let counts = manifold.realBallsContaining.map { Double($0) / Double(manifold.options.neighbours) }
        // A quotient of counts: the order of the rows can't move its last bit.
        let pairs = manifold.realBallsContaining.reduce(0) { $0 + Int($1) }
        let value = Double(pairs) / (Double(manifold.options.neighbours) * Double(counts.count))
        let error = Statistics.standardDeviation(counts) / Double(counts.count).squareRoot()
        var result = MetricResult(
            value: value,
            interval: manifold.meanInterval(\.density, mean: value, fixedError: error),
            null: MetricReference(value: 1, basis: "exact expectation for equal distributions"),
            diagnostics: manifold.diagnostics,
            parts: ["neighbours": .count(manifold.options.neighbours)])
        if let tied = manifold.tiedNulls { TiedDistances.replace(by: tied.density, share: tied.share, in: &result) }
        return result
    }
}

extension Density {
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
        RowContributions.density(try context.manifold())
    }

    /// The difference of two sets by which row belongs to which.
    public static func compared(_ pair: ComparedPair) throws(MetricError) -> ComparedStatistic? {
        .scores(first: counts(try pair.first.manifold()), second: counts(try pair.second.manifold()))
    }

    private static func counts(_ manifold: NeighbourhoodManifold) -> [Double] {
        manifold.realBallsContaining.map { Double($0) / Double(manifold.options.neighbours) }
    }
}
