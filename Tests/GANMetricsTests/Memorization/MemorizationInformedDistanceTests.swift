import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct MemorizationInformedDistanceTests {
    private let training = LinearCongruential.training.converted(to: Float.self)
    private let generated = LinearCongruential.generated.converted(to: Float.self)
    private let key = "MiFID cosine term gen->train (paper), train->gen (torchmetrics)"

    @Test func theCosineTermRunsFromSamplesToTrainingRows() throws {
        let expected: [Double] = try lookUp([key], in: try Fixture.json("lcg/expected.json"))
        let result = try MemorizationInformedDistance.evaluate(training: training, generated: generated)
        // The expected values come from float64 features; rounding those to float32 moves them by 2e-9.
        #expect(isClose(number("mean_distance", result), expected[0]))
        // The other direction, which torchmetrics takes, is another number.
        let reversed = NearestDirections(of: training, in: generated)
        #expect(isClose(Statistics.mean(reversed.distances), expected[1]) && isFinite(result))
        let distance = try FrechetDistance.evaluate(real: training, generated: generated).value
        #expect(result.value == distance && number("factor", result) == 1)
        let strict = try MemorizationInformedDistance.evaluate(
            training: training, generated: generated, options: .init(threshold: 0.12))
        #expect(isClose(strict.value, distance / expected[0]))
    }

    @Test func aGeneratorThatReplaysTenRowsIsCaught() throws {
        let training = normalRows(1, 400, 16)
        let replay = mapped(training.rows(at: (0..<200).map { $0 % 10 })) { $0 + 1e-4 }
        let result = try MemorizationInformedDistance.evaluate(
            training: training, generated: replay, heldOut: normalRows(2, 400, 16))
        #expect(number("mean_distance", result) < 1e-6)
        #expect(result.value > 1e6 * number("frechet_distance", result))
        // Reversed, nearly every training row is far from the ten: no penalty.
        #expect(Statistics.mean(NearestDirections(of: training, in: replay).distances) > 0.1)
        #expect(number("held_out_mean_distance", result) > 0.1)
        #expect(try #require(result.null).value < 5 && result.interval == nil)
    }

    @Test func exactCopiesStayFinite() throws {
        let training = normalRows(1, 100, 8)
        let collapsed = training.rows(at: [Int](repeating: 3, count: 50))
        let result = try MemorizationInformedDistance.evaluate(training: training, generated: collapsed)
        #expect(isFinite(result) && result.value > 1e14 && number("parallel_samples", result) == 50)
        #expect(result.diagnostics.contains { $0.code == "all_samples_parallel" })
        #expect(try MemorizationInformedDistance.evaluate(training: training, generated: training).value == 0)
    }

    @Test func rowsOfZerosAreLeftOut() throws {
        let zeros = Matrix<Float>(rows: 5, columns: 8)
        let result = try MemorizationInformedDistance.evaluate(
            training: training.appendingRows(of: zeros), generated: generated.appendingRows(of: zeros))
        let without = NearestDirections(of: generated, in: training)
        #expect(number("mean_distance", result) == Statistics.mean(without.distances))
        #expect(result.diagnostics.contains { $0.code == "rows_without_direction" })
        let none = try MemorizationInformedDistance.evaluate(training: zeros, generated: zeros)
        #expect(isFinite(none) && number("factor", none) == 1)
    }

    @Test func heldOutDataShowAThresholdThatSaysNothing() throws {
        let offset = { (seed: UInt64) in mapped(normalRows(seed, 200, 4)) { $0 + 30 } }
        let result = try MemorizationInformedDistance.evaluate(
            training: offset(1), generated: offset(2), heldOut: offset(3))
        #expect(result.diagnostics.contains { $0.code == "threshold_too_high" } && isFinite(result))
    }

    @Test func badInputIsNamed() throws {
        let good = normalRows(1, 10, 3)
        let name = MemorizationInformedDistance.name
        #expect(throws: MetricError.tooFewRows(metric: name, role: "generated", rows: 1, needed: 2)) {
            try MemorizationInformedDistance.evaluate(training: good, generated: good.rows(in: 0..<1))
        }
        #expect(throws: MetricError.widthsDiffer(metric: name, real: 3, generated: 2)) {
            try MemorizationInformedDistance.evaluate(training: good, generated: normalRows(1, 3, 2))
        }
        #expect(throws: MetricError.self) {
            try MemorizationInformedDistance.evaluate(training: good, generated: good, options: .init(threshold: 0))
        }
        #expect(throws: MetricError.self) {
            try MemorizationInformedDistance.evaluate(
                frechetDistance: MetricResult(value: .nan), directions: NearestDirections(distances: [0.5]))
        }
    }
}
