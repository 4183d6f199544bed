import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANEvaluation

/// What the scores must say about generators whose faults are known.
@Suite struct EvaluatorTests {
    /// One classifier serves all tests of this suite.
    private static let cache = MemoryCache()

    private func shapes(_ rows: String) throws -> any SampleSource { try SampleSources.open("builtin:shapes\(rows)") }

    private func evaluate(
        _ generated: any SampleSource, reference: any SampleSource, heldOut: (any SampleSource)?,
        extractor: ExtractorChoice = .automatic, cache: any EvaluationCache = Self.cache
    ) throws -> EvaluationReport {
        try Evaluator(
            EvaluationRequest(
                subject: .samples(generated, count: 10_000), reference: reference, heldOut: heldOut,
                extractor: extractor),
            cache: cache
        ).evaluate(record: Sample.record)
    }

    private func evaluateShapes(_ generated: any SampleSource) throws -> EvaluationReport {
        try evaluate(generated, reference: shapes("[0:2000]"), heldOut: shapes("-test[0:500]"))
    }

    @Test func freshRealDataScoreNearTheirCeiling() throws {
        let report = try evaluateShapes(shapes("-test[1000:1500]"))
        for name in ["precision", "recall", "coverage", "density"] {
            #expect(abs(report.value(name) / report.ceiling(name) - 1) < 0.15, "\(name)")
        }
        #expect(report.verdict.grade == .good || report.verdict.grade == .weak)
        #expect(report.tile(.memorization)?.grade == .good)
        #expect(report.tile(.modes)?.grade == .good)
        #expect(report.modes?.modes.contains { $0.missing } == false)
        #expect(report.metrics.values.allSatisfy { $0.result.value.isFinite })
        #expect(Set(report.metrics.keys).isSubset(of: Set(MetricRegistry.all.map(\.name))))
    }

    @Test func imagesAreMeasuredByTheirLooksAndPointsAreNot() throws {
        let fresh = try shapes("-test[1000:1400]")
        let honest = try evaluateShapes(fresh)
        let names = ["sharpness", "power_spectrum", "appearance", "distinct_samples", "distinct_bins"]
        for name in names {
            let result = try #require(honest.metrics[name]?.result, "\(name)")
            #expect(result.value.isFinite && result.ceiling != nil, "\(name)")
        }
        let sharp = try fresh.read(rows: 0..<fresh.count)
        var soft = sharp
        for place in 28..<sharp.scalars.count - 28 {
            soft.scalars[place] = (sharp.scalars[place - 28] + 2 * sharp.scalars[place] + sharp.scalars[place + 28]) / 4
        }
        let blurred = try evaluateShapes(Sample.source(soft, shape: fresh.shape))
        #expect(try #require(blurred.metrics["sharpness"]?.result.interval).high < -0.3)
        let points = try evaluate(
            SampleSources.open("builtin:ring[0:300]"), reference: SampleSources.open("builtin:ring[300:900]"),
            heldOut: nil)
        #expect(points.metrics["sharpness"] == nil && points.metrics["distinct_samples"] != nil)
    }

    @Test func copiesOfTrainingImagesAreFoundAndShown() throws {
        let training = try shapes("[0:2000]")
        let copies = (0..<60).map { 17 + 31 * $0 }
        let fresh = try shapes("-test[1000:1440]")
        let samples = try training.read(rows: 0..<2000).rows(at: copies)
            .appendingRows(of: fresh.read(rows: 0..<440))
        let report = try evaluateShapes(Sample.source(samples, shape: training.shape))
        #expect(report.tile(.memorization)?.grade == .alarming)
        #expect(report.verdict.grade == .alarming && report.verdict.copying != nil)
        #expect(report.metrics["authenticity"]?.result.parts["exact_copies"] == .count(60))
        #expect(report.gallery.pairs.count == 12)
        for pair in report.gallery.pairs {
            #expect(pair.sample < 60 && pair.trainingRow == copies[pair.sample % 60] && pair.distance == 0)
            #expect(pair.sampleImage == pair.trainingImage)
        }
    }

    @Test func aClassThatIsNeverMadeIsNamed() throws {
        let fresh = Sample.bands(count: 500, seed: 2)
        let labels = try #require(fresh.labels)
        let report = try evaluate(
            Sample.rows(of: fresh, limit: 300) { labels[$0] != 2 }, reference: Sample.bands(count: 1200, seed: 1),
            heldOut: Sample.bands(count: 300, seed: 3))
        #expect(report.modes?.modes.map(\.name) == (0..<5).map { "class \($0)" })
        #expect(report.modes?.modes.filter(\.missing).map(\.name) == ["class 2"])
        let tile = report.tile(.modes)
        #expect(tile?.grade == .alarming && tile?.finding == .missingModes(["class 2"], total: 5, isSure: true))
    }

