package import GANNumerics

/// Precision and recall of several sets of samples against one real set, whose own pairs are streamed once for all of them.
package enum TruncationCurve {
    /// Both figures of one set.
    package struct Point: Sendable, Equatable {
        /// The share of the samples inside the real data's balls, 0 to 1.
        package var precision: Double
        /// The share of the real rows inside the samples' balls, 0 to 1.
        package var recall: Double
    }

    /// The points of `sets` `[m, d]` against `real` `[n, d]`, in the order of the sets; n and every m above `neighbours`.
    ///
    /// Cost n²·d once, and (m² + n·m)·d for each set. Throws as precision does. Source: Kynkäänniemi et al. 2019, arXiv 1904.06991,
    /// section 4.1, for the curve over truncations.
    package static func points(
        real: Matrix<Float>, sets: [Matrix<Float>], neighbours: Int
    ) throws(MetricError) -> [Point] {
        let options = NeighbourhoodManifold.Options(neighbours: neighbours, interval: false)
        let demand = NeighbourhoodManifold.demand(options)
        var within: PairwisePass.Outcome?
        var points: [Point] = []
        for generated in sets {
            try NeighbourhoodManifold.check(real: real, generated: generated, options: options)
            let pairs = PairStatistics(real: real, generated: generated, demand: demand, withinReal: within)
            within = pairs.withinReal
            let manifold = NeighbourhoodManifold(pairs, options: options)
            points.append(
                Point(
                    precision: Precision.evaluate(manifold).value, recall: Recall.evaluate(manifold).value))
        }
        return points
    }
}
