import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANEvaluation

/// Comparisons of generators whose differences are known.
@Suite struct ComparerTests {
    private static let cache = MemoryCache()
    private let ring = BuiltinRing.reference

    /// Points of a Gaussian around the origin; generators scale and move their latents.
    private enum BuiltinRing {
        static let reference = Sample.source(
            SeededGenerator(seed: 50).normalRows(800, columns: 2), shape: .vector(2), name: "normal points")
    }

    private func subject(
        _ centre: Float, spread: Float = 1, seed: UInt64 = 1, count: Int = 600
    ) -> EvaluationSubject {
        .generator(
            PointGenerator(centre: (centre, 0), spread: spread), path: "p", facts: [:], seed: seed, count: count)
    }

    private func compare(
        _ subjects: [EvaluationSubject], reference: (any SampleSource)? = nil, permutations: Int = 400
    ) throws -> ComparisonReport {
        try Comparer(
            ComparisonRequest(subjects: subjects, reference: reference ?? ring, permutations: permutations),
            cache: Self.cache
        ).compare(record: Sample.record)
    }

    private func outcome(_ report: ComparisonReport, _ metric: String, candidate: Int = 0) -> ComparisonVerdict.Outcome?
    {
        report.metrics.first { $0.name == metric }?.outcomes[candidate]
    }

    @Test func aWorseGeneratorIsCalledWorse() throws {
        let report = try compare([subject(0), subject(0.5)])
        #expect(report.pairing.isPaired && report.isWorse)
        #expect(outcome(report, "frechet_distance") == .worse)
        let mirrored = try compare([subject(0.5), subject(0)])
        #expect(outcome(mirrored, "frechet_distance") == .better && !mirrored.isWorse)
    }

    /// A comparison's protocol says of its sources what a report's says.
    @Test func theProtocolRecordsSourcesAsReportsDo() throws {
        let heldOut = Sample.source(
            SeededGenerator(seed: 51).normalRows(300, columns: 2), shape: .vector(2), name: "more points")
        let request = ComparisonRequest(
            subjects: [subject(0), subject(0.5)], reference: ring, heldOut: heldOut, permutations: 20)
        let compared = try Comparer(request, cache: Self.cache).compare(record: Sample.record).evaluationProtocol
        let reported = try Evaluator(
            EvaluationRequest(subject: subject(0), reference: ring, heldOut: heldOut), cache: Self.cache
        ).evaluate(record: Sample.record).evaluationProtocol
        for key in [
            ProtocolKey.version, .extractor, .extractorDigest, .digest(of: .reference), .count(of: .reference),
            .rule(of: .reference), .digest(of: .heldOut), .count(of: .heldOut), .rule(of: .heldOut), .samples,
            .samplingSeed, .resize, .neighbourMetrics, .evaluationSeed,
        ] {
            #expect(compared[key] != nil && compared[key] == reported[key], "\(key.rawValue)")
        }
    }

    @Test func equalGeneratorsDoNotDiffer() throws {
        let report = try compare([subject(0), subject(0)])
        #expect(report.metrics.allSatisfy { $0.outcomes == [.noDifference] && $0.answers[0]?.difference == 0 })
        #expect(!report.isWorse && report.samples == 600)
        #expect(report.doubts.contains { $0.code == "equal_subjects" })
        #expect(report.changes[0].largest.isEmpty && report.changes[0].median == 0)
    }

    /// The same latents: a move of a hundredth of the spread is seen, which independent sets of 600 do not show.
    @Test func pairsSeeWhatIndependentSetsDoNot() throws {
        let paired = try compare([subject(0.3), subject(0.33)])
        #expect(outcome(paired, "frechet_distance") == .worse)
        let unpaired = try compare([subject(0.3, seed: 1), subject(0.33, seed: 2)])
        #expect(!unpaired.pairing.isPaired && outcome(unpaired, "frechet_distance") == .noDifference)
        #expect(unpaired.changes.isEmpty)
        #expect(unpaired.metrics.first { $0.name == "frechet_distance" }?.answers[0].map { $0.detectable > 0 } == true)
    }

    @Test func samplesMadeBeforeCannotBePaired() throws {
        let samples = Sample.source(
            SeededGenerator(seed: 9).normalRows(700, columns: 2), shape: .vector(2), name: "made before")
        let report = try compare([subject(0), .samples(samples, count: 10_000)])
        #expect(report.pairing == .madeBefore(subject: 1))
        // Both sets are cut to what the smaller has.
        #expect(report.samples == 600 && report.doubts.contains(.fewerSamplesUsed(subject: 1, count: 700, used: 600)))
    }

