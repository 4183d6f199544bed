import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct ClosestRecordShareTests {
    private let training = LinearCongruential.training.converted(to: Float.self)
    private let heldOut = LinearCongruential.heldOut.converted(to: Float.self)
    private let generated = LinearCongruential.generated.converted(to: Float.self)

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected: Double = try lookUp(
            ["DCR share: frac gen closer to train[:200] than to test(200)"], in: try Fixture.json("lcg/expected.json"))
        let result = try ClosestRecordShare.evaluate(
            training: training.rows(in: 0..<200), heldOut: heldOut, generated: generated)
        #expect(result.value == expected && isFinite(result))
        #expect(number("nearer_to_training", result) == 149 && number("ties", result) == 0)
        #expect(try #require(result.null).value == 0.5)
        #expect(isClose(number("score", result), 2 * (1 - 0.596)))
        // One p-value, the one that needs no independence.
        #expect(result.parts.keys.filter { $0.hasSuffix("p_value") } == ["p_value"])
    }

    @Test func unequalSizesAreMatchedBeforeAnythingIsSearched() throws {
        let options = ClosestRecordShare.Options(seed: 5)
        let result = try ClosestRecordShare.evaluate(
            training: training, heldOut: heldOut, generated: generated, options: options)
        #expect(number("training_rows", result) == 200 && number("held_out_rows", result) == 200)
        #expect(try #require(result.null).value == 0.5)
        let kept = ClosestRecordShare.keptRows(training: 300, heldOut: 200, options: options)
        let rows = try #require(kept.training)
        #expect(kept.heldOut == nil && Set(rows).count == 200 && rows == rows.sorted())
        let byHand = try ClosestRecordShare.evaluate(
            training: training.rows(at: rows), heldOut: heldOut, generated: generated)
        #expect(result == byHand)
        let other = ClosestRecordShare.keptRows(training: 200, heldOut: 300, options: options)
        #expect(other.training == nil && other.heldOut == kept.training)
    }

    @Test func withoutMatchingTheNullFollowsTheSizes() throws {
        let result = try ClosestRecordShare.evaluate(
            training: training, heldOut: heldOut, generated: generated, options: .init(matched: false))
        #expect(try #require(result.null).value == 0.6)
        #expect(result.diagnostics.contains { $0.code == "unequal_counts" })
        let score = min((1 - result.value) / 0.4, 1)
        #expect(isClose(number("score", result), score))
        // The mean over fresh draws is n/(n + h), not one half.
        let shares = try (0..<60).map { (draw: UInt64) -> Double in
            let rows = normalRows(100 + draw, 400, 4)
            let result = try ClosestRecordShare.evaluate(
                training: rows.rows(in: 0..<240), heldOut: rows.rows(in: 240..<300),
                generated: rows.rows(in: 300..<400), options: .init(matched: false))
            return result.value
        }
        let error = Statistics.standardDeviation(shares) / 60.0.squareRoot()
        #expect(abs(Statistics.mean(shares) - 0.8) < 4 * error)
    }

    @Test func tiesCountHalf() throws {
        let result = try ClosestRecordShare.evaluate(
            training: rows([[0], [10]]), heldOut: rows([[0], [20]]), generated: rows([[1], [11], [21], [0]]))
        #expect(result.value == 0.5)
        #expect(number("ties", result) == 2 && result.diagnostics.contains { $0.code == "tied_distances" })
        #expect(number("exact_copies", result) == 1)
    }

    @Test func theScoreIsOneFromTheNullDown() throws {
        let swapped = try ClosestRecordShare.evaluate(
            training: heldOut, heldOut: training.rows(in: 0..<200), generated: generated)
        #expect(isClose(swapped.value, 1 - 0.596) && number("score", swapped) == 1)
        let copies = try ClosestRecordShare.evaluate(
            training: training.rows(in: 0..<200), heldOut: heldOut, generated: training.rows(in: 0..<50))
        #expect(copies.value == 1 && number("score", copies) == 0 && number("p_value", copies) < 1e-6)
        #expect(try #require(copies.interval).high == 1)
    }

    @Test func permutationVarianceIsThatOfAllLabellings() throws {
        // Every labelling of six pooled rows as three training and three held-out.
        let pooled = normalRows(3, 6, 2)
        let samples = normalRows(4, 9, 2)
        var (shares, variance): ([Double], Double) = ([], 0)
        for mask in 0..<64 where mask.nonzeroBitCount == 3 {
            let training = (0..<6).filter { mask >> $0 & 1 == 1 }
            let heldOut = (0..<6).filter { mask >> $0 & 1 == 0 }
            let tables = [training, heldOut].map {
                NearestNeighbours.search(queries: samples, in: pooled.rows(at: $0), count: 1)
            }
            let counts = ClosestRecordShare.Counts(toTraining: tables[0], toHeldOut: tables[1])
            shares.append(Double(counts.nearer) / 9)
            variance = counts.permutationVariance(null: 0.5, pooled: 6)
        }
        #expect(shares.count == 20 && isClose(Statistics.mean(shares), 0.5))
        #expect(isClose(variance, Statistics.variance(shares) * 19 / 20))
    }

    @Test func samplesThatShareARowAreNotIndependent() throws {
        // Fifty samples around one row are one witness.
        let training = normalRows(1, 40, 3)
        let crowd = mapped(training.rows(at: [Int](repeating: 7, count: 50))) { $0 + 0.001 }
        let result = try ClosestRecordShare.evaluate(
            training: training, heldOut: normalRows(2, 40, 3), generated: crowd)
        #expect(number("p_value", result) > 0.2)
    }

    @Test func badInputIsNamed() throws {
        #expect(throws: MetricError.tooFewRows(metric: ClosestRecordShare.name, role: "held-out", rows: 0, needed: 1)) {
            try ClosestRecordShare.evaluate(
                training: training, heldOut: heldOut.rows(in: 0..<0), generated: generated)
        }
        #expect(throws: MetricError.widthsDiffer(metric: ClosestRecordShare.name, real: 8, generated: 2)) {
            try ClosestRecordShare.evaluate(training: training, heldOut: heldOut, generated: normalRows(1, 3, 2))
        }
        var broken = generated
        broken[3, 2] = .nan
        #expect(
            throws: MetricError.nonFinite(metric: ClosestRecordShare.name, role: "generated", row: 3, column: 2)
        ) {
            try ClosestRecordShare.evaluate(training: training, heldOut: heldOut, generated: broken)
        }
        let same = Matrix<Float>(rows: 5, columns: 2, repeating: 1)
        let tied = try ClosestRecordShare.evaluate(training: same, heldOut: same, generated: same)
        #expect(tied.value == 0.5 && isFinite(tied))
        let one = same.rows(in: 0..<1)
        #expect(isFinite(try ClosestRecordShare.evaluate(training: one, heldOut: one, generated: one)))
        #expect(throws: MetricError.self) {
            try ClosestRecordShare.evaluate(
                training: same, heldOut: same, generated: Matrix<Float>(rows: 2, columns: 2, repeating: 0),
                options: .init(level: 1))
        }
    }
}
