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
        #expect(result.parts["missing_classes"] == .counts([]) && result.parts["undecided_classes"] == .counts([2]))
        // Of totals 3, 2 and 1 in six rows, three of them samples: P(neither no row nor all rows are samples) = 0.9, 0.6 and 0.
        #expect(isClose(try #require(result.null).value, 1.5, relative: 1e-9))
        #expect(result.parts["modes_possibly_hit"] == .count(3))
    }

    /// A class of 1 % that is never made, hit three times by errors that the classifier is known to make.
    @Test func errorsDoNotHitAClass() throws {
        let reference = [Int](repeating: 550, count: 9) + [50]
        var classes = (0..<1497).map { $0 % 9 }
        classes += [9, 9, 9]
        var confusion = Matrix<Double>(rows: 10, columns: 10)
        for row in 0..<10 { for column in 0..<10 { confusion[row, column] = row == column ? 0.982 : 0.002 } }
        let known = try ModeCoverage.evaluate(
            generatedClasses: classes, referenceCounts: reference, confusion: confusion)
        #expect(known.value == 9 && known.parts["modes_surely_hit"] == .count(9))
        #expect(known.parts["missing_classes"] == .counts([9]) && isClose(number("modes", known), 10))
        #expect(try #require(known.null).value > 9.8)
        // An honest share of it is a hit, errors or not.
        let honest = try ModeCoverage.evaluate(
            generatedClasses: (0..<1485).map { $0 % 9 } + [Int](repeating: 9, count: 15), referenceCounts: reference,
            confusion: confusion)
        #expect(honest.value == 10 && honest.parts["missing_classes"] == .counts([]))
        #expect(throws: MetricError.self) {
            try ModeCoverage.evaluate(
                generatedClasses: classes, referenceCounts: reference, confusion: Matrix(rows: 2, columns: 2))
        }
    }

    @Test func confusionIsCountedFromLabels() {
        let probabilities = Matrix<Float>(
            rows: 4, columns: 2, scalars: [0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.6, 0.4])
        let shares = ModeCoverage.confusion(probabilities, labels: [0, 0, 1, 1])
        // Two and a half of three, half of three; one and a half each.
        #expect(isClose(shares[0, 0], 2.5 / 3) && isClose(shares[0, 1], 0.5 / 3) && isClose(shares[1, 0], 0.5))
        #expect(ModeCoverage.confusion(probabilities, labels: [0, 7, -1, 1]).firstNonFinite == nil)
    }

    /// Many classes of very different shares, some with one reference row: the null is the mean of perfect draws, and no class is called
    /// missing that chance passed over.
    @Test func rareClassesAreNotMissingByChance() throws {
        let shares = (1...300).map { 1 / Double($0) }
        let cumulative = shares.reduce(into: [Double]()) { $0.append(($0.last ?? 0) + $1) }
        func draw(_ count: Int, _ seed: UInt64) -> [Int] {
            var random = SeededGenerator(seed: seed)
            return (0..<count).map { _ in
                let draw = random.uniform() * (cumulative.last ?? 1)
                return cumulative.firstIndex { $0 > draw } ?? 0
            }
        }
        var (value, null, missing, uneven) = (0.0, 0.0, 0, 0)
        for seed in 0..<50 {
            var reference = [Int](repeating: 0, count: 300)
            for number in draw(1500, UInt64(1000 + seed)) { reference[number] += 1 }
            let result = try ModeCoverage.evaluate(
                generatedClasses: draw(1200, UInt64(5000 + seed)), referenceCounts: reference)
            value += result.value / 50
            null += (result.null?.value ?? .nan) / 50
            if case .counts(let classes)? = result.parts["missing_classes"], !classes.isEmpty { missing += 1 }
            if number("uneven_p_value", result) <= 0.05 { uneven += 1 }
        }
        #expect(abs(value - null) < 4, "\(value) hits, \(null) expected")
        #expect(missing <= 4 && uneven <= 6, "\(missing) with missing classes, \(uneven) uneven, of 50")
    }

    /// A hundred equal classes and a thousand samples: the divergence is what chance gives, and nothing above it.
    @Test func sharesAreUnevenOnlyBeyondChance() throws {
        var random = SeededGenerator(seed: 3)
        let classes = (0..<1000).map { _ in random.index(below: 100) }
        let honest = try ModeCoverage.evaluate(
            generatedClasses: classes, referenceCounts: [Int](repeating: 50, count: 100))
        #expect(number("kl_to_reference", honest) > 0.04 && number("uneven_p_value", honest) > 0.05)
        #expect(number("kl_excess", honest) < 0.02)
        let skewed = try ModeCoverage.evaluate(
            generatedClasses: classes.map { $0 < 10 && $0 % 2 == 0 ? 99 : $0 },
            referenceCounts: [Int](repeating: 50, count: 100))
        #expect(number("uneven_p_value", skewed) < 0.01 && number("kl_excess", skewed) > 0.03)
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