    @Test func threeSetsNameTheBest() throws {
        let report = try compare([subject(0.6), subject(0), subject(1.2)])
        #expect(outcome(report, "frechet_distance") == .better && report.isWorse)
        #expect(report.metrics[0].best?.best == 1 && report.metrics[0].best?.indistinguishable == [1])
        #expect(outcome(report, "frechet_distance", candidate: 1) == .worse)
    }

    @Test func valuesAreThoseOfTheReport() throws {
        let report = try compare([subject(0.1), subject(0.2)])
        let alone = try Evaluator(
            EvaluationRequest(subject: subject(0.2), reference: ring), cache: Self.cache
        ).evaluate(record: Sample.record)
        for metric in report.metrics {
            let value = alone.value(metric.name)
            #expect(abs(metric.values[1] - value) <= 1e-9 * max(1, abs(value)), "\(metric.name)")
        }
    }

    @Test func classesByNearestLabelAndBySample() throws {
        let reference = Sample.bands(count: 900, seed: 1)
        let fresh = Sample.bands(count: 900, seed: 2)
        let labels = try #require(fresh.labels)
        // A has all classes, B none of class 2.
        let second = try Sample.rows(of: Sample.bands(count: 900, seed: 3), limit: 500) { row in
            Sample.bands(count: 900, seed: 3).labels?[row] != 2
        }
        let first = try Sample.rows(of: fresh, limit: 500) { labels[$0] >= 0 }
        let report = try Comparer(
            ComparisonRequest(
                subjects: [.samples(first, count: 500), .samples(second, count: 500)], reference: reference,
                extractor: .pixels, permutations: 400, classNames: ["a", "b", "c", "d", "e"]),
            cache: Self.cache
        ).compare(record: Sample.record)
        let shares = try #require(report.classes)
        #expect(
            shares.method.contains("nearest reference row") && shares.classes.map(\.name) == ["a", "b", "c", "d", "e"])
        #expect(shares.classes[2].shares[1] == 0 && shares.classes[2].answers[0].adjustedPValue < 0.01)
        #expect(shares.classes[2].answers[0].high < 0)
        #expect(shares.classes[2].answers[0].isDifferent(level: ComparisonVerdict.level))
        #expect(outcome(report, "coverage") == .worse)
    }

    @Test func largestChangesComeFirstWithBothImages() throws {
        let report = try compare([subject(0, spread: 1), subject(0, spread: 1.5)])
        let largest = report.changes[0].largest
        #expect(largest.count == 24 && report.changes[0].imageShape == nil)
        #expect(zip(largest, largest.dropFirst()).allSatisfy { $0.distance >= $1.distance })
        let first = try #require(largest.first)
        // The spread grew by half: so did each point.
        #expect(abs(first.candidate[0] - 1.5 * first.baseline[0]) < 1e-5)
        let length = Double(first.baseline[0] * first.baseline[0] + first.baseline[1] * first.baseline[1]).squareRoot()
        #expect(abs(first.distance - length / 2) < 1e-5 && first.distance > 2 * report.changes[0].median)
    }

    @Test func threadsAndCacheDoNotMatter() throws {
        let subjects = [subject(0.1), subject(0.2)]
        let request = ComparisonRequest(subjects: subjects, reference: ring, permutations: 200)
        let one = try withThreads(1) { try Comparer(request).compare(record: Sample.record) }
        let many = try withThreads(4) { try Comparer(request, cache: Self.cache).compare(record: Sample.record) }
        #expect(one.metrics.map(\.answers) == many.metrics.map(\.answers))
        #expect(one.evaluationProtocol == many.evaluationProtocol && one.isWorse == many.isWorse)
    }

    @Test func refusesWhatDoesNotFit() throws {
        #expect(throws: ComparisonError.tooFewSubjects(count: 1)) { try compare([subject(0)]) }
        let images = Sample.bands(count: 50, seed: 1)
        #expect(throws: EvaluationError.self) { try compare([subject(0), .samples(images, count: 50)]) }
        #expect(throws: EvaluationError.self) { try compare([subject(0), subject(0, count: 3)]) }
    }
}
