import Foundation
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct VendiScoreTests {
    static let quick = VendiScore.Options(interval: false)

    @Test(arguments: GoldenCase.names)
    func agreesWithGolden(_ name: String) throws {
        let golden = try GoldenCase(name)
        let result = try VendiScore.evaluate(generated: golden.generated, options: Self.quick)
        #expect(isClose(result.value, try golden.number("vendi_score_cosine_q1")), "\(result.value)")
        #expect(isFinite(result) && number("order_1", result) == result.value)
    }

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected = try Fixture.json("lcg/expected.json")
        let generated = LinearCongruential.generated.converted(to: Float.self)
        let orders: [Double] = try lookUp(["vendi cosine gen q=1,2,inf"], in: expected)
        let result = try VendiScore.evaluate(generated: generated, options: Self.quick)
        for (part, value) in zip(["order_1", "order_2", "order_infinity"], orders) {
            #expect(isClose(number(part, result), value), "\(part)")
        }
        for (order, value) in zip([1, 2, Double.infinity], orders) {
            let chosen = try VendiScore.evaluate(
                generated: generated, options: .init(order: order, interval: false))
            #expect(isClose(chosen.value, value))
        }
        let training = try VendiScore.evaluate(
            generated: LinearCongruential.training.converted(to: Float.self), options: Self.quick)
        #expect(isClose(training.value, try lookUp(["vendi cosine train, q=1"], in: expected)))
    }

    @Test func closedFormsOfKernels() throws {
        let points: [Double] = [0, 0, 10, 10, 20, 20]
        let exponential = Matrix(
            rows: 6, columns: 6, scalars: points.flatMap { a in points.map { exp(-abs(a - $0)) } })
        #expect(isClose(try VendiScore.evaluate(kernel: exponential).value, 2.999999996, relative: 1e-9))
        let three = Matrix(rows: 3, columns: 3, scalars: [1, 0.9, 0, 0.9, 1, 0, 0, 0, 1.0])
        let result = try VendiScore.evaluate(kernel: three)
        #expect(isClose(result.value, 2.1573005, relative: 5e-8))
        #expect(result.interval == nil && result.diagnostics.contains { $0.code == "interval_omitted" })
        // 1/‖K/n‖² and 1/λ_max by hand.
        #expect(isClose(number("order_2", result), 9 / (3 + 2 * 0.81), relative: 1e-12))
        #expect(isClose(number("order_infinity", result), 3 / 1.9, relative: 1e-12))
    }

    @Test func identicalRowsAreOneAndOrthogonalRowsAreAll() throws {
        for (count, width) in [(40, 5), (5, 40), (6, 6)] {
            let same = Matrix<Float>(rows: count, columns: width, repeating: 0.3)
            #expect(isClose(try VendiScore.evaluate(generated: same).value, 1, relative: 1e-12))
        }
        for (count, width) in [(7, 7), (7, 20)] {
            var rows = Matrix<Float>(rows: count, columns: width)
            for row in 0..<count { rows[row, row] = Float(row + 1) }
            let result = try VendiScore.evaluate(generated: rows)
            #expect(isClose(result.value, Double(count), relative: 1e-12))
            #expect(isClose(number("order_infinity", result), Double(count), relative: 1e-12))
            #expect(result.diagnostics.contains { $0.code == "saturated" })
        }
    }

    /// Both forms, over more than one block of rows and of columns, against the kernel's own matrix.
    @Test(arguments: [(2100, 3), (30, 2100), (200, 40), (40, 200)])
    func bothFormsAgreeWithTheKernel(_ count: Int, _ width: Int) throws {
        let features = mapped(normalRows(4, count, width)) { $0 + 0.5 }
        let kept = features.rows(in: 0..<min(count, 300))
        let rows = kept.converted(to: Double.self)
        let kernel = Matrix<Double>(rows: kept.rows, columns: kept.rows) { target in
            for i in 0..<kept.rows {
                for j in 0..<kept.rows {
                    func product(_ a: Int, _ b: Int) -> Double {
                        zip(rows.row(a), rows.row(b)).reduce(0) { $0 + $1.0 * $1.1 }
                    }
                    target[i * kept.rows + j] = product(i, j) / (product(i, i) * product(j, j)).squareRoot()
                }
            }
        }
        let direct = try VendiScore.evaluate(kernel: kernel).value
        #expect(isClose(try VendiScore.evaluate(generated: kept, options: Self.quick).value, direct, relative: 1e-10))
        // Seven copies of each row leave K/n's eigenvalues as they are.
        let repeated = kept.rows(at: (0..<7 * kept.rows).map { $0 % kept.rows })
        let same = try VendiScore.evaluate(generated: repeated, options: Self.quick).value
        #expect(isClose(same, direct, relative: 1e-10))
    }

    @Test func blindToOrderRotationAndLength() throws {
        let features = mapped(normalRows(1, 120, 10)) { $0 + 0.5 }
        let value = try VendiScore.evaluate(generated: features, options: Self.quick).value
        var stretched = features
        for row in 0..<120 { for column in 0..<10 { stretched[row, column] *= Float(row % 7 + 1) } }
        for other in [features.rows(at: (0..<120).reversed()), rotated(features), stretched] {
            let changed = try VendiScore.evaluate(generated: other, options: Self.quick).value
            #expect(isClose(changed, value, relative: 1e-5))
        }
    }

    @Test func fallsWithTheOrderAndWithCopies() throws {
        let features = mapped(normalRows(1, 120, 10)) { $0 + 0.5 }
        var last = Double.infinity
        for order in [0.5, 0.999999, 1, 1.000001, 2, 50, 1e6, .infinity] {
            let value = try VendiScore.evaluate(
                generated: features, options: .init(order: order, interval: false)
            ).value
            #expect(value <= last * (1 + 1e-9) && value >= 1, "\(value) at \(order)")
            last = value
        }
        var scores: [Double] = []
        for kinds in [120, 20, 5, 1] {
            let rows = features.rows(at: (0..<120).map { $0 % kinds })
            scores.append(try VendiScore.evaluate(generated: rows, options: Self.quick).value)
        }
        #expect(scores == scores.sorted(by: >))
    }

    /// The score grows with the count, so real rows are scored at the samples' count, or not taken as a null.
    @Test func realRowsAreScoredAtTheSameCount() throws {
        let (many, few) = (normalRows(1, 400, 60), normalRows(2, 50, 60))
        let larger = try VendiScore.evaluate(generated: few, real: many, options: Self.quick)
        #expect(larger.null?.basis == "the score of 50 of 400 real rows")
        #expect(isClose(number("ratio_to_real", larger), 1, absolute: 0.05))
        let all = try VendiScore.evaluate(generated: many, options: Self.quick).value
        #expect(all > 1.3 * number("real_score", larger))
        let smaller = try VendiScore.evaluate(generated: many, real: few, options: Self.quick)
        #expect(smaller.null == nil && smaller.diagnostics.contains { $0.code == "fewer_real_than_generated" })
        #expect(number("real_rows", smaller) == 50 && isClose(number("ratio_to_real", smaller), 1, absolute: 0.05))
        let itself = try VendiScore.evaluate(generated: few, real: few, options: Self.quick)
        #expect(itself.null?.value == itself.value)
    }

    /// Zero rows are similar to each other and to nothing else, exactly as a further direction would be.
    @Test(arguments: [(60, 6), (12, 30)])
    func rowsOfZerosAreOneFurtherKind(_ count: Int, _ width: Int) throws {
        let features = normalRows(5, count, width)
        var (zeros, direction) = (features, Matrix<Float>(rows: count, columns: width + 1))
        for row in 0..<count {
            for column in 0..<width {
                if row < 4 { zeros[row, column] = 0 } else { direction[row, column] = features[row, column] }
            }
            direction[row, width] = row < 4 ? 1 : 0
        }
        let result = try VendiScore.evaluate(generated: zeros)
        let other = try VendiScore.evaluate(generated: direction)
        #expect(isClose(result.value, other.value, relative: 1e-10))
        #expect(result.diagnostics.contains { $0.code == "zero_rows" } && isFinite(result))
        let none = try VendiScore.evaluate(generated: Matrix(rows: count, columns: width))
        #expect(isClose(none.value, 1, relative: 1e-12) && isFinite(none))
    }

    @Test(arguments: [(150, 6, 0.7, 1.4), (60, 90, 0.7, 1.6)])
    func jackknifeErrorMatchesSpreadOverSeeds(_ count: Int, _ width: Int, _ least: Double, _ most: Double) throws {
        var (values, reaches) = ([Double](), [Double]())
        for seed in 0..<40 {
            var features = normalRows(UInt64(seed), count, width)
            for row in 0..<count {
                for column in 0..<width { features[row, column] /= Float(column + 1) }
            }
            let result = try VendiScore.evaluate(generated: features, options: .init(seed: UInt64(seed)))
            let interval = try #require(result.interval)
            #expect(interval.low <= result.value && result.value <= interval.high)
            values.append(result.value)
            reaches.append(interval.high - result.value)
        }
        let implied = Statistics.mean(reaches) / Statistics.studentQuantile(0.975, degrees: 19)
        let ratio = implied / Statistics.standardDeviation(values)
        #expect(ratio > least && ratio < most, "\(ratio)")
    }

    @Test func sameBytesForAnyNumberOfThreads() throws {
        let features = normalRows(1, 600, 40)
        let one = try withThreads(1) { try VendiScore.evaluate(generated: features, real: features) }
        let five = try withThreads(5) { try VendiScore.evaluate(generated: features, real: features) }
        #expect(one == five)
    }

    @Test(arguments: [Float(1e-38), 1e18, 3e37])
    func extremeScalesChangeNothing(_ scale: Float) throws {
        let features = normalRows(1, 60, 4)
        let value = try VendiScore.evaluate(generated: features).value
        let scaled = try VendiScore.evaluate(generated: mapped(features) { scale * $0 })
        #expect(isClose(scaled.value, value, relative: 1e-5) && isFinite(scaled))
    }

    @Test func hostileInputIsAnErrorOrADiagnostic() throws {
        let good = normalRows(1, 10, 3)
        #expect(throws: MetricError.tooFewRows(metric: "vendi_score", role: "generated", rows: 0, needed: 1)) {
            try VendiScore.evaluate(generated: good.rows(in: 0..<0))
        }
        let single = try VendiScore.evaluate(generated: good.rows(in: 0..<1))
        #expect(single.value == 1 && single.interval == nil)
        #expect(single.diagnostics.contains { $0.code == "interval_omitted" })
        #expect(throws: MetricError.self) { try VendiScore.evaluate(generated: Matrix(rows: 4, columns: 0)) }
        #expect(throws: MetricError.widthsDiffer(metric: "vendi_score", real: 2, generated: 3)) {
            try VendiScore.evaluate(generated: good, real: normalRows(1, 10, 2))
        }
        var bad = good
        bad[2, 1] = .nan
        #expect(throws: MetricError.nonFinite(metric: "vendi_score", role: "generated", row: 2, column: 1)) {
            try VendiScore.evaluate(generated: bad)
        }
        for order in [0, -1, Double.nan] {
            #expect(throws: MetricError.self) { try VendiScore.evaluate(generated: good, options: .init(order: order)) }
        }
        let wide = try VendiScore.evaluate(generated: Matrix<Float>(rows: 3, columns: 100_000, repeating: 1))
        #expect(isClose(wide.value, 1, relative: 1e-12))
        #expect(throws: MetricError.self) {
            try VendiScore.evaluate(generated: normalRows(1, 30, 31), options: .init(largestOrder: 29))
        }
    }

    @Test(arguments: [
        [1, 0.5, 0.4, 1], [1, 0.5, 0.5, 2], [1, 1.5, 1.5, 1], [1, .nan, .nan, 1],
    ])
    func matricesThatAreNoKernelAreRefused(_ scalars: [Double]) {
        #expect(throws: MetricError.self) {
            try VendiScore.evaluate(kernel: Matrix(rows: 2, columns: 2, scalars: scalars))
        }
        #expect(throws: MetricError.self) {
            try VendiScore.evaluate(kernel: Matrix(rows: 1, columns: 2, scalars: [1, 0]))
        }
    }
}
