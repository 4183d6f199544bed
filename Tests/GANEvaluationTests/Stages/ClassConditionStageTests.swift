import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANEvaluation

/// Classes of points, which a linear probe tells.
@Suite struct ClassConditionStageTests {
    /// The first rows of a ring without what it knows of its modes.
    private func ring(_ rows: String) throws -> ArraySource {
        let source = try SampleSources.open("builtin:\(rows)")
        return ArraySource(
            name: rows, rule: "", shape: source.shape, samples: try source.read(rows: 0..<source.count),
            labels: source.labels)
    }

    private func report(
        _ asked: [Int]?, heldOut: Bool = true, metrics: MetricChoice = .report
    ) throws -> EvaluationReport {
        let samples = try ring("ring-test[0:400]")
        var request = EvaluationRequest(
            subject: .samples(samples, count: 400),
            plan: MeasuringPlan(
                reference: try ring("ring[0:800]"), heldOut: heldOut ? try ring("ring-test[1000:1400]") : nil, seed: 1))
        request.metrics = metrics
        request.asked = asked.map { AskedClasses(labels: $0, origin: "a list") }
        return try Evaluator(request).evaluate(record: Sample.record)
    }

    @Test func samplesAreHeldAgainstTheClassesAskedFor() throws {
        let labels = try #require(try ring("ring-test[0:400]").labels)
        let right = try report(labels)
        let panel = try #require(right.classCondition)
        let names = [ClassAccuracy.name, ClassDistance.name, GANTrainAccuracy.name, GANTestAccuracy.name]
        #expect(Array(panel.figures.keys) == names && panel.omitted.isEmpty)
        #expect(panel.classes.map(\.asked).reduce(0, +) == 400 && panel.classes.count == 8)
        for name in [ClassAccuracy.name, GANTrainAccuracy.name, GANTestAccuracy.name] {
            let figure = try #require(right.metrics[name]?.result)
            #expect(figure.value > 0.95 && figure.ceiling?.value ?? 0 > 0.95, "\(name)")
            #expect(figure.null?.value ?? 1 < 0.3, "\(name)")
        }
        #expect(right.tile(.condition)?.grade == .good || right.tile(.condition)?.grade == .cannotTell)

        // The same samples, asked for anything.
        var generator = SeededGenerator(seed: 3)
        let ignored = try report(labels.shuffled(using: &generator))
        let accuracy = try #require(ignored.metrics[ClassAccuracy.name]?.result)
        #expect(accuracy.value < 0.25 && accuracy.number("p_value") ?? 0 > 0.01)
        #expect(ignored.tile(.condition)?.grade == .alarming && ignored.verdict.grade == .alarming)
        guard case .condition(.ignoresLabel)? = ignored.tile(.condition)?.finding else {
            Issue.record("\(String(describing: ignored.tile(.condition)))")
            return
        }
        #expect(ignored.metrics[GANTrainAccuracy.name]?.result.value ?? 1 < 0.5)
    }

    @Test func allMetricsAreThoseOfTheConditionToo() throws {
        let asked = [Int](repeating: 3, count: 400)
        #expect(try report(asked, heldOut: false, metrics: .all).classCondition != nil)
        #expect(try report(asked, heldOut: false, metrics: .named([Recall.name])).classCondition == nil)
    }

    @Test func aTestThatCanFindNothingAccusesNobody() throws {
        func grade(_ asked: [Int], predicted: [Int]? = nil, real: Double? = 0.9) throws -> Grade {
            let result = ClassAccuracy.evaluate(
                asked: asked, predicted: predicted ?? asked, classes: 2,
                real: real.map { .init(value: $0, basis: "held-out") }, seed: 1)
            let metrics: OrderedDictionary<String, MeasuredMetric> = [
                ClassAccuracy.name: MeasuredMetric(name: ClassAccuracy.name, extractor: "pixels", result: result)
            ]
            let evidence = Evidence(metrics: metrics, hasHeldOut: false, modes: nil)
            return try #require(ClassAccuracyRule.witness(evidence)).grade
        }
        // Right samples, whose counts allow no small p-value.
        #expect(try grade([Int](repeating: 0, count: 50) + [1]) == .cannotTell)
        #expect(try grade([0, 0, 0, 0, 1, 1, 1, 1]) == .cannotTell)
        let (halves, ones) = ((0..<100).map { $0 % 2 }, [Int](repeating: 1, count: 100))
        #expect(try grade(halves, predicted: ones) == .alarming)
        #expect(try grade(halves, predicted: ones, real: 0.55) == .cannotTell)
        #expect(try grade(halves, predicted: ones, real: nil) == .cannotTell)
    }

    @Test func samplesThatTeachAreOfAllClassesAndAsManyAsRealRows() throws {
        let (reference, own) = (try ring("ring[0:800]"), try ring("ring-test[0:1600]"))
        let labels = try #require(own.labels)
        let order = labels.indices.sorted { (labels[$0], $0) < (labels[$1], $1) }
        let samples = try own.read(rows: 0..<1600).rows(at: order)
        let real = try reference.read(rows: 0..<800)
        let teaching = ClassTeaching(
            reference: reference, heldOut: nil, labels: try #require(reference.labels), features: real, unseen: nil,
            space: "points", cache: MemoryCache(), seed: 1)
        let outcome = try teaching.scores(
            samples, features: samples, asked: order.map { labels[$0] }, identity: ["sorted"], progress: { _ in })
        guard case .found(let scores) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(scores.train.parts["taught_by"] == MetricPart.count(400) && scores.train.value > 0.9)
        #expect(scores.taught.values.allSatisfy { $0 > 0.5 })
    }

    @Test func whatIsMissingIsSaid() throws {
        let one = try #require(try report([Int](repeating: 3, count: 400), heldOut: false).classCondition)
        #expect(one.figures.isEmpty && one.omitted[ClassAccuracy.name]?.contains("two classes") == true)
        let unknown = try #require(
            try report((0..<400).map { $0 % 2 == 0 ? 1 : 99 }, heldOut: false).classCondition)
        #expect(unknown.omitted[GANTrainAccuracy.name]?.contains("that the reference has") == true)
        let none = try report(nil, heldOut: false)
        #expect(none.classCondition == nil && none.tile(.condition) == nil)
    }
}
