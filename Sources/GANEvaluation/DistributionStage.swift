import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// Quality, diversity and modes in the extractor's space, each metric beside held-out data measured the same way.
struct DistributionStage {
    let embeddings: Embeddings
    let extractor: String
    let seed: UInt64
    let neighbours: Int
    let modes: GANData.KnownModes?

    struct Embeddings {
        var generated: Embedding
        var reference: Embedding
        var heldOut: Embedding?
    }

    struct Outcome {
        var metrics: OrderedDictionary<String, MeasuredMetric> = [:]
        /// Each generated sample's realism, in the order of the samples.
        var realism: [Double]
        /// How many reference rows the neighbour metrics used: as many as there are samples, where there are so many.
        var matchedCount: Int
    }

    func measure(progress: (Double) -> Void) throws -> Outcome {
        let generated = embeddings.generated.features
        let reference = embeddings.reference.features
        let matchedCount = min(reference.rows, generated.rows)
        var stream = SeededGenerator(seed: seed).split("reference rows")
        let matched =
            matchedCount == reference.rows
            ? reference : reference.rows(at: stream.sample(matchedCount, below: reference.rows).sorted())
        var outcome = Outcome(realism: [], matchedCount: matchedCount)

        let real = Moments(of: reference)
        var frechet = FrechetDistance.Options()
        frechet.seed = seed
        let result = try FrechetDistance.evaluate(real: reference, generated: generated, options: frechet)
        let fresh = embeddings.heldOut?.features.prefix(generated.rows, seed: seed)
        let basis = fresh.map { "held-out data, \($0.rows) rows" } ?? ""
        func add(_ name: String, _ result: MetricResult, ceiling: Double?) {
            var result = result
            result.ceiling = ceiling.map { MetricReference(value: $0, basis: basis) }
            if let fresh, fresh.rows < generated.rows {
                result.diagnostics.append(
                    Diagnostic(
                        code: "smaller_held_out", severity: .note,
                        message: "Real data's figure comes from \(fresh.rows) held-out rows, fewer than the "
                            + "\(generated.rows) samples; at equal numbers it would be somewhat better."))
            }
            outcome.metrics[name] = MeasuredMetric(name: name, extractor: extractor, result: result)
        }
        add(
            "frechet_distance", result,
            ceiling: try fresh.map { try FrechetDistance.evaluate(real: real, generated: Moments(of: $0)).value })
        if let generated = embeddings.generated.spatial, let real = embeddings.reference.spatial {
            frechet.interval = false
            add(
                "spatial_frechet_distance",
                try SpatialFrechetDistance.evaluate(real: real, generated: generated, options: frechet),
                ceiling: try embeddings.heldOut?.spatial.map { spatial in
                    try SpatialFrechetDistance.evaluate(
                        real: real, generated: spatial.prefix(generated.rows, seed: seed), options: frechet
                    ).value
                })
        }
        progress(0.2)

        var options = NeighbourhoodManifold.Options(neighbours: neighbours)
        options.seed = seed
        try NeighbourhoodManifold.check(real: matched, generated: generated, options: options)
        var demand = NeighbourhoodManifold.demand(options)
        demand.kernels = [.cubic]
        demand.realismNeighbours = min(3, matchedCount - 1)
        let pairs = PairStatistics(real: matched, generated: generated, demand: demand)
        progress(0.5)
        options.interval = false
        let honest = try fresh.map { fresh in
            try NeighbourhoodManifold.check(real: matched, generated: fresh, options: options)
            return PairStatistics(real: matched, generated: fresh, demand: demand, withinReal: pairs.withinReal)
        }
        add(
            "kernel_distance", try KernelDistance.evaluate(pairs),
            ceiling: try honest.map { try KernelDistance.evaluate($0, options: .init(interval: false)).value })
        options.interval = true
        let manifold = NeighbourhoodManifold(pairs, options: options)
        options.interval = false
        let ceiling = honest.map { NeighbourhoodManifold($0, options: options) }
        add("precision", Precision.evaluate(manifold), ceiling: ceiling.map { Precision.evaluate($0).value })
        add("recall", Recall.evaluate(manifold), ceiling: ceiling.map { Recall.evaluate($0).value })
        add("density", Density.evaluate(manifold), ceiling: ceiling.map { Density.evaluate($0).value })
        add("coverage", Coverage.evaluate(manifold), ceiling: ceiling.map { Coverage.evaluate($0).value })
        progress(0.8)

        outcome.realism = try Realism.scores(pairs)
        try addClassMetrics(add, heldOutCount: fresh?.rows)
        progress(1)
        return outcome
    }

    private func addClassMetrics(_ add: (String, MetricResult, Double?) -> Void, heldOutCount: Int?) throws {
        if let probabilities = embeddings.generated.probabilities,
            let reference = embeddings.reference.probabilities
        {
            let counts = Self.classCounts(reference)
            let fresh = heldOutCount.flatMap { count in
                embeddings.heldOut?.probabilities.map { $0.prefix(count, seed: seed) }
            }
            add(
                "inception_score", try InceptionScore.evaluate(generated: probabilities),
                try fresh.map { try InceptionScore.evaluate(generated: $0, options: .init(interval: false)).value })
            add(
                "mode_coverage", try ModeCoverage.evaluate(generated: probabilities, referenceCounts: counts),
                try fresh.map { try ModeCoverage.evaluate(generated: $0, referenceCounts: counts).value })
        } else if let modes {
            let known = GANMetrics.KnownModes(
                centres: modes.centres,
                standardDeviations: [Double](repeating: modes.standardDeviation, count: modes.centres.rows))
            add(
                "mode_coverage", try ModeCoverage.evaluate(generated: embeddings.generated.features, modes: known),
                try heldOutCount.flatMap { count in embeddings.heldOut?.features.prefix(count, seed: seed) }
                    .map { try ModeCoverage.evaluate(generated: $0, modes: known).value })
        }
    }

    /// How many rows of `probabilities` `[n, classes]` have each class as the likeliest one.
    static func classCounts(_ probabilities: Matrix<Float>) -> [Int] {
        var counts = [Int](repeating: 0, count: probabilities.columns)
        for row in 0..<probabilities.rows { counts[likeliestClass(probabilities.row(row))] += 1 }
        return counts
    }

    static func likeliestClass(_ probabilities: ArraySlice<Float>) -> Int {
        var best = probabilities.startIndex
        for index in probabilities.indices where probabilities[index] > probabilities[best] { best = index }
        return best - probabilities.startIndex
    }
}

extension Matrix {
    /// At most `count` rows: all of them, or a seeded choice in their order, the same for every matrix of as many rows.
    func prefix(_ count: Int, seed: UInt64) -> Matrix {
        guard rows > count else { return self }
        var stream = SeededGenerator(seed: seed).split("held-out rows")
        return self.rows(at: stream.sample(count, below: rows).sorted())
    }
}
