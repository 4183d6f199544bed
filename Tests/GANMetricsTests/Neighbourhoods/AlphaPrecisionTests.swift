import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct AlphaPrecisionTests {
    private let key = "alpha-precision, beta-recall (synthcity naive, 30 alphas, euclid, no OneClass)"

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected: [Double] = try lookUp([key], in: try Fixture.json("lcg/expected.json"))
        let result = try AlphaPrecision.evaluate(
            real: LinearCongruential.training.converted(to: Float.self),
            generated: LinearCongruential.generated.converted(to: Float.self))
        #expect(isClose(result.value, expected[0]) && isFinite(result))
        guard case .numbers(let curve) = result.parts["curve"], case .numbers(let levels) = result.parts["levels"]
        else {
            Issue.record("no curve")
            return
        }
        #expect(curve.count == 30 && levels.first == 0 && levels.last == 1 && curve == curve.sorted())
    }

    @Test func theNullIsWhatEqualDistributionsScore() throws {
        let values = try (0..<60).map { (draw: UInt64) -> Double in
            let rows = normalRows(700 + draw, 500, 6)
            let result = try AlphaPrecision.evaluate(
                real: rows.rows(in: 0..<300), generated: rows.rows(in: 300..<500), options: .init(interval: false))
            return result.value
        }
        let null = SupportCurve.null(levels: 30, real: 300, generated: 200)
        let error = Statistics.standardDeviation(values) / 60.0.squareRoot()
        #expect(abs(Statistics.mean(values) - null) < 4 * error && error < 0.01)
    }

    @Test func theCurveTellsTooFarFromTooNear() throws {
        let real = normalRows(1, 400, 6)
        let far = try AlphaPrecision.evaluate(real: real, generated: mapped(normalRows(2, 400, 6)) { 2 * $0 })
        let near = try AlphaPrecision.evaluate(real: real, generated: mapped(normalRows(2, 400, 6)) { 0.5 * $0 })
        #expect(number("mean_excess", far) < -0.2 && number("mean_excess", near) > 0.2)
        #expect(far.value < 0.5 && near.value < 0.5)
        let outside = try AlphaPrecision.evaluate(real: real, generated: mapped(real) { $0 + 100 })
        #expect(outside.value == 0)
    }

    @Test func intervalCoversTheNullForEqualDistributionsAndOptionsMatter() throws {
        let result = try AlphaPrecision.evaluate(real: normalRows(1, 500, 4), generated: normalRows(2, 500, 4))
        let interval = try #require(result.interval)
        #expect(interval.low < result.value && interval.high > result.value && interval.high <= 1)
        let few = try AlphaPrecision.evaluate(real: normalRows(1, 30, 4), generated: normalRows(2, 30, 4))
        #expect(few.interval == nil && few.diagnostics.contains { $0.code == "interval_omitted" })
    }

    @Test func signedScoresAreLinearAroundTheWhole() {
        let whole = SupportCurve(levels: [0, 0.5, 1], shares: [0, 0.4, 1])
        #expect(isClose(whole.score(signedAs: whole), whole.score))
        let block = SupportCurve(levels: [0, 0.5, 1], shares: [0, 0.6, 1])
        let (linear, own) = (1 + 0.1 / 1.5, 1 - 0.1 / 1.5)
        #expect(isClose(block.score(signedAs: whole), linear) && isClose(block.score, own))
    }

    @Test func unmovedByRotationOrderAndScale() throws {
        let (real, generated) = (normalRows(1, 200, 5), mapped(normalRows(2, 150, 5)) { 1.3 * $0 + 0.1 })
        let options = AlphaPrecision.Options(interval: false)
        let value = try AlphaPrecision.evaluate(real: real, generated: generated, options: options).value
        let turned = try AlphaPrecision.evaluate(
            real: mapped(rotated(real)) { 8 * $0 }, generated: mapped(rotated(generated)) { 8 * $0 }, options: options)
        #expect(isClose(turned.value, value))
    }

    @Test func badInputIsNamed() throws {
        let good = normalRows(1, 10, 3)
        #expect(throws: MetricError.tooFewRows(metric: AlphaPrecision.name, role: "real", rows: 0, needed: 1)) {
            try AlphaPrecision.evaluate(real: good.rows(in: 0..<0), generated: good)
        }
        #expect(throws: MetricError.widthsDiffer(metric: AlphaPrecision.name, real: 3, generated: 2)) {
            try AlphaPrecision.evaluate(real: good, generated: normalRows(1, 3, 2))
        }
        #expect(throws: MetricError.self) {
            try AlphaPrecision.evaluate(real: good, generated: good, options: .init(levels: 1))
        }
        #expect(throws: MetricError.self) {
            try AlphaPrecision.evaluate(realFromCentre: [1, .nan], generatedFromCentre: [1])
        }
        let same = Matrix<Float>(rows: 50, columns: 3, repeating: 1)
        let constant = try AlphaPrecision.evaluate(real: same, generated: same)
        #expect(isFinite(constant) && constant.diagnostics.contains { $0.code == "constant_features" })
        #expect(isFinite(try AlphaPrecision.evaluate(real: same.rows(in: 0..<1), generated: same.rows(in: 0..<1))))
    }
}
