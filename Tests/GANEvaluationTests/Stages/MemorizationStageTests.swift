import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import Synchronization
import Testing

@testable import GANEvaluation

@Suite struct MemorizationStageTests {
    private static func points(_ values: [Float]) -> Matrix<Float> {
        Matrix(rows: values.count, columns: 1, scalars: values)
    }

    private let training = Sample.source(MemorizationStageTests.points([0, 1, 3, 7, 15, 31, 63]), shape: .vector(1))
    private let samples = MemorizationStageTests.points([0, 16, 64])

    /// Runs the stage; returns what it found and which of its stages ran.
    private func measure(
        _ base: MemorizationBase, _ choice: MetricChoice = .report, identity: [String] = ["samples"]
    ) throws -> (outcome: MemorizationStage.Outcome, stages: [String]) {
        let stages = Mutex<[String]>([])
        let runner = StageRunner(progress: { _ in }, finished: { name in stages.withLock { $0.append(name) } })
        let outcome = try MemorizationStage(base: base, choice: choice, stage: runner).measure(
            samples: samples, identity: identity)
        return (outcome, stages.withLock { $0 })
    }

    private func base(heldOut: Matrix<Float>? = nil, cache: any EvaluationCache = NoCache()) -> MemorizationBase {
        MemorizationBase(
            training: training, heldOut: heldOut.map { Sample.source($0, shape: .vector(1)) }, cache: cache)
    }

    @Test func findsTheNearestTrainingRowsOfEachSample() throws {
        let outcome = try measure(base()).outcome
        #expect((0..<3).map { outcome.table.index(query: $0, rank: 0) } == [0, 4, 6])
        #expect((0..<3).map { outcome.table.distance(query: $0, rank: 0) } == [0, 1, 1])
        // d₁ by the mean of the five smallest: 16 lies 1, 9, 13, 15 and 15 from the nearest rows.
        #expect(outcome.ratios[0] == 0)
        #expect(abs(outcome.ratios[1] - 1 / ((1 + 9 + 13 + 15 + 15) / 5)) < 1e-12)
        #expect(outcome.figure?.generated == outcome.ratios)
        #expect(outcome.figure?.heldOut.isEmpty == true && outcome.figure?.extractor == "coordinates")
    }

    @Test func heldOutDataAreSearchedOnceForAllSamples() throws {
        let base = base(heldOut: Self.points([2, 5, 20, 40]))
        let first = try measure(base)
        #expect(first.stages.contains("nearest training rows of held-out data"))
        #expect(first.outcome.figure?.heldOut.count == 4)
        let second = try measure(base, identity: ["others"])
        #expect(!second.stages.contains("nearest training rows of held-out data"))
        #expect(second.outcome.figure?.heldOut == first.outcome.figure?.heldOut)
        #expect(second.outcome.measured.metrics == first.outcome.measured.metrics)
    }

    @Test func spacingIsLookedForOnlyWhereAuthenticityIsMeasured() throws {
        let named = try measure(base(), .named([Authenticity.name]))
        #expect(named.stages.contains("spacing of the training rows near samples"))
        #expect(named.outcome.measured.metrics.keys.elements == [Authenticity.name])
        #expect(named.outcome.measured.metrics[Authenticity.name]?.extractor == "coordinates")
        let other = try measure(base(), .named([FrechetDistance.name]))
        #expect(other.outcome.measured.metrics.isEmpty && other.outcome.measured.omitted.isEmpty)
        #expect(!other.stages.contains { $0.hasPrefix("spacing") })
        #expect(other.outcome.ratios == named.outcome.ratios)
    }
}
