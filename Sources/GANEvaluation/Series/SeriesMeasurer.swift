package import GANMetrics
package import GANModels
package import GANNumerics
import GANText
import OrderedCollections

/// Measures checkpoint after checkpoint by one protocol, sharing all work on real data and skipping what is known.
///
/// Every checkpoint is sampled from the same latents (the first rows of one seed's series). A result is kept as soon as it is
/// there, under the digests of the weights and of the protocol; a measurer that meets both again takes it from the cache and
/// gives the same measurement. Memory does not grow with the number of checkpoints but for one figure a training row.
package struct SeriesMeasurer {
    private let plan: MeasuringPlan
    private let samples: Int
    let cache: any EvaluationCache
    private let work: ReferenceWork

    /// Measures `samples` samples of each checkpoint, drawn by the plan's seed.
    package init(_ plan: MeasuringPlan, samples: Int = 10_000, cache: any EvaluationCache = NoCache()) {
        self.plan = plan
        self.samples = samples
        self.cache = SeriesCache(base: cache)
        work = ReferenceWork(plan, cache: self.cache)
    }

    private func request(
        _ generator: any Generator, path: String, discriminator: JudgedDiscriminator? = nil
    ) -> EvaluationRequest {
        // A training log belongs to the run, not to one of its checkpoints.
        EvaluationRequest(
            subject: .generator(generator, path: path, facts: [:], seed: plan.seed, count: samples), plan: plan,
            discriminator: discriminator?.inSeries)
    }

    /// A measurement, and whether it was made before.
    package struct Outcome: Sendable {
        /// What was measured, now or before.
        package var measurement: CheckpointMeasurement
        /// Whether the cache had it.
        package var isFromCache: Bool
    }

    /// The metrics that a checkpoint can have: a report's own choice.
    package static let metricNames = MetricSet.report.names + MetricSet.memorization.names

    /// What decides all figures, the weights apart: the same whichever checkpoint of a series is asked about.
    ///
    /// Opens the extractor, or trains it. Throws what that throws.
    package func evaluationProtocol(
        of generator: any Generator, progress: @escaping @Sendable (StageProgress) -> Void = { _ in }
    ) throws -> EvaluationProtocol {
        var found = try Evaluator(request(generator, path: ""), cache: cache, sharing: work, progress: progress)
            .evaluationProtocol()
        found[.generatorWeights] = nil
        return found
    }

    /// Measures one checkpoint, and tells what `discriminator` knows, where there is one.
    ///
    /// Throws what an evaluation throws: shapes that don't fit, samples that are not finite or all the same.
    package func measure(
        _ generator: any Generator, path: String, by evaluationProtocol: EvaluationProtocol,
        discriminator: JudgedDiscriminator? = nil,
        progress: @escaping @Sendable (StageProgress) -> Void = { _ in }
    ) throws -> Outcome {
        // Class names change no figure, but sentences; so may another release.
        let naming = try Evaluator.naming(request(generator, path: path), extractor: try work.extractor())
        let ingredients =
            [generator.digest, evaluationProtocol.fingerprint, ToolVersion.current] + (naming.names ?? [])
            + (discriminator.map { ["discriminator", $0.identity] } ?? [])
        if let bytes = cache.find(kind: Self.kind, ingredients: ingredients),
            let known = CheckpointMeasurement(encoded: bytes)
        {
            return Outcome(measurement: known, isFromCache: true)
        }
        let found = try Evaluator(
            request(generator, path: path, discriminator: discriminator), cache: cache, sharing: work,
            progress: progress
        ).outcome()
        let report = found.report
        let measurement = CheckpointMeasurement(
            metrics: report.metrics, verdict: report.verdict,
            film: CheckpointMeasurement.film(of: found.samples, shape: generator.sampleShape),
            contributions: try ContributionStage.of(found.context))
        let bytes = try measurement.encoded()
        cache.keep(bytes, kind: Self.kind, ingredients: ingredients)
        // What comes back is what a later series will read, rounded as the store rounds it.
        return Outcome(measurement: CheckpointMeasurement(encoded: bytes) ?? measurement, isFromCache: false)
    }

    static let kind = "series checkpoint/4"
}

/// The store without checkpoints' samples: their measurement is kept instead, which is a hundredth of the size.
private struct SeriesCache: EvaluationCache {
    let base: any EvaluationCache

    func find(kind: String, ingredients: [String]) -> [UInt8]? { base.find(kind: kind, ingredients: ingredients) }

    func keep(_ bytes: [UInt8], kind: String, ingredients: [String]) {
        if kind != EvaluationSubject.samplesKind { base.keep(bytes, kind: kind, ingredients: ingredients) }
    }
}
