import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct PrecisionRecallCurveTests {
    private typealias Curve = PrecisionRecallCurve.Curve

    @Test(arguments: GoldenCase.names)
    func agreesWithGoldenBins(_ name: String) throws {
        let golden = try GoldenCase(name)
        func shares(_ key: String) throws -> [Double] {
            let counts = try golden.numbers("bins16_anchors_first16_real", key)
            let total = counts.reduce(0, +)
            return counts.map { $0 / total }
        }
        let curve = Curve(real: try shares("real"), generated: try shares("generated"))
        let result = PrecisionRecallCurve.result(curve)
        #expect(isClose(number("f8", result), try golden.number("prd_from_bins16", "max_f8"), relative: 1e-9))
        #expect(isClose(number("f1_8", result), try golden.number("prd_from_bins16", "max_f1_8"), relative: 1e-9))
        let (precision, recall) = (curve.precision[250], curve.recall[250])
        #expect(isClose(precision, try golden.number("prd_from_bins16", "precision_at_angle_250"), relative: 1e-9))
        #expect(isClose(recall, try golden.number("prd_from_bins16", "recall_at_angle_250"), relative: 1e-9))
        #expect(isFinite(result))
    }

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected = try Fixture.json("lcg/expected.json")
        let curve = Curve(real: [0.2, 0.2, 0.2, 0.2, 0.2], generated: [0.4, 0.3, 0.2, 0.1, 0])
        let scores: [Double] = try lookUp(
            ["PRD eval=[.4,.3,.2,.1,0] ref=uniform5 (1001 angles): F8(recall), F1/8(precision)"], in: expected)
        #expect(isClose(curve.maximumF(8), scores[0], relative: 1e-9))
        #expect(isClose(curve.maximumF(0.125), scores[1], relative: 1e-9))
        let largest: [Double] = try lookUp(["PRD same: max precision, max recall"], in: expected)
        #expect(isClose(curve.precision.max() ?? 0, largest[0]) && isClose(curve.recall.max() ?? 0, largest[1]))
    }

    @Test func closedForms() {
        let disjoint = Curve(real: [1, 0], generated: [0, 1])
        #expect(disjoint.precision.allSatisfy { $0 == 0 } && disjoint.recall.allSatisfy { $0 == 0 })
        #expect(disjoint.maximumF(1) == 0)
        let half = Curve(real: [1, 0], generated: [0.5, 0.5])
        #expect(isClose(half.precision[500], 0.5) && isClose(half.recall[500], 0.5))
        #expect(isClose(half.precision.max() ?? 0, 0.5) && isClose(half.recall.max() ?? 0, 1))
        let collapsed = Curve(real: [0.5, 0.5], generated: [1, 0])
        #expect(isClose(collapsed.precision.max() ?? 0, 1) && isClose(collapsed.recall.max() ?? 0, 0.5))
        let equal = Curve(real: [0.3, 0.7], generated: [0.3, 0.7])
        #expect(isClose(equal.maximumF(1), 1) && isClose(equal.maximumF(8), 1))
        #expect(isClose(Curve.f(2, precision: 0.5, recall: 1), 5.0 / 6))
        #expect(isClose(Curve.f(0.5, precision: 0.5, recall: 1), 5.0 / 9))
        #expect(Curve.f(1, precision: 0, recall: 0) == 0)
    }

    @Test func swappingRolesSwapsPrecisionAndRecall() {
        let (p, q) = ([0.5, 0.3, 0.2, 0], [0.1, 0.1, 0.4, 0.4])
        let (curve, swapped) = (Curve(real: p, generated: q), Curve(real: q, generated: p))
        for (a, b) in zip(curve.precision, swapped.recall.reversed()) { #expect(abs(a - b) < 1e-9) }
        #expect(isClose(curve.maximumF(8), swapped.maximumF(0.125)))
    }

    @Test func meanIsOfCurvesNotOfScores() {
        let mean = Curve(meanOf: [Curve(real: [1, 0], generated: [1, 0]), Curve(real: [1, 0], generated: [0, 1])])
        #expect(isClose(mean.precision[1000], 0.5) && isClose(mean.recall[0], 0.5))
        #expect(isClose(mean.maximumF(1), 0.5))
    }

    @Test func droppedModesLowerRecallAndInventedOnesPrecision() throws {
        func modes(_ seed: UInt64, _ used: [Int]) -> Matrix<Float> {
            var rows = normalRows(seed, 600, 4)
            for row in 0..<600 { rows[row, 0] += Float(40 * used[row % used.count]) }
            return rows
        }
        let options = PrecisionRecallCurve.Options(clusters: 10, runs: 4, relabellings: 19)
        let (all, half) = (modes(1, [0, 1, 2, 3]), modes(2, [0, 1]))
        let dropped = try PrecisionRecallCurve.evaluate(real: all, generated: half, options: options)
        let invented = try PrecisionRecallCurve.evaluate(real: half, generated: all, options: options)
        let same = try PrecisionRecallCurve.evaluate(real: all, generated: modes(3, [0, 1, 2, 3]), options: options)
        #expect(abs(number("max_recall", dropped) - 0.5) < 0.02 && number("max_precision", dropped) > 0.98)
        #expect(abs(number("max_precision", invented) - 0.5) < 0.02 && number("max_recall", invented) > 0.98)
        #expect(number("f8", dropped) < 0.55 && number("f1_8", dropped) > 0.95)
        #expect(number("p_value", dropped) == 0.05 && number("p_value", same) > 0.05)
        let null = try #require(same.null)
        #expect(abs(same.value - null.value) < 0.05 && isFinite(same))
        let shown = try #require(same.parts["precision"])
        guard case .numbers(let points) = shown else {
            Issue.record("no curve")
            return
        }
        #expect(points.count == 101)
    }

    @Test func theLargerSetIsCut() throws {
        let real = normalRows(1, 90, 3)
        let result = try PrecisionRecallCurve.evaluate(
            real: real, generated: normalRows(2, 300, 3), options: .init(clusters: 4, runs: 2))
        #expect(result.diagnostics.contains { $0.code == "rows_drawn" })
        #expect(result.value > 0.7)
    }

    @Test func sameBytesForAnyThreadCountAndOthersForOtherSeeds() throws {
        let (real, generated) = (normalRows(1, 400, 20), normalRows(2, 500, 20))
        let options = PrecisionRecallCurve.Options(runs: 3, relabellings: 9, seed: 4)
        let one = try withThreads(1) {
            try PrecisionRecallCurve.evaluate(real: real, generated: generated, options: options)
        }
        let four = try withThreads(4) {
            try PrecisionRecallCurve.evaluate(real: real, generated: generated, options: options)
        }
        #expect(one == four)
        var other = options
        other.seed = 5
        #expect(try PrecisionRecallCurve.evaluate(real: real, generated: generated, options: other) != one)
    }

    @Test func hostileInput() throws {
        let good = normalRows(1, 10, 3)
        let name = PrecisionRecallCurve.name
        #expect(throws: MetricError.tooFewRows(metric: name, role: "generated", rows: 0, needed: 1)) {
            try PrecisionRecallCurve.evaluate(real: good, generated: good.rows(in: 0..<0))
        }
        #expect(throws: MetricError.widthsDiffer(metric: name, real: 3, generated: 2)) {
            try PrecisionRecallCurve.evaluate(real: good, generated: normalRows(1, 10, 2))
        }
        var broken = good
        broken[4, 1] = .nan
        #expect(throws: MetricError.nonFinite(metric: name, role: "real", row: 4, column: 1)) {
            try PrecisionRecallCurve.evaluate(real: broken, generated: good)
        }
        #expect(throws: MetricError.self) {
            try PrecisionRecallCurve.evaluate(real: good, generated: good, options: .init(clusters: 0))
        }
        let single = try PrecisionRecallCurve.evaluate(
            real: rows([[1]]), generated: rows([[1]]), options: .init(runs: 2, relabellings: 3))
        #expect(isClose(single.value, 1) && isFinite(single))
        let constant = Matrix<Float>(rows: 30, columns: 2, repeating: 5)
        #expect(isClose(try PrecisionRecallCurve.evaluate(real: constant, generated: constant).value, 1))
    }
}
