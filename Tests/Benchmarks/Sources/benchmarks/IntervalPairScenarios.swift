import GANMetrics
import GANNumerics

/// Metrics of real and generated features, both drawn anew in each repeat.
enum IntervalPairScenarios {
    /// σ of the Gaussian kernel: about the distance between rows.
    private static let sigma = 4.0
    private static let columns = 8

    static var all: [IntervalScenario] {
        let plain = GaussianMixture.single(columns: columns)
        // Four modes six standard deviations from the origin, along two axes.
        let modes = [(0, 6.0), (0, -6), (1, 6), (1, -6)].map { axis, place in
            (0..<columns).map { $0 == axis ? place : 0 }
        }
        let four = GaussianMixture(centres: modes, deviation: 1)
        return [
            scenario("equal", plain, plain, 500, 500),
            scenario("equal, other counts", plain, plain, 400, 800),
            scenario("equal, four modes", four, four, 500, 500),
            scenario("mean off by 0.1", plain, .single(columns: columns, mean: 0.1), 500, 500),
            scenario("mean off by 0.3", plain, .single(columns: columns, mean: 0.3), 500, 500),
            scenario("spread of 0.7", plain, .single(columns: columns, deviation: 0.7), 500, 500),
            scenario(
                "one of four modes dropped", four, GaussianMixture(centres: Array(modes.dropLast()), deviation: 1), 500,
                500),
        ]
    }

    private static func scenario(
        _ name: String, _ real: GaussianMixture, _ generated: GaussianMixture, _ n: Int, _ m: Int
    ) -> IntervalScenario {
        let stream = SeededGenerator(seed: 1).split(name)
        let cubic = GaussianMixture.discrepancy(real, generated, GaussianMixture.expectedCubicKernel)
        let gaussian = GaussianMixture.discrepancy(real, generated) {
            GaussianMixture.expectedGaussianKernel($0, $1, sigma: sigma)
        }
        return IntervalScenario(
            name: name, real: n, generated: m, columns: real.columns, truth: "closed form or mean of repeats"
        ) { index in
            let own = stream.split(index)
            return observations(
                real: real.rows(n, stream: own.split("real")),
                generated: generated.rows(m, stream: own.split("generated")),
                seed: UInt64(index), cubic: cubic, gaussian: gaussian)
        }
    }

    private static func observations(
        real: Matrix<Float>, generated: Matrix<Float>, seed: UInt64, cubic: Double, gaussian: Double
    ) -> [IntervalObservation] {
        var found: [IntervalObservation] = []
        func add(_ name: String, truth: Double? = nil, _ body: () throws(MetricError) -> MetricResult) {
            do { found.append(IntervalObservation(name, try body(), truth: truth)) } catch {
                preconditionFailure("\(name): \(error)")
            }
        }
        add("frechet_distance") { () throws(MetricError) in
            try FrechetDistance.evaluate(real: real, generated: generated, options: .init(seed: seed))
        }
        add("frechet_distance_infinity") { () throws(MetricError) in
            try FrechetDistanceInfinity.evaluate(real: real, generated: generated, options: .init(seed: seed))
        }
        add("kernel_distance", truth: cubic) { () throws(MetricError) in
            try KernelDistance.evaluate(real: real, generated: generated)
        }
        add("mmd_rbf", truth: gaussian) { () throws(MetricError) in
            try GaussianDiscrepancy.evaluate(real: real, generated: generated, options: .init(sigma: sigma))
        }
        add("energy_distance") { () throws(MetricError) in
            try EnergyDistance.evaluate(real: real, generated: generated)
        }
        add("sliced_wasserstein") { () throws(MetricError) in
            try SlicedWasserstein.evaluate(
                real: real, generated: generated, options: .init(directions: .random(count: 200), seed: seed))
        }
        add("alpha_precision") { () throws(MetricError) in
            try AlphaPrecision.evaluate(real: real, generated: generated, options: .init(seed: seed))
        }
        add("beta_recall") { () throws(MetricError) in
            try BetaRecall.evaluate(real: real, generated: generated, options: .init(seed: seed))
        }
        add("vendi_score") { () throws(MetricError) in
            try VendiScore.evaluate(generated: generated, options: .init(seed: seed))
        }
        add("one_nearest_neighbour") { () throws(MetricError) in
            try OneNearestNeighbour.evaluate(real: real, generated: generated, options: .init(seed: seed))
        }
        do {
            let manifold = try NeighbourhoodManifold(real: real, generated: generated, options: .init(seed: seed))
            found.append(IntervalObservation("precision", Precision.evaluate(manifold)))
            found.append(IntervalObservation("recall", Recall.evaluate(manifold)))
            found.append(IntervalObservation("density", Density.evaluate(manifold)))
            found.append(IntervalObservation("coverage", Coverage.evaluate(manifold)))
            let classifier = try ClassifierTwoSample.evaluate(
                real: real, generated: generated, options: .init(seed: seed))
            found.append(IntervalObservation("classifier_two_sample", classifier))
            found.append(
                IntervalObservation("classifier_two_sample", classifier, part: "auc_interval", value: "auc"))
        } catch { preconditionFailure("\(error)") }
        return found
    }
}
