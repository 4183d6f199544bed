import Foundation
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct DistanceRatioTests {
    @Test func agreesWithLinearCongruentialValues() throws {
        let expected: [Double] = try lookUp(
            ["calibrated l2 ratio d1/mean(d1..d5): mean, min, frac<0.5"], in: try Fixture.json("lcg/expected.json"))
        let training = LinearCongruential.training.converted(to: Float.self)
        let result = try DistanceRatio.evaluate(
            training: training, generated: LinearCongruential.generated.converted(to: Float.self),
            heldOut: LinearCongruential.heldOut.converted(to: Float.self))
        #expect(isClose(result.value, expected[0]))
        // A distance of 0.003 keeps four digits in float32.
        #expect(isClose(number("min", result), expected[1], relative: 1e-3))
        #expect(number("share_below_half", result) == expected[2])
        // The 30 copies of 250 are what the tail is for.
        #expect(number("tail_share", result) >= 0.12 && number("tail_share", result) < 0.16)
        #expect(number("tail_p_value", result) < 1e-6 && isFinite(result))
        guard case .interval(let tail) = result.parts["tail_interval"] else {
            Issue.record("no interval of the tail")
            return
        }
        #expect(tail.low > number("tail_null", result))
    }

    @Test func freshSamplesHaveNoTail() throws {
        let training = normalRows(1, 800, 8)
        var small = 0
        for seed in 0..<20 {
            let result = try DistanceRatio.evaluate(
                training: training, generated: normalRows(UInt64(100 + seed), 300, 8),
                heldOut: normalRows(UInt64(200 + seed), 300, 8))
            if number("tail_p_value", result) < 0.05 { small += 1 }
            #expect(isClose(try #require(result.null).value, result.value, relative: 0.05))
        }
        #expect(small <= 4)
    }

    /// Few images made again and again are a collapse; which of them chance put near a training row says nothing of copying.
    @Test(arguments: [10, 20, 50, 200])
    func repeatedFreshSamplesAreNoCopies(distinct: Int) throws {
        let training = normalRows(1, 800, 8)
        var small = 0
        for seed in 0..<40 {
            let fresh = normalRows(UInt64(300 + seed), distinct, 8)
            let result = try DistanceRatio.evaluate(
                training: training, generated: fresh.rows(at: (0..<600).map { $0 % distinct }),
                heldOut: normalRows(UInt64(400 + seed), 600, 8))
            if number("tail_p_value", result) < 0.01 { small += 1 }
            #expect(number("independent_samples", result) <= Double(2 * distinct))
        }
        #expect(small <= 2)
    }

    /// Copies of few training rows stay copies.
    @Test func repeatedCopiesAreCopies() throws {
        let training = normalRows(1, 800, 8)
        let copies = training.rows(at: (0..<600).map { $0 % 5 })
        let result = try DistanceRatio.evaluate(
            training: training, generated: copies, heldOut: normalRows(2, 600, 8))
        #expect(number("tail_p_value", result) < 0.01)
    }

    @Test func tailProbabilityInSmallCases() {
        // One sample against one other: it is below it half of the time.
        #expect(isClose(DistanceRatio.tailProbability(1, of: 1, rank: 1, among: 1), 0.5, relative: 1e-12))
        // Both of two samples below the smallest of three: 2!·3!/5!.
        #expect(isClose(DistanceRatio.tailProbability(2, of: 2, rank: 1, among: 3), 0.1, relative: 1e-12))
        #expect(DistanceRatio.tailProbability(0, of: 5, rank: 1, among: 3) == 1)
        let mean = (1...50).reduce(0.0) { $0 + DistanceRatio.tailProbability($1, of: 50, rank: 2, among: 99) }
        #expect(isClose(mean, 50 * 2.0 / 100, relative: 1e-9))
    }

    @Test func copiesAndDuplicates() throws {
        let training = normalRows(1, 100, 4).rows(at: (0..<106).map { max(0, $0 - 6) })
        let result = try DistanceRatio.evaluate(training: training, generated: training)
        #expect(isFinite(result) && result.value == 0 && number("min", result) == 0)
        #expect(result.diagnostics.contains { $0.code == "duplicated_training_rows" })
        #expect(result.null == nil && result.diagnostics.contains { $0.code == "no_held_out" })
    }

    @Test func badInputIsNamed() {
        let good = normalRows(1, 10, 3)
        #expect(throws: MetricError.tooFewRows(metric: "distance_ratio", role: "training", rows: 4, needed: 5)) {
            try DistanceRatio.evaluate(training: good.rows(in: 0..<4), generated: good)
        }
        #expect(throws: MetricError.self) {
            try DistanceRatio.evaluate(training: good, generated: good, options: .init(neighbours: 1))
        }
        #expect(throws: MetricError.self) {
            try DistanceRatio.evaluate(training: good, generated: good, heldOut: good, options: .init(tail: 0))
        }
        var bad = good
        bad[2, 0] = -.infinity
        #expect(throws: MetricError.nonFinite(metric: "distance_ratio", role: "held-out", row: 2, column: 0)) {
            try DistanceRatio.evaluate(training: good, generated: good, heldOut: bad)
        }
    }
}