    @Test func aCollapsedGeneratorIsPreciseAndCoversNothing() throws {
        let training = try shapes("[0:2000]")
        let few = try training.read(rows: 0..<8)
        var random = SeededGenerator(seed: 1)
        let samples = Matrix<Float>(rows: 400, columns: 784) { target in
            for index in target.indices {
                let level = few[index / 784 % 8, index % 784] + Float(random.index(below: 5)) - 2
                target[index] = min(255, max(0, level.rounded()))
            }
        }
        let report = try evaluateShapes(Sample.source(samples, shape: training.shape))
        #expect(report.value("precision") > 0.9 * report.ceiling("precision"))
        #expect(report.value("coverage") < 0.3 * report.ceiling("coverage"))
        #expect(report.value("recall") < 0.1)
        guard case .count(let distinct)? = report.metrics["distinct_samples"]?.result.parts["distinct"] else {
            Issue.record("distinct samples are not counted")
            return
        }
        #expect((7...12).contains(distinct), "\(distinct) distinct samples of 8 images")
        #expect(report.tile(.diversity)?.grade == .alarming)
        #expect(report.verdict.grade == .alarming)
    }

    @Test func aModeOfARingThatIsNeverReachedIsNamed() throws {
        let fresh = try SampleSources.open("builtin:ring-test[0:600]")
        let labels = try #require(fresh.labels)
        let report = try evaluate(
            Sample.rows(of: fresh, limit: 400) { labels[$0] != 5 },
            reference: SampleSources.open("builtin:ring[0:800]"),
            heldOut: SampleSources.open("builtin:ring-test[1000:1400]"))
        #expect(report.modes?.modes.filter(\.missing).map(\.name) == ["mode 5"])
        #expect(report.value("mode_coverage") == 7)
        #expect(report.gallery.points?.generated.rows == 400)
        #expect(report.gallery.imageShape == nil && report.gallery.pairs.isEmpty)
    }

    @Test func equalRequestsGiveEqualReportsForAnyNumberOfThreads() throws {
        let (generated, reference) = (try shapes("-test[0:60]"), try shapes("[0:300]"))
        let heldOut = try shapes("-test[100:200]")
        func report() throws -> EvaluationReport {
            // That a classifier is the same for any number of threads is what its trainer's tests show.
            try evaluate(
                generated, reference: reference, heldOut: heldOut, extractor: .pixelsPCA, cache: NoCache())
        }
        let alone = try withThreads(1) { try report() }
        for threads in [2, 5] {
            let other = try withThreads(threads) { try report() }
            #expect(other.metrics == alone.metrics)
            #expect(other.evaluationProtocol == alone.evaluationProtocol && other.verdict == alone.verdict)
            #expect(other.gallery.pairs.map(\.trainingRow) == alone.gallery.pairs.map(\.trainingRow))
            #expect(other.gallery.worst.map(\.realism) == alone.gallery.worst.map(\.realism))
        }
    }

    @Test func theProtocolFollowsEverythingThatDecidesTheNumbers() throws {
        let reference = try SampleSources.open("builtin:ring[0:100]")
        let heldOut = try SampleSources.open("builtin:ring-test[0:100]")
        func fingerprint(
            reference: any SampleSource, heldOut: (any SampleSource)?, count: Int = 50, seed: UInt64 = 1,
            sampling: UInt64 = 1, neighbours: Int = 5, x: Float = 0
        ) throws -> String {
            let subject = EvaluationSubject.generator(
                PointGenerator(centre: (x, 0)), path: "p", facts: [:], seed: sampling, count: count)
            return try Evaluator(
                EvaluationRequest(
                    subject: subject, reference: reference, heldOut: heldOut, seed: seed, neighbours: neighbours)
            ).evaluate(record: Sample.record).evaluationProtocol.fingerprint
        }
        let plain = try fingerprint(reference: reference, heldOut: heldOut)
        let others = try [
            fingerprint(reference: SampleSources.open("builtin:ring[0:101]"), heldOut: heldOut),
            fingerprint(reference: reference, heldOut: nil),
            fingerprint(reference: reference, heldOut: heldOut, count: 51),
            fingerprint(reference: reference, heldOut: heldOut, seed: 2),
            fingerprint(reference: reference, heldOut: heldOut, sampling: 2),
            fingerprint(reference: reference, heldOut: heldOut, neighbours: 4),
        ]
        #expect(Set(others + [plain]).count == others.count + 1)
        // Two generators are compared under one protocol.
        #expect(try fingerprint(reference: reference, heldOut: heldOut, x: 1) == plain)
    }

