import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct EnergyDistanceTests {
    @Test(arguments: GoldenCase.names)
    func agreesWithGolden(_ name: String) throws {
        let golden = try GoldenCase(name)
        let result = try EnergyDistance.evaluate(real: golden.real, generated: golden.generated)
        #expect(isClose(result.value, try golden.number("energy_distance")), "\(result.value)")
        #expect(isFinite(result))
    }

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected = try Fixture.json("lcg/expected.json")
        let result = try EnergyDistance.evaluate(
            real: LinearCongruential.training.converted(to: Float.self),
            generated: LinearCongruential.generated.converted(to: Float.self))
        #expect(isClose(result.value, try lookUp(["energy distance V-stat (train,gen)"], in: expected), relative: 1e-6))
    }

    /// The null is what equal distributions get on average.
    @Test func equalDistributionsGetTheNull() throws {
        var (values, nulls) = ([Double](), [Double]())
        for seed in 0..<60 {
            let result = try EnergyDistance.evaluate(
                real: normalRows(UInt64(seed), 80, 5), generated: normalRows(UInt64(seed + 900), 60, 5))
            values.append(result.value)
            nulls.append(try #require(result.null?.value))
        }
        let error = Statistics.standardDeviation(values) / 60.0.squareRoot()
        #expect(abs(Statistics.mean(values) - Statistics.mean(nulls)) < 4 * error)
    }

    @Test func identicalSetsAreAtDistanceZero() throws {
        let rows = normalRows(1, 300, 8)
        #expect(try EnergyDistance.evaluate(real: rows, generated: rows).value < 1e-12)
    }

    @Test func scalesWithTheFeaturesAndGrowsWithAShift() throws {
        let (real, generated) = (normalRows(1, 150, 5), normalRows(2, 150, 5))
        let value = try EnergyDistance.evaluate(real: real, generated: generated).value
        let scaled = try EnergyDistance.evaluate(
            real: mapped(real) { 16 * $0 }, generated: mapped(generated) { 16 * $0 }
        ).value
        #expect(isClose(scaled, 16 * value, relative: 1e-12))
        var last = 0.0
        for shift: Float in [0.3, 0.6, 1, 2] {
            let value = try EnergyDistance.evaluate(real: real, generated: mapped(generated) { $0 + shift }).value
            #expect(value > last)
            last = value
        }
    }

    @Test(arguments: [Float(1e-30), 1e18, 1e38])
    func extremeScalesStayFinite(_ scale: Float) throws {
        let (real, generated) = (
            mapped(normalRows(1, 40, 4)) { scale * $0 / 8 }, mapped(normalRows(2, 40, 4)) { scale * $0 / 8 }
        )
        #expect(isFinite(try EnergyDistance.evaluate(real: real, generated: generated)))
    }
}
