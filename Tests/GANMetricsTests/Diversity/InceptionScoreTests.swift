import Foundation
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct InceptionScoreTests {
    static func softmax(_ logits: Matrix<Double>) -> Matrix<Float> {
        Matrix(
            rows: logits.rows, columns: logits.columns,
            scalars: (0..<logits.rows).flatMap { row in
                let powers = logits.row(row).map { exp($0) }
                return powers.map { Float($0 / powers.reduce(0, +)) }
            })
    }

    @Test func agreesWithGolden() throws {
        let probabilities = try Fixture.matrix("golden/class_probabilities/probabilities.npy")
        let expected = try Fixture.json("golden/class_probabilities/expected.json")
        let result = try InceptionScore.evaluate(generated: probabilities)
        #expect(isClose(result.value, try lookUp(["inception_score_10_contiguous_splits", "mean"], in: expected)))
        let std: Double = try lookUp(["inception_score_10_contiguous_splits", "std_population"], in: expected)
        #expect(isClose(number("std", result), std))
        let whole: Double = try lookUp(["inception_score_1_split"], in: expected)
        #expect(isClose(number("one_split", result), whole))
        #expect(isClose(try InceptionScore.evaluate(generated: probabilities, options: .init(splits: 1)).value, whole))
    }

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected = try Fixture.json("lcg/expected.json")
        let result = try InceptionScore.evaluate(generated: Self.softmax(LinearCongruential.logits))
        let published: [Double] = try lookUp(["IS splits=10 mean,std(pop)"], in: expected)
        #expect(isClose(result.value, published[0]) && isClose(number("std", result), published[1]))
        #expect(isClose(number("one_split", result), try lookUp(["IS splits=1"], in: expected)))
    }

    @Test func boundsAreReached() throws {
        let sure = rows((0..<100).map { row in (0..<5).map { $0 == row % 5 ? 1 : 0 } })
        let best = try InceptionScore.evaluate(generated: sure)
        #expect(isClose(best.value, 5, relative: 1e-12) && number("maximum", best) == 5 && isFinite(best))
        let unsure = Matrix<Float>(rows: 100, columns: 5, repeating: 0.2)
        #expect(isClose(try InceptionScore.evaluate(generated: unsure).value, 1, relative: 1e-12))
    }

    @Test func unevenSplitsHoldEveryRow() throws {
        // 25 rows in 10 splits; the last split alone holds the second class.
        let split = rows((0..<25).map { $0 < 22 ? [1, 0] : ($0 == 22 ? [1, 0] : [0, 1]) })
        let score = try InceptionScore.evaluate(generated: split).value
        let last = exp(-(1.0 / 3 * log(1.0 / 3) + 2.0 / 3 * log(2.0 / 3)))
        #expect(isClose(score, (9 + last) / 10, relative: 1e-12))
    }

    @Test func moreSplitsThanRowsIsSaid() throws {
        let result = try InceptionScore.evaluate(generated: Self.softmax(LinearCongruential.logits).rows(in: 0..<4))
        #expect(result.diagnostics.contains { $0.code == "fewer_samples_than_splits" } && result.interval == nil)
        #expect(number("splits", result) == 1 && isFinite(result))
    }

    @Test func badInputIsNamed() {
        #expect(throws: MetricError.tooFewRows(metric: "inception_score", role: "generated", rows: 0, needed: 1)) {
            try InceptionScore.evaluate(generated: Matrix(rows: 0, columns: 3))
        }
        #expect(throws: MetricError.notProbabilities(metric: "inception_score", role: "generated", row: 1, sum: 3)) {
            try InceptionScore.evaluate(generated: rows([[0.5, 0.5], [1, 2]]))
        }
        #expect(throws: MetricError.notProbabilities(metric: "inception_score", role: "generated", row: 0, sum: 1)) {
            try InceptionScore.evaluate(generated: rows([[-1, 2]]))
        }
        #expect(throws: MetricError.self) {
            try InceptionScore.evaluate(generated: rows([[1, 0]]), options: .init(splits: 0))
        }
    }
}
