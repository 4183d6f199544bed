import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import Synchronization
import Testing

@testable import GANEvaluation

@Suite struct MeasuringStageTests {
    private static func rows(_ count: Int, _ seed: UInt64) -> Matrix<Float> {
        SeededGenerator(seed: seed).normalRows(count, columns: 3)
    }

    private let real = MeasuringStageTests.rows(90, 1)
    private let generated = MeasuringStageTests.rows(40, 2)

    private func stage(_ choice: MetricChoice, heldOut: Matrix<Float>? = nil) -> MeasuringStage {
        MeasuringStage(
            generated: Embedding(features: generated),
            base: FeatureBase(
                reference: Embedding(features: real), heldOut: heldOut.map { Embedding(features: $0) },
                extractor: "space", seed: 7, neighbours: 4, modes: nil, count: generated.rows), choice: choice)
    }

    @Test func namedMetricsAreThoseOfTheirOwnFunctions() throws {
        let stage = stage(.named([Precision.name, FrechetDistance.name]))
        let shares = Mutex<[Double]>([])
        let outcome = try stage.measure { share in shares.withLock { $0.append(share) } }
        #expect(outcome.measured.metrics.keys.elements == [FrechetDistance.name, Precision.name])
        #expect(outcome.measured.metrics.values.allSatisfy { $0.extractor == "space" })
        #expect(outcome.measured.omitted.isEmpty)
        #expect(shares.withLock { $0.last } == 1)
        // The distance reads all reference rows, neighbours as many as there are samples.
        let distance = try FrechetDistance.evaluate(real: real, generated: generated)
        let measured = outcome.measured.metrics[FrechetDistance.name]?.result.value ?? .nan
        #expect(abs(measured - distance.value) < 1e-6 * distance.value)
        #expect(stage.base.matched.rows == generated.rows)
        var options = NeighbourhoodManifold.Options()
        options.neighbours = 4
        options.seed = 7
        let precision = try Precision.evaluate(real: stage.base.matched, generated: generated, options: options)
        #expect(outcome.measured.metrics[Precision.name]?.result.value == precision.value)
    }

    @Test func realismIsThereWhateverWasChosen() throws {
        let outcome = try stage(.named([FrechetDistance.name])).measure { _ in }
        let scores = try Realism.scores(real: outcome.context.pairs().real, generated: generated)
        #expect(outcome.realism == scores && scores.count == generated.rows)
    }

    @Test func heldOutDataGiveTheCeilings() throws {
        let without = try stage(.named([Coverage.name])).measure { _ in }
        #expect(without.measured.metrics[Coverage.name]?.result.ceiling == nil)
        let with = try stage(.named([Coverage.name]), heldOut: Self.rows(40, 3)).measure { _ in }
        let (measured, bare) = (with.measured.metrics[Coverage.name]?.result, without.measured.metrics[Coverage.name])
        #expect(measured?.ceiling != nil && measured?.value == bare?.result.value)
    }

    @Test func onlyWhoChoseIsToldWhatCouldNotBeMeasured() throws {
        let named = try stage(.named([InceptionScore.name])).measure { _ in }
        #expect(named.measured.metrics.isEmpty)
        #expect(named.measured.omitted[InceptionScore.name]?.isEmpty == false)
        let all = try stage(.all).measure { _ in }
        #expect(all.measured.omitted[InceptionScore.name] == named.measured.omitted[InceptionScore.name])
        #expect(all.measured.metrics[FrechetDistance.name] != nil)
        let report = try stage(.report).measure { _ in }
        #expect(report.measured.omitted.isEmpty && report.measured.metrics[InceptionScore.name] == nil)
    }
}
