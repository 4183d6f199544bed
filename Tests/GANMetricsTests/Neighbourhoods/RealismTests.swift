import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct RealismTests {
    @Test(arguments: GoldenCase.names)
    func agreesWithGolden(_ name: String) throws {
        let golden = try GoldenCase(name)
        let scores = try Realism.scores(real: golden.real, generated: golden.generated)
        let expected = try golden.numbers("realism_k3_first20")
        for (score, value) in zip(scores, expected) { #expect(isClose(score, value), "\(score) for \(value)") }
    }

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected: [Double] = try lookUp(
            ["realism k=3 strict-median-pruned mean, gen[100]"], in: try Fixture.json("lcg/expected.json"))
        let training = LinearCongruential.training.converted(to: Float.self)
        let generated = LinearCongruential.generated.converted(to: Float.self)
        let result = try Realism.evaluate(real: training, generated: generated)
        // Copies at a distance of 0.003 keep four digits in float32.
        #expect(isClose(number("mean", result), expected[0], relative: 1e-3))
        let scores = try Realism.scores(real: training, generated: generated)
        #expect(isClose(scores[100], expected[1]))
    }

    @Test func copiesGetTheCap() throws {
        let real = normalRows(1, 600, 5)
        let result = try Realism.evaluate(real: real, generated: real)
        #expect(isFinite(result) && result.diagnostics.contains { $0.code == "capped_scores" })
        // Rows with large balls are pruned, but half of the rows are still at distance 0 from themselves.
        #expect(try Realism.scores(real: real, generated: real).count { $0 == 1e6 } >= 300)
    }

    @Test func fallsWithDistanceAndSurvivesACommonOffset() throws {
        let real = normalRows(1, 300, 5)
        let near = try Realism.evaluate(real: real, generated: normalRows(2, 50, 5)).value
        let far = try Realism.evaluate(real: real, generated: mapped(normalRows(2, 50, 5)) { $0 + 4 }).value
        #expect(near > far)
        let moved = try Realism.evaluate(
            real: mapped(real) { $0 + 1024 }, generated: mapped(normalRows(2, 50, 5)) { $0 + 1024 })
        #expect(isClose(moved.value, near, relative: 1e-3))
    }

    /// Only real rows need neighbours: one sample has a score, and the same as among many.
    @Test func fewerSamplesThanNeighbours() throws {
        let (real, generated) = (normalRows(1, 40, 5), normalRows(2, 30, 5))
        let scores = try Realism.scores(real: real, generated: generated)
        for count in [1, 2, 3] {
            #expect(
                try Realism.scores(real: real, generated: generated.rows(in: 0..<count)) == Array(scores[..<count]))
        }
    }

    @Test func constantAndBadInput() throws {
        let same = Matrix<Float>(rows: 8, columns: 2, repeating: 1)
        #expect(isFinite(try Realism.evaluate(real: same, generated: same)))
        #expect(try Realism.scores(real: same, generated: mapped(same) { $0 + 1 }) == [Double](repeating: 0, count: 8))
        #expect(throws: MetricError.tooFewRows(metric: "realism", role: "real", rows: 3, needed: 4)) {
            try Realism.evaluate(real: same.rows(in: 0..<3), generated: same)
        }
        #expect(throws: MetricError.self) {
            try Realism.evaluate(real: same, generated: same, options: .init(cap: .nan))
        }
    }
}
