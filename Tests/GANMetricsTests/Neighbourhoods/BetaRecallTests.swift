import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct BetaRecallTests {
    private let key = "alpha-precision, beta-recall (synthcity naive, 30 alphas, euclid, no OneClass)"

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected: [Double] = try lookUp([key], in: try Fixture.json("lcg/expected.json"))
        let training = LinearCongruential.training.converted(to: Float.self)
        let generated = LinearCongruential.generated.converted(to: Float.self)
        let result = try BetaRecall.evaluate(real: training, generated: generated)
        #expect(isClose(result.value, expected[1]) && isFinite(result))
        let ready = try BetaRecall.evaluate(
            realToReal: NearestNeighbours.search(queries: training, in: training, count: 3, excludingSameIndex: true),
            realToGenerated: NearestNeighbours.search(queries: training, in: generated, count: 2),
            generatedFromCentre: BetaRecall.centreDistances(of: generated))
        #expect(ready.value == result.value && ready.parts == result.parts && ready.interval == nil)
    }

    @Test func theCoveredShareHasAnExactNull() throws {
        let results = try (0..<60).map { (draw: UInt64) -> MetricResult in
            let rows = normalRows(900 + draw, 320, 6)
            return try BetaRecall.evaluate(
                real: rows.rows(in: 0..<200), generated: rows.rows(in: 200..<320), options: .init(interval: false))
        }
        let shares = results.map { number("covered_share", $0) }
        let error = Statistics.standardDeviation(shares) / 60.0.squareRoot()
        let null = try #require(results[0].null).value
        #expect(null == 120.0 / 319 && abs(Statistics.mean(shares) - null) < 4 * error)
        // The recall itself is a little lower, as its documentation says.
        let difference = Statistics.mean(results.map(\.value)) - null
        #expect(difference < 0 && difference > -0.05)
    }

    @Test func copiesRaiseItAndMissingModesLowerIt() throws {
        let real = normalRows(1, 300, 6)
        let copies = try BetaRecall.evaluate(real: real, generated: real)
        #expect(copies.value > 0.95 && number("covered_share", copies) == 1)
        let shifted = Matrix<Float>(
            rows: 300, columns: 6, scalars: real.scalars.enumerated().map { $0 < 900 ? $1 + 20 : $1 })
        let half = try BetaRecall.evaluate(real: shifted, generated: normalRows(2, 300, 6))
        let null = try #require(half.null).value
        #expect(number("covered_share", half) < 0.8 * null && half.value < null)
    }

    @Test func badInputIsNamed() throws {
        let good = normalRows(1, 10, 3)
        #expect(throws: MetricError.tooFewRows(metric: BetaRecall.name, role: "real", rows: 1, needed: 2)) {
            try BetaRecall.evaluate(real: good.rows(in: 0..<1), generated: good)
        }
        #expect(throws: MetricError.tooFewRows(metric: BetaRecall.name, role: "generated", rows: 0, needed: 1)) {
            try BetaRecall.evaluate(real: good, generated: good.rows(in: 0..<0))
        }
        #expect(throws: MetricError.widthsDiffer(metric: BetaRecall.name, real: 3, generated: 2)) {
            try BetaRecall.evaluate(real: good, generated: normalRows(1, 3, 2))
        }
        let same = Matrix<Float>(rows: 50, columns: 3, repeating: 1)
        let constant = try BetaRecall.evaluate(real: same, generated: same)
        #expect(isFinite(constant) && number("covered_share", constant) == 1)
        #expect(isFinite(try BetaRecall.evaluate(real: good, generated: good.rows(in: 0..<1))))
    }
}
