import Foundation
import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANEvaluation

/// A discriminator of points by a function of them.
private struct PointDiscriminator: Discriminator {
    var name = "points.onnx"
    var digest = "d1"
    var sampleShape = SampleShape.vector(2)
    var outputShape = [1]
    let score: @Sendable (Float, Float) -> Float

    var valueRange: ValueRange { .symmetric }

    func logits(values: Matrix<Float>) throws -> Matrix<Float> {
        let scores = (0..<values.rows).map { score(values[$0, 0], values[$0, 1]) }
        let width = outputShape.reduce(1, *)
        let logits = Matrix(
            rows: values.rows, columns: width, scalars: scores.flatMap { [Float](repeating: $0, count: width) })
        if let place = logits.firstNonFinite { throw ModelError.nonFiniteOutput(path: name, sample: place.row) }
        return logits
    }
}

/// A discriminator of points of the classes 2 and 7.
private struct ClassDiscriminator: Discriminator {
    var name = "classes.onnx"
    var digest = "c1"
    var sampleShape = SampleShape.vector(2)
    var valueRange: ValueRange { .symmetric }
    var classCount: Int? { 8 }

    func logits(values: Matrix<Float>) throws -> Matrix<Float> { try logits(values: values, labels: nil) }

    func logits(values: Matrix<Float>, labels: [Int]?) throws -> Matrix<Float> {
        guard let labels, labels.allSatisfy([2, 7].contains) else {
            throw ModelError.unsuitableModel(path: name, problem: "other labels", expected: "2 and 7", remedy: "")
        }
        return Matrix(
            rows: values.rows, columns: 1, scalars: (0..<values.rows).map { values[$0, 0] + Float(labels[$0]) })
    }
}

@Suite struct DiscriminatorStageTests {
    /// Normal points around (`x`, 0).
    private static func points(_ count: Int, seed: UInt64, x: Float = 0, name: String) -> ArraySource {
        var rows = SeededGenerator(seed: seed).normalRows(count, columns: 2)
        for row in 0..<count { rows.scalars[2 * row] += x }
        return Sample.source(rows, shape: .vector(2), name: name)
    }

    private static let training = points(1500, seed: 1, name: "training")
    private static let heldOut = points(1500, seed: 2, name: "held out")
    /// Half of the samples are as real points are, half are three away.
    private static let samples: ArraySource = {
        let good = SeededGenerator(seed: 3).normalRows(3000, columns: 2)
        var all = good
        for row in stride(from: 0, to: 3000, by: 2) { all.scalars[2 * row] += 3 }
        return Sample.source(all, shape: .vector(2), name: "samples")
    }()

    /// The optimal discriminator of real points and samples.
    private static let optimal = PointDiscriminator { x, _ in
        let ratio = 0.5 + 0.5 * exp(Double(-(x - 3) * (x - 3) + x * x) / 2)
        return Float(-log(ratio))
    }

    private func evaluate(
        _ discriminator: some Discriminator, scale: DiscriminatorScores.Scale = .logit, isGiven: Bool = true,
        heldOut: (any SampleSource)? = Self.heldOut, cache: any EvaluationCache = NoCache(),
        metrics: MetricChoice = .report
    ) throws -> EvaluationReport {
        var request = EvaluationRequest(
            subject: .samples(Self.samples, count: 3000), reference: Self.training, heldOut: heldOut, metrics: metrics)
        request.discriminator = JudgedDiscriminator(
            .ready(discriminator), path: "points.onnx", scale: scale, isGiven: isGiven)
        return try Evaluator(request, cache: cache).evaluate(record: Sample.record)
    }

