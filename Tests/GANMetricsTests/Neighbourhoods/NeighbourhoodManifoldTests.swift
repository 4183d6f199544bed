import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

/// Precision, recall, density and coverage together: they are four readings of one computation.
@Suite struct NeighbourhoodManifoldTests {
    static func values(
        _ real: Matrix<Float>, _ generated: Matrix<Float>, k: Int = 5, boundary: Boundary = .exclusive
    ) throws
        -> (precision: Double, recall: Double, density: Double, coverage: Double)
    {
        let manifold = try NeighbourhoodManifold(
            real: real, generated: generated, options: .init(neighbours: k, boundary: boundary, interval: false))
        return (
            Precision.evaluate(manifold).value, Recall.evaluate(manifold).value, Density.evaluate(manifold).value,
            Coverage.evaluate(manifold).value
        )
    }

    @Test(arguments: GoldenCase.names, [3, 5])
    func countsEqualGolden(_ name: String, _ k: Int) throws {
        let golden = try GoldenCase(name)
        let values = try Self.values(golden.real, golden.generated, k: k)
        let key = "prdc_k\(k)"
        let (n, m) = (Double(golden.real.rows), Double(golden.generated.rows))
        #expect((values.precision * m).rounded() == (try golden.number(key, "precision") * m).rounded())
        #expect((values.recall * n).rounded() == (try golden.number(key, "recall") * n).rounded())
        let balls = m * Double(k)
        #expect((values.density * balls).rounded() == (try golden.number(key, "density") * balls).rounded())
        #expect((values.coverage * n).rounded() == (try golden.number(key, "coverage") * n).rounded())
    }

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected = try Fixture.json("lcg/expected.json")
        let training = LinearCongruential.training.converted(to: Float.self)
        let generated = LinearCongruential.generated.converted(to: Float.self)
        let heldOut = LinearCongruential.heldOut.converted(to: Float.self)
        for (key, samples, k) in [
            ("prdc k=3 (<)", generated, 3), ("prdc k=5 (<)", generated, 5), ("prdc k=5 train vs test", heldOut, 5),
        ] {
            let values = try Self.values(training, samples, k: k)
            #expect(isClose(values.precision, try lookUp([key, "precision"], in: expected), relative: 1e-12), "\(key)")
            #expect(isClose(values.recall, try lookUp([key, "recall"], in: expected), relative: 1e-12), "\(key)")
            #expect(isClose(values.density, try lookUp([key, "density"], in: expected), relative: 1e-12), "\(key)")
            #expect(isClose(values.coverage, try lookUp([key, "coverage"], in: expected), relative: 1e-12), "\(key)")
        }
        let inclusive = try Self.values(training, generated, k: 3, boundary: .inclusive)
        let published: [Double] = try lookUp(["precision,recall k=3 (<=) torch-fidelity"], in: expected)
        #expect(isClose(inclusive.precision, published[0]) && isClose(inclusive.recall, published[1]))
    }

    /// On a line of integers a ball of k = 2 reaches exactly to the neighbours on both sides.
    @Test func boundaryDecidesPointsOnTheSurface() throws {
        let real = rows((0..<10).map { [Float($0)] })
        let generated = rows([[-1], [-2], [20], [22], [24]])
        #expect(try Self.values(real, generated, k: 1).precision == 0)
        #expect(try Self.values(real, generated, k: 1, boundary: .inclusive).precision == 0.2)
    }

    @Test func collapsedGeneratorHasHighPrecisionAndLowRecall() throws {
        let real = normalRows(1, 600, 4)
        let collapsed = mapped(normalRows(2, 600, 4)) { 0.02 * $0 }
        let values = try Self.values(real, collapsed)
        #expect(values.precision > 0.99 && values.recall < 0.05, "\(values)")
        #expect(values.density > 1 && values.coverage < 0.2, "\(values)")
        let scattered = mapped(normalRows(2, 600, 4)) { 8 * $0 }
        let wide = try Self.values(real, scattered)
        #expect(wide.precision < 0.2 && wide.recall > 0.9)
    }

    @Test func exchangingRolesExchangesPrecisionAndRecall() throws {
        let (a, b) = (normalRows(1, 200, 5), mapped(normalRows(2, 260, 5)) { 0.7 * $0 })
        let (there, back) = (try Self.values(a, b), try Self.values(b, a))
        #expect(there.precision == back.recall && there.recall == back.precision && there.precision > there.recall)
    }

    @Test func coverageNullInClosedForm() {
        #expect(isClose(Coverage.null(real: 10_000, generated: 10_000, neighbours: 5), 0.968773, absolute: 5e-7))
        #expect(isClose(Coverage.null(real: 10_000, generated: 10_000, neighbours: 3), 0.875038, absolute: 5e-7))
        #expect(isClose(Coverage.null(real: 1000, generated: 500, neighbours: 5), 0.868972, absolute: 5e-7))
        // One other real row and one generated: the nearer of the two is either with equal probability.
        #expect(Coverage.null(real: 2, generated: 1, neighbours: 1) == 0.5)
    }

    @Test func nullsAgreeWithSimulation() throws {
        var (density, coverage) = (0.0, 0.0)
        for seed in 0..<20 {
            let values = try Self.values(normalRows(UInt64(seed), 150, 3), normalRows(UInt64(seed + 99), 100, 3))
            density += values.density / 20
            coverage += values.coverage / 20
        }
        #expect(abs(density - 1) < 0.05)
        #expect(abs(coverage - Coverage.null(real: 150, generated: 100, neighbours: 5)) < 0.03)
    }

    @Test func blindToOrderAndScale() throws {
        let (real, generated) = (normalRows(1, 200, 5), normalRows(2, 150, 5))
        let values = try Self.values(real, generated)
        #expect(
            try Self.values(real.rows(at: (0..<200).reversed()), generated.rows(at: (0..<150).reversed())) == values)
        #expect(try Self.values(mapped(real) { 4 * $0 }, mapped(generated) { 4 * $0 }) == values)
        let away = try Self.values(real, mapped(generated) { $0 + 100 })
        #expect(away == (0, 0, 0, 0))
    }

    @Test func intervalsContainTheValueAndMatchTheSpreadOverSeeds() throws {
        var values: [[Double]] = [[], [], [], []]
        var widths: [[Double]] = [[], [], [], []]
        for seed in 0..<20 {
            let manifold = try NeighbourhoodManifold(
                real: normalRows(UInt64(seed), 600, 4),
                generated: mapped(normalRows(UInt64(seed + 77), 600, 4)) { 0.8 * $0 + 0.3 })
            let results = [
                Precision.evaluate(manifold), Recall.evaluate(manifold), Density.evaluate(manifold),
                Coverage.evaluate(manifold),
            ]
            for (index, result) in results.enumerated() {
                let interval = try #require(result.interval)
                #expect(interval.low <= result.value && result.value <= interval.high && isFinite(result))
                values[index].append(result.value)
                widths[index].append((interval.high - interval.low) / 2)
            }
        }
        for index in 0..<4 {
            let implied = Statistics.mean(widths[index]) / 2
            let actual = Statistics.standardDeviation(values[index])
            #expect(implied > 0.6 * actual && implied < 3 * actual, "metric \(index): \(implied) for \(actual)")
        }
    }

    @Test func duplicatesAreSaid() throws {
        let rows = normalRows(1, 12, 3)
        let repeated = rows.rows(at: (0..<120).map { $0 % 12 })
        let manifold = try NeighbourhoodManifold(real: repeated, generated: normalRows(2, 120, 3))
        let result = Precision.evaluate(manifold)
        #expect(result.diagnostics.contains { $0.code == "zero_radius" } && isFinite(result) && result.value == 0)
        #expect(isFinite(Density.evaluate(manifold)) && isFinite(Coverage.evaluate(manifold)))
    }

    @Test func badInputIsNamed() throws {
        let good = normalRows(1, 10, 3)
        #expect(throws: MetricError.tooFewRows(metric: "recall", role: "generated", rows: 5, needed: 6)) {
            try Recall.evaluate(real: good, generated: good.rows(in: 0..<5))
        }
        #expect(throws: MetricError.tooFewRows(metric: "precision", role: "real", rows: 10, needed: 11)) {
            try Precision.evaluate(real: good, generated: good, options: .init(neighbours: 10))
        }
        for k in [0, -1, Int.max, 1 << 40] {
            #expect(throws: MetricError.self) {
                try Density.evaluate(real: good, generated: good, options: .init(neighbours: k))
            }
        }
        #expect(throws: MetricError.widthsDiffer(metric: "coverage", real: 3, generated: 4)) {
            try Coverage.evaluate(real: good, generated: normalRows(1, 10, 4))
        }
        let few = try Coverage.evaluate(real: good, generated: good, options: .init(blocks: .max))
        #expect(few.interval == nil && few.diagnostics.contains { $0.code == "interval_omitted" })
    }
}
