import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct DistinctSamplesTests {
    private func interval(_ part: String, _ result: MetricResult) throws -> MetricInterval {
        guard case .interval(let interval)? = result.parts[part] else {
            throw MetricError.unknownMetric(name: part)
        }
        return interval
    }

    /// Rows of a few distinct ones, with noise.
    private func repeated(_ distinct: Int, of count: Int, noise: Float, seed: UInt64) -> Matrix<Float> {
        let sources = normalRows(seed, distinct, 12)
        var random = SeededGenerator(seed: seed).split("draws")
        let drawn = sources.rows(at: (0..<count).map { _ in random.index(below: distinct) })
        let jitter = normalRows(seed + 1, count, 12)
        return Matrix(
            rows: count, columns: 12, scalars: zip(drawn.scalars, jitter.scalars).map { $0 + noise * $1 })
    }

    @Test(arguments: [0, 1e-3, 0.05] as [Float])
    func eightImagesAreEight(noise: Float) throws {
        let result = try DistinctSamples.evaluate(
            real: normalRows(1, 800, 12), generated: repeated(8, of: 800, noise: noise, seed: 2))
        #expect(abs(number("distinct", result) - 8) <= 1 && abs(number("support", result) - 8) <= 2)
        #expect(result.value < 0.02 && number("largest_group", result) > 60)
        #expect(try #require(result.null).value > 0.94 && result.value < 0.1 * (result.null?.value ?? 0))
    }

    @Test func oneImageIsOne() throws {
        let result = try DistinctSamples.evaluate(
            real: normalRows(1, 300, 12), generated: Matrix(rows: 300, columns: 12, repeating: 0.3))
        #expect(number("distinct", result) == 1 && number("support", result) == 1)
        #expect(number("largest_group", result) == 300 && isFinite(result))
        #expect(try #require(result.interval).low <= result.value)
    }

    @Test func exactRepeatsCountAtAnyThreshold() throws {
        // Real rows come in equal pairs: the threshold is 0.
        let real = normalRows(1, 200, 12)
        let result = try DistinctSamples.evaluate(
            real: real.appendingRows(of: real), generated: repeated(50, of: 400, noise: 0, seed: 4))
        #expect(number("threshold", result) == 0 && abs(number("distinct", result) - 50) <= 1)
        #expect(result.diagnostics.contains { $0.code == "duplicated_real_rows" })
    }

    @Test func honestSamplesAreAsDistinctAsRealRows() throws {
        var below = 0
        for seed in 0..<50 {
            let result = try DistinctSamples.evaluate(
                real: normalRows(UInt64(1000 + seed), 300, 8), generated: normalRows(UInt64(2000 + seed), 300, 8))
            #expect(result.value > 0.9, "\(seed): \(result.value)")
            let (interval, null) = (try #require(result.interval), try #require(result.null).value)
            #expect(interval.low <= result.value && result.value <= interval.high)
            if interval.high < null - 0.02 { below += 1 }
        }
        #expect(below <= 4, "\(below) of 50 honest draws look repetitive")
    }

    /// Fewer or more real rows than samples move neither the threshold nor the null by much.
    @Test func unequalCountsAreHeldAtTheSamplesCount() throws {
        let generated = normalRows(5, 400, 8)
        let equal = try DistinctSamples.evaluate(real: normalRows(6, 400, 8), generated: generated)
        for count in [200, 1600] {
            let other = try DistinctSamples.evaluate(real: normalRows(7, count, 8), generated: generated)
            #expect(abs(number("threshold", other) / number("threshold", equal) - 1) < 0.2, "\(count)")
            #expect(abs((other.null?.value ?? 0) - (equal.null?.value ?? 1)) < 0.06, "\(count)")
        }
    }

    /// Support of 300 equally likely rows: the estimate is right and its interval holds it about as often as it says.
    @Test func supportIsEstimated() throws {
        let real = normalRows(1, 400, 12)
        var held = 0
        for seed in 0..<40 {
            let result = try DistinctSamples.evaluate(
                real: real, generated: repeated(300, of: 400, noise: 1e-3, seed: UInt64(100 + 3 * seed)))
            let interval = try interval("support_interval", result)
            if interval.low <= 300, interval.high >= 300 { held += 1 }
            #expect(abs(number("support", result) - 300) < 120, "\(number("support", result))")
        }
        #expect(held >= 34, "\(held) of 40")
    }

    @Test func groupsAndSupportByHand() throws {
        // 0-1-2 in a chain, 3-4 a pair, 5 alone; the chain's ends are farther apart than the threshold.
        let line = Matrix<Float>(rows: 6, columns: 1, scalars: [0, 1, 2, 10, 11, 30])
        let table = NearestNeighbours.search(queries: line, in: line, count: 2, excludingSameIndex: true)
        #expect(SampleGroups(table, threshold: 1).sizes == [3, 2, 1])
        #expect(SampleGroups(table, threshold: 0.5).sizes == [1, 1, 1, 1, 1, 1])
        // f1 = 2, f2 = 1, n = 7: 4 + 6/7·2·1/(2·2).
        let support = SampleGroups(sizes: [1, 1, 2, 3]).support(level: 0.95)
        #expect(isClose(support.estimate, 4 + 6.0 / 14, relative: 1e-12))
        #expect(support.low >= 4 && support.low < support.estimate && support.high > support.estimate)
        let full = SampleGroups(sizes: [50, 50]).support(level: 0.95)
        #expect(full.estimate == 2 && full.low == 2 && full.high < 2.001)
    }

    @Test func badInputIsRefused() {
        #expect(throws: MetricError.tooFewRows(metric: "distinct_samples", role: "generated", rows: 1, needed: 2)) {
            try DistinctSamples.evaluate(real: normalRows(1, 9, 2), generated: normalRows(2, 1, 2))
        }
        #expect(throws: MetricError.self) {
            try DistinctSamples.evaluate(
                real: normalRows(1, 9, 2), generated: normalRows(2, 9, 2), options: .init(quantile: 1))
        }
    }

    /// The catalogue's pass over pairs gives what the metric's own search gives.
    @Test func thePassOverPairsGivesTheSame() throws {
        let (real, generated) = (normalRows(1, 320, 12), repeated(60, of: 320, noise: 0.01, seed: 8))
        let alone = try DistinctSamples.evaluate(real: real, generated: generated)
        for names in [[DistinctSamples.name], [DistinctSamples.name, Coverage.name, Authenticity.name]] {
            let outcome = try MetricCatalogue.evaluate(
                names, inputs: .init(real: real, generated: generated, heldOut: normalRows(2, 320, 12)))
            let found = try #require(outcome.results[DistinctSamples.name])
            #expect(found.value == alone.value && found.parts == alone.parts)
            #expect(try #require(found.ceiling).value > 0.9)
        }
    }
}
