import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import Synchronization
import TestSupport
import Testing

@testable import GANEvaluation

@Suite struct SeriesMeasurerTests {
    private func plan() throws -> MeasuringPlan {
        MeasuringPlan(
            reference: try SampleSources.open("builtin:ring[0:600]"),
            heldOut: try SampleSources.open("builtin:ring[600:1000]"), seed: 3)
    }

    private func measurer(samples: Int = 300, cache: any EvaluationCache = NoCache()) throws -> SeriesMeasurer {
        SeriesMeasurer(try plan(), samples: samples, cache: cache)
    }

    private let generators = [
        PointGenerator(centre: (0, 0), spread: 1), PointGenerator(centre: (0.5, 0), spread: 0.6),
        PointGenerator(centre: (0, 0), spread: 1.5),
    ]

    private func measure(
        _ generators: [PointGenerator], _ measurer: SeriesMeasurer
    ) throws -> [SeriesMeasurer.Outcome] {
        let rules = try measurer.evaluationProtocol(of: generators[0])
        return try generators.map { try measurer.measure($0, path: "points", by: rules) }
    }

    @Test func givesTheFiguresOfAReport() throws {
        let plan = try plan()
        let found = try measure(generators, measurer())
        for (generator, outcome) in zip(generators, found) {
            let report = try Evaluator(
                EvaluationRequest(
                    subject: .generator(generator, path: "points", facts: [:], seed: 3, count: 300),
                    reference: plan.reference, heldOut: plan.heldOut, seed: 3)
            ).evaluate(record: Sample.record)
            #expect(outcome.measurement.metrics == report.metrics)
            #expect(outcome.measurement.verdict == report.verdict)
            #expect(outcome.measurement.film.rows == 300)
        }
    }

    @Test func contributionsBelongToTheFigures() throws {
        for outcome in try measure(generators, measurer()) {
            let contributions = outcome.measurement.contributions
            #expect(Array(contributions.keys) == SeriesAnalysis.metrics)
            for (name, rows) in contributions {
                let value = try #require(outcome.measurement.metrics[name]?.result.value)
                #expect(abs(rows.value - value) <= 1e-6 * max(1, abs(value)), "\(name)")
                #expect(rows.generated.count == 300)
            }
        }
    }

    @Test func whatIsKnownIsNotMeasuredAgain() throws {
        let cache = MemoryCache()
        let first = try measure(generators, measurer(cache: cache))
        #expect(first.allSatisfy { !$0.isFromCache })
        // Samples are the one thing that is not kept.
        #expect(!cache.kept.contains(EvaluationSubject.samplesKind) && cache.kept.contains(SeriesMeasurer.kind))
        let second = try measure(generators.reversed(), measurer(cache: cache))
        #expect(second.allSatisfy { $0.isFromCache })
        #expect(second.reversed().map(\.measurement) == first.map(\.measurement))
        let other = try measure(generators, measurer(samples: 200, cache: cache))
        #expect(other.allSatisfy { !$0.isFromCache })
    }

    @Test func orderThreadsAndCompanyChangeNothing() throws {
        let together = try measure(generators, measurer()).map(\.measurement)
        let reversed = try measure(generators.reversed(), measurer()).map(\.measurement)
        #expect(reversed.reversed() == together)
        let alone = try generators.map { try measure([$0], measurer())[0].measurement }
        #expect(alone == together)
        let single = try withThreads(1) { try measure(generators, measurer()).map(\.measurement) }
        #expect(try single.map { try $0.encoded() } == together.map { try $0.encoded() })
    }

    @Test func theProtocolIsThatOfAllItsCheckpoints() throws {
        let first = try measurer()
        let rules = try generators.map { try first.evaluationProtocol(of: $0) }
        #expect(Set(rules.map(\.fingerprint)).count == 1)
        #expect(rules[0].fields["generator_weights"] == nil)
        #expect(rules[0].fields["samples"] == "300" && rules[0].fields["sampling_seed"] == "3")
        let other = try measurer(samples: 299).evaluationProtocol(of: generators[0])
        #expect(other.fingerprint != rules[0].fingerprint)
    }

    @Test func aDamagedEntryIsMeasuredAgain() throws {
        let cache = DamagingCache(base: MemoryCache())
        let first = try measure([generators[0]], measurer(cache: cache))
        cache.isDamaging.store(true, ordering: .relaxed)
        let second = try measure([generators[0]], measurer(cache: cache))
        #expect(!second[0].isFromCache && second[0].measurement == first[0].measurement)
    }
}

/// Hands out measurements with their last byte cut off.
private final class DamagingCache: EvaluationCache {
    let base: MemoryCache
    let isDamaging = Atomic<Bool>(false)

    init(base: MemoryCache) { self.base = base }

    func find(kind: String, ingredients: [String]) -> [UInt8]? {
        let found = base.find(kind: kind, ingredients: ingredients)
        return isDamaging.load(ordering: .relaxed) && kind == SeriesMeasurer.kind
            ? found.map { Array($0.dropLast()) } : found
    }

    func keep(_ bytes: [UInt8], kind: String, ingredients: [String]) {
        base.keep(bytes, kind: kind, ingredients: ingredients)
    }
}
