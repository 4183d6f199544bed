import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct KernelDistanceTests {
    @Test(arguments: GoldenCase.names)
    func agreesWithGolden(_ name: String) throws {
        let golden = try GoldenCase(name)
        let result = try KernelDistance.evaluate(real: golden.real, generated: golden.generated)
        #expect(isClose(result.value, try golden.number("kernel_distance_unbiased_full")), "\(result.value)")
        #expect(isFinite(result) && result.null?.value == 0)
    }

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected = try Fixture.json("lcg/expected.json")
        let training = LinearCongruential.training.converted(to: Float.self)
        let generated = LinearCongruential.generated.converted(to: Float.self)
        let all = try KernelDistance.evaluate(real: training, generated: generated).value
        #expect(
            isClose(all, try lookUp(["kid unbiased poly3 full sets (300 vs 250, unequal-n U-stat form)"], in: expected))
        )
        let part = try KernelDistance.evaluate(
            real: training.rows(in: 0..<200), generated: generated.rows(in: 0..<200)
        ).value
        #expect(isClose(part, try lookUp(["kid unbiased poly3 first 200 of each"], in: expected)))
    }

    /// Several tiles in both directions, against the formula pair by pair.
    @Test func agreesWithTheFormula() throws {
        let (x, y) = (normalRows(1, 1100, 3), mapped(normalRows(2, 700, 3)) { 1.1 * $0 + 0.2 })
        func mean(_ a: Matrix<Float>, _ b: Matrix<Float>, skip: Bool) -> Double {
            var sum = 0.0
            for i in 0..<a.rows {
                for j in 0..<b.rows where !(skip && i == j) {
                    let product = (0..<3).reduce(0.0) { $0 + Double(a[i, $1]) * Double(b[j, $1]) }
                    let base = product / 3 + 1
                    sum += base * base * base
                }
            }
            return sum / Double(a.rows * (skip ? b.rows - 1 : b.rows))
        }
        let expected = mean(x, x, skip: true) + mean(y, y, skip: true) - 2 * mean(x, y, skip: false)
        let result = try KernelDistance.evaluate(real: x, generated: y)
        #expect(isClose(result.value, expected, relative: 1e-6))
        let exchanged = try KernelDistance.evaluate(real: y, generated: x)
        #expect(isClose(exchanged.value, expected, relative: 1e-6))
        #expect(isClose(number("standard_error", exchanged), number("standard_error", result), relative: 1e-6))
    }

    @Test func unbiasedAndItsErrorIsThatOverSeeds() throws {
        for (shift, low, high) in [(Float(0), 0.8, 1.3), (0.5, 0.7, 1.4)] {
            var (values, errors) = ([Double](), [Double]())
            for seed in 0..<40 {
                let result = try KernelDistance.evaluate(
                    real: normalRows(UInt64(seed), 150, 4),
                    generated: mapped(normalRows(UInt64(seed + 500), 120, 4)) { $0 + shift })
                values.append(result.value)
                errors.append(number("standard_error", result))
            }
            let spread = Statistics.standardDeviation(values)
            if shift == 0 { #expect(abs(Statistics.mean(values)) < 3 * spread / 40.0.squareRoot()) }
            let ratio = Statistics.mean(errors) / spread
            #expect(ratio > low && ratio < high, "\(ratio) at shift \(shift)")
        }
    }

    @Test func blindToOrderAndRotationAndGrowsWithNoise() throws {
        let (real, generated) = (normalRows(1, 300, 10), normalRows(2, 300, 10))
        let value = try KernelDistance.evaluate(real: real, generated: mapped(generated) { $0 + 0.5 }).value
        let turned = try KernelDistance.evaluate(
            real: rotated(real), generated: rotated(mapped(generated) { $0 + 0.5 }).rows(at: (0..<300).reversed())
        ).value
        #expect(isClose(turned, value, relative: 1e-4))
        var last = -1.0
        for shift: Float in [0, 0.3, 0.6, 1] {
            let value = try KernelDistance.evaluate(real: real, generated: mapped(generated) { $0 + shift }).value
            #expect(value > last)
            last = value
        }
    }

    @Test(arguments: [Float(1e-30), 1e18, 1e38])
    func extremeScalesStayFinite(_ scale: Float) throws {
        let (real, generated) = (
            mapped(normalRows(1, 40, 4)) { scale * $0 / 8 }, mapped(normalRows(2, 40, 4)) { scale * $0 / 8 }
        )
        #expect(isFinite(try KernelDistance.evaluate(real: real, generated: generated)))
    }

    @Test func scalingByPowersOfTwoIsExact() throws {
        // Above 2⁴⁰ features are scaled down before they are multiplied; x³ dominates there.
        let (real, generated) = (normalRows(1, 40, 4), mapped(normalRows(2, 40, 4)) { $0 + 1 })
        func value(_ scale: Float) throws -> Double {
            try KernelDistance.evaluate(real: mapped(real) { scale * $0 }, generated: mapped(generated) { scale * $0 })
                .value
        }
        #expect(isClose(try value(0x1p45), try value(0x1p35) * 0x1p60, relative: 1e-9))
    }

    @Test func badInputIsNamed() {
        let good = normalRows(1, 10, 3)
        #expect(throws: MetricError.tooFewRows(metric: "kernel_distance", role: "real", rows: 1, needed: 2)) {
            try KernelDistance.evaluate(real: good.rows(in: 0..<1), generated: good)
        }
        var bad = good
        bad[9, 2] = .infinity
        #expect(throws: MetricError.nonFinite(metric: "kernel_distance", role: "real", row: 9, column: 2)) {
            try KernelDistance.evaluate(real: bad, generated: good)
        }
    }

    /// Cubes of a million cancel but for what rounding may change; usual features lose nothing.
    @Test func digitsThatCancelAreSaid() throws {
        let (real, generated) = (normalRows(1, 80, 4), normalRows(2, 80, 4))
        func isSaid(_ change: (Float) -> Float) throws -> Bool {
            try KernelDistance.evaluate(real: mapped(real, change), generated: mapped(generated, change))
                .diagnostics.contains { $0.code == "lost_digits" }
        }
        #expect(try isSaid { $0 + 1e6 } && isSaid { 3e-7 * $0 })
        #expect(try !isSaid { $0 } && !isSaid { 100 * $0 + 50 })
    }
}
