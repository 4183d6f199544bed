import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct NearNullIntervalTests {
    typealias Measure = @Sendable (Matrix<Float>, Matrix<Float>) throws -> MetricResult

    /// Metrics that are too wide for equal distributions, and the value that such distributions have.
    static let metrics: [(name: String, measure: Measure)] = [
        ("frechet_distance", { try FrechetDistance.evaluate(real: $0, generated: $1) }),
        ("frechet_distance_infinity", { try FrechetDistanceInfinity.evaluate(real: $0, generated: $1) }),
        ("kernel_distance", { try KernelDistance.evaluate(real: $0, generated: $1) }),
        ("mmd_rbf", { try GaussianDiscrepancy.evaluate(real: $0, generated: $1, options: .init(sigma: 3)) }),
        ("energy_distance", { try EnergyDistance.evaluate(real: $0, generated: $1) }),
        (
            "sliced_wasserstein",
            {
                try SlicedWasserstein.evaluate(
                    real: $0, generated: $1, options: .init(directions: .random(count: 100)))
            }
        ),
    ]

    @Test(arguments: metrics.indices)
    func noneForEqualDistributionsAndOneAway(_ index: Int) throws {
        let measure = Self.metrics[index].measure
        let real = normalRows(1, 300, 6)
        let equal = try measure(real, normalRows(2, 250, 6))
        #expect(equal.interval == nil)
        #expect(equal.diagnostics.contains { $0.code == "interval_omitted" && $0.severity == .note })
        let reach = number(MetricResult.reachAtMost, equal)
        #expect(reach > 0 && reach.isFinite)
        let null = try #require(equal.null?.value ?? equal.parts["relabelled"].map { _ in number("relabelled", equal) })
        #expect(abs(equal.value - null) <= reach)

        let away = try measure(real, mapped(normalRows(2, 250, 6)) { $0 + 0.5 })
        #expect(away.interval != nil && away.parts[MetricResult.reachAtMost] == nil)
    }

    @Test func intervalThatTouchesTheReferenceGoes() {
        var result = MetricResult(value: 2, interval: MetricInterval(low: 1, high: 4, method: "none"))
        result.omitInterval(near: 0.99, of: "one")
        #expect(result.interval != nil && result.parts.isEmpty)
        result.omitInterval(near: 1, of: "one")
        #expect(result.interval == nil && result.parts[MetricResult.reachAtMost] == .number(2))
        result.omitInterval(near: 1, of: "one")
        #expect(result.diagnostics.count == 1)
    }

    /// Equal distributions are what rows with labels drawn at random are samples of.
    @Test func relabelledDistanceIsThatOfEqualDistributions() throws {
        var (values, relabelled, printed) = ([Double](), [Double](), 0)
        for seed in 0..<30 {
            let result = try SlicedWasserstein.evaluate(
                real: normalRows(UInt64(seed), 120, 5), generated: normalRows(UInt64(seed + 100), 160, 5),
                options: .init(directions: .random(count: 100), seed: UInt64(seed)))
            printed += result.interval == nil ? 0 : 1
            values.append(result.value)
            relabelled.append(number("relabelled", result))
        }
        #expect(isClose(Statistics.mean(relabelled), Statistics.mean(values), relative: 0.08))
        #expect(printed <= 3)
    }

    @Test(arguments: [(200, 6, 1.0), (200, 6, 2), (40, 300, 1)])
    func scoreOfNoise(_ rows: Int, _ columns: Int, _ order: Double) throws {
        let results = try (0..<20).map {
            try VendiScore.evaluate(generated: normalRows(UInt64($0), rows, columns), options: .init(order: order))
        }
        let expected = try #require(VendiScore.scoreOfNoise(rows: rows, columns: columns, order: order))
        let least = Double(min(rows, columns))
        // What is left to the bound, not the score, is what the expansion gives.
        #expect(isClose(least - Statistics.mean(results.map(\.value)), least - expected, relative: 0.1))
        #expect(results.count { $0.interval == nil } >= 18)
    }

    @Test func scoreOfNoiseHasNoExpansionAtInfinity() {
        #expect(VendiScore.scoreOfNoise(rows: 100, columns: 4, order: .infinity) == nil)
    }
}
