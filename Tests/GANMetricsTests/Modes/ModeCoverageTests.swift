import Foundation
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct ModeCoverageTests {
    @Test func divergenceAgreesWithGolden() throws {
        let probabilities = try Fixture.matrix("golden/class_probabilities/probabilities.npy")
        let expected = try Fixture.json("golden/class_probabilities/expected.json")
        let result = try ModeCoverage.evaluate(
            generated: probabilities, referenceCounts: [Int](repeating: 100, count: 10))
        #expect(
            isClose(number("kl_to_reference", result), try lookUp(["kl_class_histogram_to_uniform_nats"], in: expected))
        )
        #expect(result.value == 10 && result.parts["missing_classes"] == .counts([]))
        #expect(isClose(try #require(result.null).value, 10, relative: 1e-9))
    }

    @Test func missingAndNearlyMissingClasses() throws {
        // Class 1 is absent, class 3 gets a classifier's stray errors.
        let classes = (0..<1000).map { $0 % 100 == 3 ? 3 : [0, 2, 4][$0 % 3] }
        let result = try ModeCoverage.evaluate(generatedClasses: classes, referenceCounts: [200, 200, 200, 200, 200])
        #expect(result.value == 3 && result.parts["missing_classes"] == .counts([1, 3]))
        #expect(result.parts["modes_surely_hit"] == .count(3) && result.parts["modes_possibly_hit"] == .count(3))
        #expect(isFinite(result))
        #expect(isClose(number("kl_to_reference", result), log(5.0 / 3), relative: 0.1))
    }

    @Test func countHasNoInterval() throws {
        let result = try ModeCoverage.evaluate(generatedClasses: [0, 1, 0, 1], referenceCounts: [1, 1])
        #expect(result.interval == nil && result.diagnostics.contains { $0.code == "interval_omitted" })
    }

    @Test func fewSamplesCannotTell() throws {
        let result = try ModeCoverage.evaluate(generatedClasses: [0, 1, 0], referenceCounts: [1, 1, 1])
        #expect(result.value == 2 && result.diagnostics.contains { $0.code == "too_few_samples_for_modes" })
        // P(a class is among 3 draws of 3) = 1 − (2/3)³.
        #expect(isClose(try #require(result.null).value, 3 * (1 - 8.0 / 27), relative: 1e-9))
        #expect(result.parts["modes_possibly_hit"] == .count(3))
    }

    @Test func samplesOutsideTheReferenceLeaveTheDivergenceOut() throws {
        let result = try ModeCoverage.evaluate(generatedClasses: [0, 1, 2, 2], referenceCounts: [5, 5, 0])
        #expect(result.parts["kl_to_reference"] == nil && isFinite(result) && number("modes", result) == 2)
        #expect(result.diagnostics.contains { $0.code == "classes_outside_reference" })
    }

    @Test func badInputIsNamed() {
        #expect(throws: MetricError.tooFewRows(metric: "mode_coverage", role: "generated", rows: 0, needed: 1)) {
            try ModeCoverage.evaluate(generatedClasses: [], referenceCounts: [1])
        }
        for counts in [[], [0, 0], [3, -1]] {
            #expect(throws: MetricError.self) {
                try ModeCoverage.evaluate(generatedClasses: [0], referenceCounts: counts)
            }
        }
        for number in [-1, 2] {
            #expect(throws: MetricError.self) {
                try ModeCoverage.evaluate(generatedClasses: [number], referenceCounts: [1, 1])
            }
        }
    }

    static let ring = KnownModes(
        centres: Matrix(
            rows: 8, columns: 2, scalars: (0..<8).flatMap { [cos(.pi * Double($0) / 4), sin(.pi * Double($0) / 4)] }),
        standardDeviations: [Double](repeating: 0.01, count: 8))

    static func onRing(_ count: Int, modes: [Int], seed: UInt64 = 1) -> Matrix<Float> {
        var samples = mapped(normalRows(seed, count, 2)) { 0.01 * $0 }
        for row in 0..<count {
            let mode = modes[row % modes.count]
            for column in 0..<2 { samples[row, column] += Float(ring.centres[mode, column]) }
        }
        return samples
    }

    @Test func realRingReachesItsCeiling() throws {
        let result = try ModeCoverage.evaluate(generated: Self.onRing(20_000, modes: Array(0..<8)), modes: Self.ring)
        #expect(result.value == 8 && isClose(number("high_quality_ceiling", result), 1 - exp(-4.5), relative: 1e-12))
        #expect(abs(number("high_quality_share", result) - 0.98889) < 0.003)
        #expect(number("kl_to_reference", result) < 1e-9)
        #expect(isClose(try #require(result.null).value, 8))
    }

    @Test func droppedModesAreNamed() throws {
        let result = try ModeCoverage.evaluate(generated: Self.onRing(2500, modes: [0, 1, 2, 4, 6]), modes: Self.ring)
        #expect(result.value == 5 && result.parts["missing_classes"] == .counts([3, 5, 7]))
        #expect(isClose(number("kl_to_reference", result), log(8.0 / 5), relative: 1e-9))
        let blurred = try ModeCoverage.evaluate(generated: mapped(normalRows(3, 500, 2)) { 10 + $0 }, modes: Self.ring)
        #expect(blurred.value == 0 && isFinite(blurred))
    }

    @Test func probabilityWithinARadius() {
        #expect(isClose(ModeCoverage.probabilityWithin(1.959963984540054, dimensions: 1), 0.95, relative: 1e-9))
        // The chi-square quantiles at 0.95 for 3, 4 and 5 degrees of freedom.
        for (dimensions, square) in [(3, 7.814727903251179), (4, 9.487729036781154), (5, 11.070497693516351)] {
            #expect(
                isClose(
                    ModeCoverage.probabilityWithin(square.squareRoot(), dimensions: dimensions), 0.95, relative: 1e-9))
        }
    }

    @Test func widthsMustAgree() {
        #expect(throws: MetricError.widthsDiffer(metric: "mode_coverage", real: 2, generated: 3)) {
            try ModeCoverage.evaluate(generated: normalRows(1, 4, 3), modes: Self.ring)
        }
    }
}