    @Test func anOptimalDiscriminatorHasAllFiguresAndImprovesSamples() throws {
        let report = try evaluate(Self.optimal)
        let panel = try #require(report.discriminator)
        #expect(Array(panel.figures.keys) == MetricRegistry.discriminatorFigures.map(\.name))
        #expect(panel.omitted.isEmpty)
        for (name, figure) in panel.figures {
            #expect(figure.null != nil && figure.interval != nil, "\(name)")
            #expect(report.metrics[name]?.result == figure)
        }
        let overfitting = try #require(panel.figures["discriminator_overfitting"]?.interval)
        #expect(overfitting.low < 0 && overfitting.high > 0)
        #expect(report.tile(.discriminator)?.grade == .good)
        let raw = try #require(panel.calibrations.first)
        guard case .number(let p)? = raw.test?.parts["p_value"] else {
            Issue.record("no p")
            return
        }
        #expect(raw.method == .raw && p > 0.01)
        let rejection = try #require(panel.selections.first { $0.scheme == .rejection })
        let precision = try #require(rejection.comparisons["precision"])
        #expect(try #require(precision.interval).low > 0)
        let plain = try #require(precision.plain.interval), chosen = try #require(precision.accepted.interval)
        #expect(chosen.low > plain.high)
        let distance = try #require(rejection.comparisons["frechet_distance"])
        #expect(distance.difference < 0)
        let chains = try #require(panel.selections.first { $0.scheme == .metropolisHastings })
        #expect(chains.accepted <= chains.pool / 5 && chains.acceptance.value < 1)
        // Points have no pictures.
        #expect(panel.convincing.isEmpty)
    }

    @Test func aDiscriminatorThatKnowsItsTrainingRowsIsSaidToAndChangesNoWordAboutTheSamples() throws {
        let rows = try Self.training.read(rows: 0..<Self.training.count)
        let known = Set((0..<rows.rows).map { rows[$0, 0] })
        var learner = PointDiscriminator { x, _ in (known.contains(x) ? 4 : -1) + x / 10 }
        learner.digest = "d2"
        let report = try evaluate(learner)
        let ratio = try #require(report.discriminator?.figures["discriminator_overfitting"])
        #expect(ratio.value > 0.9)
        #expect(try #require(report.discriminator?.figures["discriminator_membership_auc"]).value > 0.99)
        let tile = try #require(report.tile(.discriminator))
        #expect(tile.grade == .weak && tile.rule == "discriminator_overfitting")
        var request = EvaluationRequest(
            subject: .samples(Self.samples, count: 3000), reference: Self.training, heldOut: Self.heldOut)
        request.discriminator = nil
        let without = try Evaluator(request).evaluate(record: Sample.record)
        #expect(without.verdict.grade == report.verdict.grade)
        #expect(without.tile(.discriminator)?.finding == .notMeasured(.discriminatorScores))
        for (name, metric) in without.metrics { #expect(report.metrics[name] == metric, "\(name)") }
    }

    /// Labels with gaps are numbered for classifiers, and stay what they are for a discriminator.
    @Test func labelsWithGapsReachItAsTheyAre() throws {
        func labelled(_ count: Int, seed: UInt64) -> ArraySource {
            ArraySource(
                name: "labelled \(seed)", rule: "test", shape: .vector(2),
                samples: SeededGenerator(seed: seed).normalRows(count, columns: 2),
                labels: (0..<count).map { [2, 7][$0 % 2] })
        }
        var request = EvaluationRequest(
            subject: .samples(labelled(150, seed: 23), count: 150), reference: labelled(200, seed: 21),
            heldOut: labelled(150, seed: 22), metrics: .named([FrechetDistance.name]))
        request.discriminator = JudgedDiscriminator(
            .ready(ClassDiscriminator()), path: "classes.onnx", scale: .logit, isGiven: true)
        let panel = try #require(Evaluator(request).evaluate(record: Sample.record).discriminator)
        #expect(panel.figures["discriminator_auc"] != nil)
    }

    @Test func criticsGetTheFiguresThatMakeSense() throws {
        let report = try evaluate(PointDiscriminator { x, _ in 1000 - 50 * x }, scale: .critic)
        let panel = try #require(report.discriminator)
        let missing = [
            "discriminator_accuracy", "discriminator_training_sign", "discriminator_calibration_error",
            "discriminator_brier_score", "discriminator_calibration_z",
        ]
        #expect(Set(panel.omitted.keys) == Set(missing))
        #expect(panel.omitted.values.allSatisfy { $0 == .critic })
        #expect(panel.calibrations.map(\.method) == [.platt, .isotonic])
        #expect(panel.selections.count == 2)
        let alone = try #require(
            try evaluate(PointDiscriminator { x, _ in 1000 - 50 * x }, scale: .critic, heldOut: nil).discriminator)
        #expect(Array(alone.figures.keys) == ["discriminator_auc"])
        #expect(alone.selections.isEmpty && alone.calibrations.isEmpty)
        #expect(alone.omitted["discriminator_overfitting"] == .noHeldOut)
    }

