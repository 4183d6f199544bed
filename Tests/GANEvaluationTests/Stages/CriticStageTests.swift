import GANCritics
import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANEvaluation

@Suite struct CriticStageTests {
    /// Enough to learn what is plain.
    private static let budgets: CriticBudgets = {
        let short = CriticBudget(steps: 40, batchSize: 16, checkEvery: 10)
        return CriticBudgets(
            features: short, pixels: short, wasserstein: short, generalization: CriticBudget(steps: 4, batchSize: 8))
    }()

    private static func evaluate(
        _ samples: any SampleSource, reference: any SampleSource, heldOut: (any SampleSource)?,
        metrics: MetricChoice = .named([Coverage.name]), critics: CriticBudgets? = budgets,
        cache: any EvaluationCache = NoCache()
    ) throws -> EvaluationReport {
        try Evaluator(
            EvaluationRequest(
                subject: .samples(samples, count: 1000),
                plan: MeasuringPlan(reference: reference, heldOut: heldOut, extractor: .pixels),
                metrics: metrics, critics: critics),
            cache: cache
        ).evaluate(record: Sample.record)
    }

    private static func shapes(_ rows: String) throws -> any SampleSource {
        try SampleSources.open("builtin:shapes\(rows)")
    }

    /// Dark images are told from real ones by every critic, and held-out images by none.
    @Test func everyCriticIsMeasuredBesideHeldOutData() throws {
        let (reference, heldOut) = (try Self.shapes("[0:150]"), try Self.shapes("-test[0:150]"))
        let fresh = try Self.shapes("-test[200:350]")
        let dark = try fresh.read(rows: 0..<150)
        let samples = Sample.source(
            Matrix(rows: 150, columns: 784, scalars: dark.scalars.map { ($0 / 3).rounded() }), shape: fresh.shape)
        let cache = MemoryCache()
        let report = try Self.evaluate(samples, reference: reference, heldOut: heldOut, cache: cache)
        #expect(Set(MetricSet.critics.names).isSubset(of: report.metrics.keys) && report.omitted.isEmpty)
        for name in [FreshCritic.name, FreshPixelCritic.name] {
            let result = try #require(report.metrics[name]?.result)
            let ceiling = try #require(result.ceiling)
            #expect(result.value > 0.9 && ceiling.value < 0.75, "\(name): \(result.value), \(ceiling.value)")
        }
        #expect(report.metrics[CriticWasserstein.name]?.result.ceiling != nil)
        let divergence = try #require(report.metrics[NeuralNetworkDivergence.name])
        #expect(divergence.result.parts["memorizer"] != nil && divergence.extractor == "pixels")
        #expect(report.evaluationProtocol.fields["critics"]?.contains("at most 40 steps of 16+16 rows") == true)
        // What speaks against the samples is a critic.
        let witness = try #require(report.verdict.witnesses.first { $0.rule == FreshPixelCriticRule.name })
        #expect(witness.grade == .weak && witness.section == .quality)
        // Trained once: the second report finds all of them, and says the same.
        let kept = cache.kept.count { $0 == "critic/1" }
        let again = try Self.evaluate(samples, reference: reference, heldOut: heldOut, cache: cache)
        #expect(cache.kept.count { $0 == "critic/1" } == kept && kept == 8)
        for name in MetricSet.critics.names {
            #expect(again.metrics[name]?.result == report.metrics[name]?.result, "\(name)")
        }
    }

    @Test func withoutCriticsNothingChanges() throws {
        let ring = (try SampleSources.open("builtin:ring[0:60]"), try SampleSources.open("builtin:ring[60:160]"))
        let plain = try Self.evaluate(ring.0, reference: ring.1, heldOut: nil, critics: nil)
        #expect(plain.evaluationProtocol.fields["critics"] == nil)
        #expect(Set(plain.metrics.keys).isDisjoint(with: MetricSet.critics.names) && plain.omitted.isEmpty)
        let all = try Self.evaluate(ring.0, reference: ring.1, heldOut: nil, metrics: .all, critics: nil)
        for name in MetricSet.critics.names { #expect(all.omitted[name]?.contains("--fresh-critics") == true) }
    }

    /// Points have no pixels, and without held-out data nothing says what real data get.
    @Test func whatCannotBeTrainedIsSaid() throws {
        let ring = (try SampleSources.open("builtin:ring[0:60]"), try SampleSources.open("builtin:ring[60:160]"))
        let report = try Self.evaluate(ring.0, reference: ring.1, heldOut: nil, metrics: .report)
        #expect(report.omitted[FreshPixelCritic.name] == "needs images of at least 8 pixels a side")
        #expect(report.omitted[NeuralNetworkDivergence.name] == "needs held-out data, at least 12 rows of them")
        let result = try #require(report.metrics[FreshCritic.name]?.result)
        #expect(result.ceiling == nil && result.diagnostics.contains { $0.code == "no_held_out_critic" })
        let few = try Self.evaluate(
            ring.0, reference: ring.1, heldOut: try SampleSources.open("builtin:ring[160:171]"))
        let note = few.metrics[FreshCritic.name]?.result.diagnostics.first { $0.code == "no_held_out_critic" }
        #expect(note?.message.contains("11 held-out rows are too few") == true)
    }

    @Test func aReferenceTooSmallForThreePartsIsRefused() throws {
        #expect(throws: CriticError.tooFewRows(role: "real rows", rows: 11, needed: 12)) {
            try Self.evaluate(
                try SampleSources.open("builtin:ring[0:60]"), reference: try SampleSources.open("builtin:ring[60:71]"),
                heldOut: nil)
        }
    }

    // MARK: The rule

    private func judge(_ value: Double, reach: Double, ceiling: Double?) -> Grade? {
        let result = MetricResult(
            value: value, interval: MetricInterval(low: value - reach, high: value + reach, method: "test"),
            null: MetricReference(value: 0.5, basis: "test"),
            ceiling: ceiling.map { MetricReference(value: $0, basis: "test") })
        return FreshCriticRule.judge(result, Evidence(metrics: [:], hasHeldOut: true, modes: nil))?.grade
    }

    @Test func onlyWhatHeldOutDataDoNotGetSpeaksAgainstSamples() {
        #expect(judge(0.98, reach: 0.01, ceiling: 0.51) == .weak)
        #expect(judge(0.98, reach: 0.01, ceiling: 0.97) == .good)
        #expect(judge(0.52, reach: 0.02, ceiling: 0.5) == .good)
        #expect(judge(0.7, reach: 0.2, ceiling: 0.5) == .cannotTell)
        #expect(judge(0.98, reach: 0.01, ceiling: nil) == .weak)
        // Held-out data that are found by luck below one half are no yardstick.
        #expect(judge(0.58, reach: 0.01, ceiling: 0.42) == .good)
    }
}
