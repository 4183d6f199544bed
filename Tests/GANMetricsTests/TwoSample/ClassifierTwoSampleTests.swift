import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct ClassifierTwoSampleTests {
    @Test func equalDistributionsStayInTheNullsBand() throws {
        let scores = try (0..<40).map { seed in
            let result = try ClassifierTwoSample.evaluate(
                real: normalRows(UInt64(2 * seed), 200, 6), generated: normalRows(UInt64(2 * seed + 1), 240, 6),
                options: .init(seed: UInt64(seed)))
            return (result.value, number("p_value", result), number("null_standard_deviation", result))
        }
        let deviation = scores[0].2
        #expect(isClose(deviation, 0.5 / 200.0.squareRoot()))
        #expect(abs(Statistics.mean(scores.map(\.0)) - 0.5) < 4 * deviation / 40.0.squareRoot())
        #expect(abs(Statistics.standardDeviation(scores.map(\.0)) / deviation - 1) < 0.4)
        #expect(scores.count { $0.1 < 0.05 } <= 7)
    }

    @Test func aShiftIsFoundAtItsBestRate() throws {
        // A shift of 2 along one direction: the best rule is right with probability Φ(1) = 0.841.
        let (real, other) = (normalRows(1, 2000, 10), normalRows(2, 2000, 10))
        var generated = other
        for row in 0..<2000 { generated[row, 3] += 2 }
        let result = try ClassifierTwoSample.evaluate(real: real, generated: generated)
        let interval = try #require(result.interval)
        #expect(interval.low < 0.841 && interval.high > 0.83 && abs(result.value - 0.841) < 0.03)
        // Φ(2/√2) = 0.921 is the best area.
        #expect(abs(number("auc", result) - 0.921) < 0.02)
        #expect(number("p_value", result) < 1e-12 && number("test_rows", result) == 2000 && isFinite(result))
    }

    @Test func noiseInTheDataLowersTheAccuracy() throws {
        let (real, generated) = (normalRows(1, 800, 8), mapped(normalRows(2, 800, 8)) { $0 + 0.7 })
        let values = try [Float(0), 1, 3].map { amount in
            func noisy(_ set: Matrix<Float>, _ seed: UInt64) -> Matrix<Float> {
                let noise = normalRows(seed, set.rows, set.columns)
                return Matrix(
                    rows: set.rows, columns: set.columns,
                    scalars: zip(set.scalars, noise.scalars).map { $0 + amount * $1 })
            }
            return try ClassifierTwoSample.evaluate(real: noisy(real, 5), generated: noisy(generated, 6)).value
        }
        #expect(values[0] > values[1] && values[1] > values[2])
    }

    @Test func columnUnitsDoNotMatter() throws {
        let (real, generated) = (normalRows(1, 300, 4), mapped(normalRows(2, 300, 4)) { $0 + 0.3 })
        func scaled(_ set: Matrix<Float>) -> Matrix<Float> {
            Matrix(
                rows: set.rows, columns: 4,
                scalars: set.scalars.enumerated().map { $1 * [1, 1024, 0.125, 4096][$0 % 4] })
        }
        let plain = try ClassifierTwoSample.evaluate(real: real, generated: generated)
        #expect(try ClassifierTwoSample.evaluate(real: scaled(real), generated: scaled(generated)).value == plain.value)
    }

    @Test func swappingRolesKeepsABalancedTest() throws {
        let (real, generated) = (normalRows(1, 400, 5), mapped(normalRows(2, 400, 5)) { $0 * 1.2 + 0.4 })
        let there = try ClassifierTwoSample.evaluate(real: real, generated: generated)
        let back = try ClassifierTwoSample.evaluate(real: generated, generated: real)
        #expect(abs(there.value - back.value) < 0.06)
    }

    @Test func wideFeaturesOfFewRows() throws {
        let result = try ClassifierTwoSample.evaluate(
            real: normalRows(1, 6, 100_000), generated: normalRows(2, 5, 100_000))
        #expect(isFinite(result) && result.diagnostics.contains { $0.code == "few_test_rows" })
        #expect(number("test_rows", result) == 6)
    }

    @Test func sameBytesForAnyThreadCountAndSeedsMatter() throws {
        let (real, generated) = (normalRows(1, 500, 40), normalRows(2, 450, 40))
        let one = try withThreads(1) { try ClassifierTwoSample.evaluate(real: real, generated: generated) }
        let four = try withThreads(4) { try ClassifierTwoSample.evaluate(real: real, generated: generated) }
        #expect(one == four)
        #expect(try ClassifierTwoSample.evaluate(real: real, generated: generated, options: .init(seed: 1)) != one)
    }

    @Test func hostileInput() throws {
        let good = normalRows(1, 10, 3)
        let name = ClassifierTwoSample.name
        #expect(throws: MetricError.tooFewRows(metric: name, role: "real", rows: 3, needed: 4)) {
            try ClassifierTwoSample.evaluate(real: good.rows(in: 0..<3), generated: good)
        }
        #expect(throws: MetricError.widthsDiffer(metric: name, real: 3, generated: 4)) {
            try ClassifierTwoSample.evaluate(real: good, generated: normalRows(1, 10, 4))
        }
        #expect(throws: MetricError.self) {
            try ClassifierTwoSample.evaluate(real: good, generated: good, options: .init(penalty: 0))
        }
        let constant = Matrix<Float>(rows: 50, columns: 2, repeating: 0.1)
        let result = try ClassifierTwoSample.evaluate(real: constant, generated: constant)
        #expect(result.value == 0.5 && isFinite(result))
        let huge = try ClassifierTwoSample.evaluate(
            real: mapped(good) { $0 * 1e37 }, generated: mapped(normalRows(2, 10, 3)) { $0 * 1e37 })
        #expect(isFinite(huge))
    }
}