    @Test func withoutHeldOutRowsTheTileSaysWhatCanNotBeTold() throws {
        let report = try evaluate(Self.optimal, heldOut: nil)
        let tile = try #require(report.tile(.discriminator))
        #expect(tile.grade == .cannotTell && tile.metric == "discriminator_auc")
        #expect(report.discriminator?.selections.count == 2)
        #expect(report.discriminator?.figures["discriminator_training_sign"] != nil)
    }

    @Test func whatIsWrongWithAGivenOneEndsTheRun() throws {
        #expect(throws: ModelError.constantScores(path: "points.onnx", samples: 4500)) {
            try evaluate(PointDiscriminator { _, _ in 2 })
        }
        #expect(throws: ModelError.self) { try evaluate(PointDiscriminator { x, _ in x > 3 ? .nan : x }) }
        var several = PointDiscriminator { x, _ in x }
        several.outputShape = [10]
        #expect(throws: ModelError.severalScores(path: "points.onnx", count: 10)) { try evaluate(several) }
        several.outputShape = [2, 2, 1]
        #expect(try evaluate(several).discriminator != nil)
        var wide = PointDiscriminator { x, _ in x }
        wide.sampleShape = .image(height: 2, width: 1, channels: 1)
        let error = try #require(throws: ModelError.self) { try evaluate(wide) }
        #expect(error.fact.contains("2×1×1 image") && error.location == "points.onnx")
    }

    @Test func whatIsWrongWithACheckpointsOwnIsOnlySaid() throws {
        let report = try evaluate(PointDiscriminator { _, _ in 2 }, isGiven: false)
        #expect(report.discriminator == nil)
        let fault = try #require(report.discriminatorFault)
        #expect(fault.fact.contains("one and the same score"))
        #expect(report.tile(.discriminator)?.finding == .brokenDiscriminator(fault))
        // Who chooses metrics does not ask about a discriminator that is there by chance.
        let chosen = try evaluate(Self.optimal, isGiven: false, metrics: .named(["precision"]))
        #expect(chosen.discriminator == nil && chosen.discriminatorFault == nil)
    }

    @Test func scoresAreKeptByContentAndThreadsChangeNothing() throws {
        let cache = MemoryCache()
        let first = try withThreads(1) { try evaluate(Self.optimal, cache: cache) }
        let again = try withThreads(3) {
            // Another function by the same digest: the scores come from the cache.
            try evaluate(PointDiscriminator { _, y in y }, cache: cache)
        }
        #expect(first.discriminator?.figures == again.discriminator?.figures)
        #expect(first.discriminator?.selections == again.discriminator?.selections)
        var other = PointDiscriminator { _, y in y }
        other.digest = "d9"
        #expect(try evaluate(other, cache: cache).discriminator?.figures != first.discriminator?.figures)
    }

    @Test func picturesAreTheSamplesOfGreatestAndLeastScore() throws {
        let images = Sample.bands(count: 300, seed: 4)
        var request = EvaluationRequest(
            subject: .samples(Sample.bands(count: 200, seed: 5), count: 200), reference: images,
            heldOut: Sample.bands(count: 200, seed: 6), extractor: .pixelsPCA)
        struct First: Discriminator {
            var name: String { "first" }
            var digest: String { "first" }
            var sampleShape: SampleShape { .image(height: 10, width: 10, channels: 1) }
            var valueRange: ValueRange { .symmetric }
            func logits(values: Matrix<Float>) throws -> Matrix<Float> {
                Matrix(rows: values.rows, columns: 1, scalars: (0..<values.rows).map { values[$0, 0] })
            }
        }
        request.discriminator = JudgedDiscriminator(.ready(First()), path: "first")
        let panel = try #require(try Evaluator(request).evaluate(record: Sample.record).discriminator)
        #expect(panel.convincing.count == 12 && panel.unconvincing.count == 12)
        let most = panel.convincing.map(\.score), least = panel.unconvincing.map(\.score)
        #expect(most == most.sorted(by: >) && least == least.sorted() && most[11] >= least[11])
        #expect(panel.convincing.allSatisfy { $0.image.count == 100 })
    }
}
