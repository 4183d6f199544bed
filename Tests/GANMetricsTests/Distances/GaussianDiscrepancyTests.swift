import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct GaussianDiscrepancyTests {
    @Test(arguments: GoldenCase.names)
    func agreesWithGolden(_ name: String) throws {
        let golden = try GoldenCase(name)
        let result = try GaussianDiscrepancy.evaluate(real: golden.real, generated: golden.generated)
        let relative = name == "fewer_samples_than_dims" ? 1e-4 : 1e-6
        #expect(isClose(result.value, try golden.number("mmd_rbf_sigma10_unbiased"), relative: relative))
        let biased = try golden.number("mmd_rbf_sigma10_biased_x1000")
        #expect(isClose(number("biased_x1000", result), biased, relative: relative))
        #expect(isFinite(result) && result.null?.value == 0)
    }

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected = try Fixture.json("lcg/expected.json")
        let result = try GaussianDiscrepancy.evaluate(
            real: LinearCongruential.training.converted(to: Float.self).rows(in: 0..<200),
            generated: LinearCongruential.generated.converted(to: Float.self).rows(in: 0..<200))
        #expect(
            isClose(result.value, try lookUp(["mmd2 unbiased rbf sigma=10 first 200"], in: expected), relative: 1e-5))
    }

    @Test func symmetricBlindToOrderAndRotation() throws {
        let (real, generated) = (normalRows(1, 200, 6), mapped(normalRows(2, 150, 6)) { $0 + 0.4 })
        let options = GaussianDiscrepancy.Options(sigma: 2)
        let value = try GaussianDiscrepancy.evaluate(real: real, generated: generated, options: options).value
        let exchanged = try GaussianDiscrepancy.evaluate(real: generated, generated: real, options: options).value
        #expect(isClose(exchanged, value, relative: 1e-12))
        let turned = try GaussianDiscrepancy.evaluate(
            real: rotated(real).rows(at: (0..<200).reversed()), generated: rotated(generated), options: options
        ).value
        #expect(isClose(turned, value, relative: 1e-4))
    }

    /// For a width that scales with the features the value does not change.
    @Test func scalesWithItsWidth() throws {
        let (real, generated) = (normalRows(1, 100, 5), mapped(normalRows(2, 100, 5)) { $0 * 1.5 })
        let value = try GaussianDiscrepancy.evaluate(real: real, generated: generated, options: .init(sigma: 2)).value
        let scaled = try GaussianDiscrepancy.evaluate(
            real: mapped(real) { 8 * $0 }, generated: mapped(generated) { 8 * $0 }, options: .init(sigma: 16)
        ).value
        #expect(isClose(scaled, value, relative: 1e-12))
    }

    @Test func unsuitableWidthsAreSaid() throws {
        let (real, generated) = (normalRows(1, 100, 30), normalRows(2, 100, 30))
        func codes(_ sigma: Double) throws -> [String] {
            try GaussianDiscrepancy.evaluate(real: real, generated: generated, options: .init(sigma: sigma)).diagnostics
                .map(\.code)
        }
        #expect(try codes(0.1).contains("kernel_too_narrow"))
        #expect(try codes(1e4).contains("kernel_too_wide"))
        #expect(try !codes(5).contains { $0.hasPrefix("kernel_too") })
        #expect(throws: MetricError.self) { try codes(0) }
        #expect(throws: MetricError.self) { try codes(.nan) }
    }

    @Test func theErrorIsThatOverSeeds() throws {
        for shift in [Float(0), 0.5] {
            var (values, errors) = ([Double](), [Double]())
            for seed in 0..<40 {
                let result = try GaussianDiscrepancy.evaluate(
                    real: normalRows(UInt64(seed), 120, 4),
                    generated: mapped(normalRows(UInt64(seed + 500), 100, 4)) { $0 + shift }, options: .init(sigma: 2))
                values.append(result.value)
                errors.append(number("standard_error", result))
            }
            let ratio = Statistics.mean(errors) / Statistics.standardDeviation(values)
            #expect(ratio > 0.7 && ratio < 1.4, "\(ratio) at shift \(shift)")
        }
    }
}
