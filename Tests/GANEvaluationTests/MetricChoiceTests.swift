import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANEvaluation

/// Which metrics a report measures.
@Suite struct MetricChoiceTests {
    private func report(
        _ choice: MetricChoice, _ name: String = "ring", heldOut: Bool = true, extractor: ExtractorChoice = .automatic
    ) throws -> EvaluationReport {
        try Evaluator(
            EvaluationRequest(
                subject: .samples(try SampleSources.open("builtin:\(name)[0:120]"), count: 120),
                reference: try SampleSources.open("builtin:\(name)[200:400]"),
                heldOut: heldOut ? try SampleSources.open("builtin:\(name)-test[0:100]") : nil, extractor: extractor,
                metrics: choice)
        ).evaluate(record: Sample.record)
    }

    @Test func allTakesWhatTheDataAllow() throws {
        let (usual, all) = (try report(.report), try report(.all))
        #expect(all.omitted.keys.contains(SpatialFrechetDistance.name) && usual.omitted.isEmpty)
        #expect(all.omitted[InceptionScore.name] == "needs class probabilities of the samples")
        let asked = all.metrics.count + all.omitted.count
        #expect(asked == MetricRegistry.metrics.count && all.metrics.count > 20)
        #expect(Array(all.metrics.keys) == MetricRegistry.all.map(\.name).filter { all.metrics[$0] != nil })
        // What a report measures unasked has the same figures.
        for (name, metric) in usual.metrics {
            let (one, two) = (metric.result, try #require(all.metrics[name]).result)
            #expect(abs(one.value - two.value) <= 1e-9 * abs(one.value), "\(name)")
            #expect(one.parts.keys == two.parts.keys && one.diagnostics == two.diagnostics, "\(name)")
        }
        #expect(usual.verdict == all.verdict)
        // One space for copies: pixels, in which all training rows take part.
        #expect(all.metrics[DistanceRatio.name]?.extractor == "coordinates")
        let copying = try #require(all.metrics[DataCopying.name]?.result)
        #expect(copying.diagnostics.contains { $0.code == "drawn_reference_rows" })
    }

    @Test func withoutHeldOutDataTheReasonIsSaid() throws {
        let all = try report(.all, heldOut: false)
        #expect(all.omitted[DataCopying.name] == "needs features of held-out data")
        #expect(all.metrics[Authenticity.name] != nil && all.metrics[VendiScore.name] != nil)
        #expect(all.metrics.values.allSatisfy { $0.result.ceiling == nil })
    }

    @Test func imagesAreMeasuredInBothSpaces() throws {
        let names = [FrechetDistance.name, EnergyDistance.name, DistanceRatio.name, StructuralDiversity.name]
        let all = try report(.named(names), "shapes", extractor: .pixelsPCA)
        let pairs = try #require(all.metrics[StructuralDiversity.name])
        #expect(pairs.extractor == "pixels" && pairs.result.ceiling != nil && pairs.result.null != nil)
        #expect(all.metrics[FrechetDistance.name]?.extractor == "pixels-pca64")
        #expect(all.metrics[EnergyDistance.name] != nil && all.metrics[DistanceRatio.name]?.extractor == "pixels")
    }

    @Test func namesChooseThoseAlone() throws {
        let some = try report(.named([Authenticity.name, Recall.name]))
        #expect(Array(some.metrics.keys) == ["recall", "authenticity"] && some.omitted.isEmpty)
        let usual = try report(.report)
        for (name, metric) in some.metrics { #expect(metric == usual.metrics[name], "\(name)") }
        let tile = try #require(some.verdict.tiles.first { $0.section == .quality })
        #expect(tile.metric == nil && tile.finding == .notMeasured(.choice))
        let places = try report(.named([SpatialFrechetDistance.name]))
        #expect(places.metrics.isEmpty && places.omitted[SpatialFrechetDistance.name] != nil)
    }

    /// Samples of the reference's own kind, in a number that decides: measured in part they are not called good.
    @Test func aPartIsNoGoodWhole() throws {
        func verdict(_ choice: MetricChoice) throws -> Verdict {
            try Evaluator(
                EvaluationRequest(
                    subject: .samples(try SampleSources.open("builtin:ring[0:400]"), count: 400),
                    reference: try SampleSources.open("builtin:ring[400:1200]"),
                    heldOut: try SampleSources.open("builtin:ring-test[0:400]"), metrics: choice)
            ).evaluate(record: Sample.record).verdict
        }
        let part = try verdict(.named([Precision.name]))
        #expect(part.tiles.contains { $0.section == .quality && $0.grade == .good })
        #expect(part.grade == .cannotTell)
        // Nobody looked for exact copies, so nothing is said of them.
        let near = try verdict(.named([DistanceRatio.name]))
        #expect(near.tiles.contains { $0.section == .memorization && $0.finding == .notMeasured(.choice) })
    }

    @Test func exactCopiesSpeakWhateverElseIsMeasured() throws {
        let copies = try Evaluator(
            EvaluationRequest(
                subject: .samples(try SampleSources.open("builtin:ring[0:300]"), count: 300),
                reference: try SampleSources.open("builtin:ring[0:600]"), metrics: .named([Authenticity.name]))
        ).evaluate(record: Sample.record)
        #expect(copies.verdict.grade == .alarming)
        #expect(copies.verdict.tiles.contains { $0.finding == .exactCopies(300) })
    }

    /// Three rows are too few for a classifier's two halves: the report has its other metrics, and says so.
    @Test func setsTooSmallForOneMetricKeepTheOthers() throws {
        let report = try Evaluator(
            EvaluationRequest(
                subject: .samples(try SampleSources.open("builtin:ring[0:3]"), count: 3),
                reference: try SampleSources.open("builtin:ring[10:13]"), neighbours: 1)
        ).evaluate(record: Sample.record)
        #expect(report.metrics["coverage"] != nil && report.metrics["classifier_two_sample"] == nil)
        #expect(report.omitted["classifier_two_sample"]?.contains("at least 4") == true)
        #expect(throws: MetricError.self) {
            try Evaluator(
                EvaluationRequest(
                    subject: .samples(try SampleSources.open("builtin:ring[0:3]"), count: 3),
                    reference: try SampleSources.open("builtin:ring[10:13]"), neighbours: 1,
                    metrics: .named([ClassifierTwoSample.name]))
            ).evaluate(record: Sample.record)
        }
    }

    @Test func aNameOfNoMetricIsRefused() {
        #expect(throws: MetricError.unknownMetric(name: "precison")) { try report(.named(["precison"])) }
    }

    @Test func theProtocolRecordsAChoiceOfOnesOwn() throws {
        let choices: [(MetricChoice, String?)] = [
            (.report, nil), (.all, "all"), (.named([Authenticity.name, Recall.name]), "recall, authenticity"),
        ]
        for (choice, words) in choices {
            #expect(try report(choice).evaluationProtocol.fields["metrics"] == words)
        }
    }
}