    @Test func aSecondRunComesFromTheCacheAndAnotherGeneratorNever() throws {
        let cache = MemoryCache()
        func report(_ x: Float, cache: any EvaluationCache) throws -> EvaluationReport {
            try Evaluator(
                EvaluationRequest(
                    subject: .generator(
                        PointGenerator(centre: (x, 0)), path: "same path", facts: [:], seed: 1, count: 60),
                    reference: SampleSources.open("builtin:ring[0:200]"),
                    heldOut: SampleSources.open("builtin:ring-test[0:100]")), cache: cache
            ).evaluate(record: Sample.record)
        }
        let first = try report(1, cache: cache)
        let kept = cache.kept
        #expect(cache.hits.isEmpty && kept.contains("features/2") && kept.contains("neighbours/1"))
        #expect(try report(1, cache: cache).metrics == first.metrics)
        #expect(cache.kept == kept && cache.hits.sorted() == kept.sorted())

        let changed = try report(0.9, cache: cache)
        #expect(cache.kept.count > kept.count)
        #expect(changed.metrics == (try report(0.9, cache: NoCache())).metrics)
        #expect(changed.metrics != first.metrics)
    }

    @Test func aClassifierFromTheCacheGivesTheSameNumbers() throws {
        let cache = MemoryCache()
        let (generated, reference) = (try shapes("-test[0:40]"), try shapes("[0:200]"))
        let first = try evaluate(generated, reference: reference, heldOut: nil, cache: cache)
        #expect(cache.kept.contains("classifier weights/1"))
        let second = try evaluate(generated, reference: reference, heldOut: nil, cache: cache)
        #expect(cache.hits.contains("classifier weights/1"))
        #expect(second.metrics == first.metrics && second.evaluationProtocol == first.evaluationProtocol)
    }

    @Test func sourcesMustFitTogether() throws {
        let ring = try SampleSources.open("builtin:ring[0:50]")
        let images = try shapes("[0:50]")
        #expect(
            throws: EvaluationError.shapesDiffer(
                source: images.name, found: images.shape, reference: ring.name, expected: ring.shape)
        ) { try evaluate(images, reference: ring, heldOut: nil) }
        #expect(
            throws: EvaluationError.shapesDiffer(
                source: images.name, found: images.shape, reference: ring.name, expected: ring.shape)
        ) { try evaluate(ring, reference: ring, heldOut: images) }
    }

    @Test func everySideNeedsEnoughSamples() throws {
        let (ring, few) = (try SampleSources.open("builtin:ring[0:50]"), try SampleSources.open("builtin:ring[0:5]"))
        let error = EvaluationError.tooFewSamples(source: few.name, count: 5, needed: 6)
        #expect(throws: error) { try evaluate(few, reference: ring, heldOut: nil) }
        #expect(throws: error) { try evaluate(ring, reference: few, heldOut: nil) }
        #expect(throws: error) { try evaluate(ring, reference: ring, heldOut: few) }
    }

    @Test func theSmallestSourcesThatAreTakenGiveAReport() throws {
        let report = try evaluate(
            SampleSources.open("builtin:ring-test[0:6]"), reference: SampleSources.open("builtin:ring[0:6]"),
            heldOut: SampleSources.open("builtin:ring-test[6:12]"))
        #expect(report.metrics.values.allSatisfy { $0.result.value.isFinite })
        #expect(report.verdict.shortage == .init(samples: 6, needed: 200))
    }

    @Test func heldOutDataMustNotBeTheReference() throws {
        let ring = try SampleSources.open("builtin:ring[0:50]")
        let same = SampleRange(try SampleSources.open("builtin:ring"), rows: 0..<50)
        #expect(throws: EvaluationError.heldOutIsReference(source: same.name)) {
            try evaluate(ring, reference: ring, heldOut: same)
        }
    }

    @Test func withoutHeldOutDataCopyingCannotBeTold() throws {
        let report = try evaluate(
            SampleSources.open("builtin:ring-test[0:300]"), reference: SampleSources.open("builtin:ring[0:300]"),
            heldOut: nil)
        #expect(report.tile(.memorization)?.grade == .cannotTell && report.heldOut == nil)
        #expect(report.metrics["precision"]?.result.ceiling == nil)
    }
}
