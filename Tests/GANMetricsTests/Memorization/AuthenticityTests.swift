import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct AuthenticityTests {
    @Test(arguments: GoldenCase.names)
    func countsEqualGolden(_ name: String) throws {
        let golden = try GoldenCase(name)
        let result = try Authenticity.evaluate(
            training: golden.real, generated: golden.generated, heldOut: golden.heldOut)
        let expected = try golden.number("authenticity_percent") / 100 * Double(golden.generated.rows)
        #expect(number("authentic", result) == expected.rounded() && isFinite(result))
    }

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected = try Fixture.json("lcg/expected.json")
        let result = try Authenticity.evaluate(
            training: LinearCongruential.training.converted(to: Float.self),
            generated: LinearCongruential.generated.converted(to: Float.self),
            heldOut: LinearCongruential.heldOut.converted(to: Float.self))
        #expect(isClose(result.value, try lookUp(["authenticity (paper) fraction gen"], in: expected)))
        #expect(
            isClose(
                try #require(result.null).value, try lookUp(["authenticity baseline: fresh test samples"], in: expected)
            ))
        guard case .interval(let difference) = result.parts["difference_interval"] else {
            Issue.record("no interval of the difference")
            return
        }
        #expect(difference.high < 0, "12 % of copies are a difference that 250 samples show")
    }

    @Test func aReplayingGeneratorIsNotAuthentic() throws {
        let training = normalRows(1, 200, 6)
        let replay = training.rows(at: (0..<100).map { $0 % 10 })
        let result = try Authenticity.evaluate(training: training, generated: replay)
        #expect(result.value == 0 && number("exact_copies", result) == 100)
        #expect(result.null == nil && result.diagnostics.contains { $0.code == "no_held_out" })
        #expect(try Authenticity.evaluate(training: training, generated: mapped(replay) { $0 + 50 }).value == 1)
    }

    @Test func duplicatedTrainingRows() throws {
        let training = rows([[0, 0], [0, 0], [0, 0], [3, 0], [4, 0]])
        let nearest = Authenticity.NearestTraining(
            NearestNeighbours.search(queries: rows([[0, 0], [0.5, 0], [3.2, 0]]), in: training, count: 1), in: training)
        #expect(nearest.neighbourDistances == [0, 0, 1] && nearest.isAuthentic == [false, true, false])
    }

    @Test func badInputIsNamed() {
        let good = normalRows(1, 10, 3)
        #expect(throws: MetricError.tooFewRows(metric: "authenticity", role: "training", rows: 1, needed: 2)) {
            try Authenticity.evaluate(training: good.rows(in: 0..<1), generated: good)
        }
        #expect(throws: MetricError.tooFewRows(metric: "authenticity", role: "held-out", rows: 0, needed: 1)) {
            try Authenticity.evaluate(training: good, generated: good, heldOut: good.rows(in: 0..<0))
        }
        #expect(throws: MetricError.widthsDiffer(metric: "authenticity", real: 3, generated: 2)) {
            try Authenticity.evaluate(training: good, generated: normalRows(1, 4, 2))
        }
    }
}
