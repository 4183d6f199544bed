import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// What quality, diversity and modes need of real data, and held-out data's own figures, computed once.
final class DistributionBase {
    let reference: Embedding
    let heldOut: Embedding?
    let extractor: String
    let seed: UInt64
    let neighbours: Int
    let modes: GANData.KnownModes?
    /// As many reference rows as there are samples, where there are so many.
    let matched: Matrix<Float>
    /// At most as many held-out rows as there are samples.
    let fresh: Matrix<Float>?
    /// The pass over the matched rows alone, made with the first samples.
    fileprivate var withinReal: PairwisePass.Outcome?
    private var ceilings: [String: Double]?
    private var decomposed: FrechetReference?

    init(
        reference: Embedding, heldOut: Embedding?, extractor: String, seed: UInt64, neighbours: Int,
        modes: GANData.KnownModes?, count: Int
    ) {
        self.reference = reference
        self.heldOut = heldOut
        self.extractor = extractor
        self.seed = seed
        self.neighbours = neighbours
        self.modes = modes
        let real = reference.features
        var stream = SeededGenerator(seed: seed).split("reference rows")
        matched =
            real.rows <= count ? real : real.rows(at: stream.sample(count, below: real.rows).sorted())
        fresh = heldOut?.features.prefix(count, seed: seed)
    }

    /// The reference's moments, decomposed for comparisons of samples with each other.
    ///
    /// Cost d³ at the first call.
    func frechetReference() throws -> FrechetReference {
        if let decomposed { return decomposed }
        let found = try FrechetReference(Moments(of: reference.features))
        decomposed = found
        return found
    }

    /// What each metric gives for held-out data in the samples' place; empty without such data.
    func ceilings(_ demand: PairStatistics.Demand, options: NeighbourhoodManifold.Options) throws -> [String: Double] {
        if let ceilings { return ceilings }
        guard let fresh else { return [:] }
        var found: [String: Double] = [:]
        found["frechet_distance"] =
            try FrechetDistance.evaluate(real: Moments(of: reference.features), generated: Moments(of: fresh)).value
        if let real = reference.spatial, let spatial = heldOut?.spatial {
            var frechet = FrechetDistance.Options()
            frechet.seed = seed
            frechet.interval = false
            found["spatial_frechet_distance"] =
                try SpatialFrechetDistance.evaluate(
                    real: real, generated: spatial.prefix(fresh.rows, seed: seed), options: frechet
                ).value
        }
        var options = options
        options.interval = false
        try NeighbourhoodManifold.check(real: matched, generated: fresh, options: options)
        let pairs = PairStatistics(real: matched, generated: fresh, demand: demand, withinReal: withinReal)
        found["kernel_distance"] = try KernelDistance.evaluate(pairs, options: .init(interval: false)).value
        let manifold = NeighbourhoodManifold(pairs, options: options)
        found["precision"] = Precision.evaluate(manifold).value
        found["recall"] = Recall.evaluate(manifold).value
        found["density"] = Density.evaluate(manifold).value
        found["coverage"] = Coverage.evaluate(manifold).value
        if let probabilities = heldOut?.probabilities?.prefix(fresh.rows, seed: seed),
            let counts = reference.probabilities.map(DistributionStage.classCounts)
        {
            found["inception_score"] =
                try InceptionScore.evaluate(generated: probabilities, options: .init(interval: false)).value
            found["mode_coverage"] =
                try ModeCoverage.evaluate(generated: probabilities, referenceCounts: counts).value
        } else if let known = knownModes {
            found["mode_coverage"] = try ModeCoverage.evaluate(generated: fresh, modes: known).value
        }
        ceilings = found
        return found
    }

    /// The reference's modes where they are known and no classifier names classes.
    fileprivate var knownModes: GANMetrics.KnownModes? {
        guard let modes else { return nil }
        return GANMetrics.KnownModes(
            centres: modes.centres,
            standardDeviations: [Double](repeating: modes.standardDeviation, count: modes.centres.rows))
    }
}

/// Quality, diversity and modes in the extractor's space, each metric beside held-out data measured the same way.
struct DistributionStage {
    let generated: Embedding
    let base: DistributionBase

    struct Outcome {
        var metrics: OrderedDictionary<String, MeasuredMetric> = [:]
        /// Each generated sample's realism, in the order of the samples.
        var realism: [Double] = []
        /// How many reference rows the neighbour metrics used: as many as there are samples, where there are so many.
        var matchedCount: Int
        /// What pairs of rows told.
        var pairs: PairStatistics
    }

    func measure(progress: (Double) -> Void) throws -> Outcome {
        let (features, seed) = (generated.features, base.seed)
        let matched = base.matched
        var options = NeighbourhoodManifold.Options(neighbours: base.neighbours)
        options.seed = seed
        try NeighbourhoodManifold.check(real: matched, generated: features, options: options)
        var demand = NeighbourhoodManifold.demand(options)
        demand.kernels = [.cubic]
        demand.realismNeighbours = min(3, matched.rows - 1)

        var frechet = FrechetDistance.Options()
        frechet.seed = seed
        let distance = try FrechetDistance.evaluate(
            real: base.reference.features, generated: features, options: frechet)
        progress(0.2)
        let pairs = PairStatistics(real: matched, generated: features, demand: demand, withinReal: base.withinReal)
        base.withinReal = pairs.withinReal
        progress(0.5)
        let ceilings = try base.ceilings(demand, options: options)
        progress(0.8)

        var outcome = Outcome(matchedCount: matched.rows, pairs: pairs)
        let basis = base.fresh.map { "held-out data, \($0.rows) rows" } ?? ""
        func add(_ name: String, _ result: MetricResult) {
            var result = result
            result.ceiling = ceilings[name].map { MetricReference(value: $0, basis: basis) }
            if let fresh = base.fresh, fresh.rows < features.rows {
                result.diagnostics.append(
                    Diagnostic(
                        code: "smaller_held_out", severity: .note,
                        message: "Real data's figure comes from \(fresh.rows) held-out rows, fewer than the "
                            + "\(features.rows) samples; at equal numbers it would be somewhat better."))
            }
            outcome.metrics[name] = MeasuredMetric(name: name, extractor: base.extractor, result: result)
        }
        add("frechet_distance", distance)
        if let generated = generated.spatial, let real = base.reference.spatial {
            frechet.interval = false
            add(
                "spatial_frechet_distance",
                try SpatialFrechetDistance.evaluate(real: real, generated: generated, options: frechet))
        }
        add("kernel_distance", try KernelDistance.evaluate(pairs))
        let manifold = NeighbourhoodManifold(pairs, options: options)
        add("precision", Precision.evaluate(manifold))
        add("recall", Recall.evaluate(manifold))
        add("density", Density.evaluate(manifold))
        add("coverage", Coverage.evaluate(manifold))
        outcome.realism = try Realism.scores(pairs)
        if let probabilities = generated.probabilities, let reference = base.reference.probabilities {
            add("inception_score", try InceptionScore.evaluate(generated: probabilities))
            add(
                "mode_coverage",
                try ModeCoverage.evaluate(generated: probabilities, referenceCounts: Self.classCounts(reference)))
        } else if let known = base.knownModes {
            add("mode_coverage", try ModeCoverage.evaluate(generated: features, modes: known))
        }
        progress(1)
        return outcome
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
