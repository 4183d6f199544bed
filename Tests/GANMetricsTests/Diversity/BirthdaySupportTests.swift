import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct BirthdaySupportTests {
    /// Draws from `support` atoms, with a little noise around each.
    private func draws(_ seed: UInt64, _ count: Int, support: Int, columns: Int = 6) -> Matrix<Float> {
        let atoms = normalRows(4000, support, columns)
        var generator = SeededGenerator(seed: seed).split("draws")
        let chosen = atoms.rows(at: (0..<count).map { _ in generator.index(below: support) })
        let noise = normalRows(seed, count, columns)
        return Matrix(
            rows: count, columns: columns, scalars: zip(chosen.scalars, noise.scalars).map { $0 + 1e-4 * $1 })
    }

    /// The interval that takes the threshold as known; the value itself has none.
    private func givenThreshold(_ result: MetricResult) throws -> MetricInterval {
        #expect(result.interval == nil && result.diagnostics.contains { $0.code == "interval_omitted" })
        guard case .interval(let interval)? = result.parts["given_threshold"] else {
            throw MetricError.tooFewRows(metric: BirthdaySupport.name, role: "generated", rows: 0, needed: 2)
        }
        return interval
    }

    @Test func closedForm() {
        #expect(BirthdaySupport.drawsForEvenOdds(support: 1000) == 38)
    }

    @Test func recoversUniformSupports() throws {
        let real = normalRows(1, 500, 6)
        var covered = 0
        for repeat_ in 0..<40 {
            let samples = draws(UInt64(50 + repeat_), 300, support: 700)
            let result = try BirthdaySupport.evaluate(real: real, generated: samples)
            let interval = try givenThreshold(result)
            covered += interval.low <= 700 && interval.high >= 700 ? 1 : 0
            #expect(isFinite(result))
        }
        // 38 expected; fewer than 34 has probability 0.01 at a coverage of 0.95.
        #expect(covered >= 34)
    }

    @Test func pairsAreCountedNotOnlyNeighbours() throws {
        // Three atoms of four samples each: 18 pairs among 66.
        let atoms = rows([[0, 0], [10, 0], [0, 10]])
        let samples = atoms.rows(at: (0..<12).map { $0 % 3 })
        let result = try BirthdaySupport.evaluate(real: normalRows(1, 100, 2), generated: samples)
        #expect(number("colliding_pairs", result) == 18 && isClose(result.value, 66.0 / 18))
        #expect(number("colliding_samples", result) == 12)
    }

    @Test func tablesAgreeWithFeaturesUntilTheyAreTooShort() throws {
        let (real, samples) = (normalRows(1, 400, 6), draws(7, 300, support: 500))
        func table(_ rows: Matrix<Float>, _ count: Int) -> NeighbourTable {
            NearestNeighbours.search(queries: rows, in: rows, count: count, excludingSameIndex: true)
        }
        let whole = try BirthdaySupport.evaluate(real: real, generated: samples)
        let ready = try BirthdaySupport.evaluate(realToReal: table(real, 5), generatedToGenerated: table(samples, 5))
        #expect(ready == whole)
        let crowd = draws(8, 300, support: 10)
        let short = try BirthdaySupport.evaluate(realToReal: table(real, 5), generatedToGenerated: table(crowd, 5))
        let exact = try BirthdaySupport.evaluate(real: real, generated: crowd)
        #expect(short.diagnostics.contains { $0.code == "truncated_neighbours" } && short.value > exact.value)
        #expect(abs(exact.value - 10) < 2 && isFinite(short))
    }

    @Test func realDataScoreTheirNullAndCollapseFarBelow() throws {
        let real = normalRows(1, 1000, 6)
        let fresh = try BirthdaySupport.evaluate(real: real, generated: normalRows(2, 1000, 6))
        let null = try #require(fresh.null).value
        let interval = try givenThreshold(fresh)
        #expect(interval.low < null && null < interval.high * 3)
        let collapsed = try BirthdaySupport.evaluate(real: real, generated: draws(3, 1000, support: 100))
        #expect(collapsed.value < null / 100)
    }

    @Test func withoutCollisionsTheValueIsALowerBound() throws {
        let result = try BirthdaySupport.evaluate(
            real: mapped(normalRows(1, 200, 4)) { 0.001 * $0 }, generated: normalRows(2, 200, 4))
        #expect(result.interval == nil && isFinite(result))
        #expect(result.parts["bound"] == .text("lower"))
        #expect(result.diagnostics.contains { $0.code == "no_collisions" })
        // The rule of three: 19,900 pairs over −log 0.05.
        #expect(isClose(result.value, 19_900 / 2.995_732_273_553_991, relative: 1e-3))
    }

    @Test func unevenSupportsWidenTheInterval() {
        let even = BirthdaySupport.Collisions(partners: [1, 1, 1, 1] + [Int](repeating: 0, count: 96))
        #expect(even.pairs == 2 && isClose(even.dispersion, 1, relative: 0.01))
        let crowd = BirthdaySupport.Collisions(partners: [4, 4, 4, 4, 4] + [Int](repeating: 0, count: 95))
        #expect(crowd.pairs == 10 && crowd.dispersion > 5)
        let bounds = crowd.shareInterval(level: 0.95)
        #expect(bounds.low < 10.0 / 4950 / 4 && bounds.high > 2 * 10.0 / 4950)
    }

    @Test func badInputIsNamed() throws {
        let good = normalRows(1, 10, 3)
        #expect(throws: MetricError.tooFewRows(metric: BirthdaySupport.name, role: "generated", rows: 1, needed: 2)) {
            try BirthdaySupport.evaluate(real: good, generated: good.rows(in: 0..<1))
        }
        #expect(throws: MetricError.self) {
            try BirthdaySupport.evaluate(real: good, generated: good, options: .init(quantile: 0))
        }
        let same = Matrix<Float>(rows: 30, columns: 3, repeating: 1)
        let constant = try BirthdaySupport.evaluate(real: same, generated: same)
        #expect(constant.value == 1 && isFinite(constant))
        #expect(constant.diagnostics.contains { $0.code == "duplicated_real_rows" })
        #expect(isFinite(try BirthdaySupport.evaluate(real: good.rows(in: 0..<2), generated: good.rows(in: 0..<2))))
    }
}
