import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct OneNearestNeighbourTests {
    @Test(arguments: GoldenCase.names)
    func countsEqualGolden(_ name: String) throws {
        let golden = try GoldenCase(name)
        let result = try OneNearestNeighbour.evaluate(real: golden.real, generated: golden.generated)
        let key = "one_nn_two_sample_loo"
        #expect(isClose(result.value, try golden.number(key, "accuracy"), relative: 1e-15))
        #expect(isClose(number("real", result), try golden.number(key, "accuracy_real"), relative: 1e-15))
        #expect(isClose(number("generated", result), try golden.number(key, "accuracy_generated"), relative: 1e-15))
        #expect(number("ties", result) == 0 && isFinite(result))
    }

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected = try Fixture.json("lcg/expected.json")
        let training = LinearCongruential.training.converted(to: Float.self)
        let values: [Double] = try lookUp(["1-NN LOO acc train[:250] vs gen: overall, real, fake"], in: expected)
        let result = try OneNearestNeighbour.evaluate(
            real: training.rows(in: 0..<250), generated: LinearCongruential.generated.converted(to: Float.self))
        #expect([result.value, number("real", result), number("generated", result)] == values)
        let fresh = try OneNearestNeighbour.evaluate(
            real: training.rows(in: 0..<200), generated: LinearCongruential.heldOut.converted(to: Float.self))
        #expect(fresh.value == (try lookUp(["1-NN LOO acc train[:200] vs test"], in: expected)))
    }

    @Test func theNullIsExactForUnequalCountsToo() throws {
        let null = OneNearestNeighbour.Null(real: 60, generated: 20)
        let values = try (0..<80).map { draw in
            let rows = normalRows(500 + UInt64(draw), 80, 5)
            return try OneNearestNeighbour.evaluate(
                real: rows.rows(in: 0..<60), generated: rows.rows(in: 60..<80), options: .init(interval: false))
        }
        func check(_ figures: [Double], _ expected: Double) {
            let error = Statistics.standardDeviation(figures) / Double(figures.count).squareRoot()
            #expect(abs(Statistics.mean(figures) - expected) < 4 * error)
        }
        check(values.map(\.value), null.all)
        check(values.map { number("real", $0) }, 59.0 / 79)
        check(values.map { number("generated", $0) }, 19.0 / 79)
        // Uniform p-values: neither too few nor too many are small.
        let small = values.count { number("p_value", $0) < 0.25 }
        #expect(small > 8 && small < 34)
        #expect(OneNearestNeighbour.Null(real: 10, generated: 10).all == 9.0 / 19)
    }

    @Test func permutationVarianceIsThatOfAllLabellings() throws {
        // All ways to call four of seven rows real.
        let pooled = normalRows(11, 7, 2)
        let nearest = NearestNeighbours.search(queries: pooled, in: pooled, count: 1, excludingSameIndex: true)
        var hits: [Double] = []
        var (variance, null) = (0.0, 0.0)
        for mask in 0..<128 where mask.nonzeroBitCount == 4 {
            let real = (0..<7).filter { mask >> $0 & 1 == 1 }
            let generated = (0..<7).filter { mask >> $0 & 1 == 0 }
            let same = (0..<7).count { mask >> $0 & 1 == mask >> nearest.index(query: $0, rank: 0) & 1 }
            let tables = OneNearestNeighbour.Tables(real: pooled.rows(at: real), generated: pooled.rows(at: generated))
            #expect(isClose(OneNearestNeighbour.Accuracy(tables).all, Double(same) / 7))
            hits.append(Double(same))
            let expected = OneNearestNeighbour.Null(real: 4, generated: 3)
            variance = expected.variance(OneNearestNeighbour.PooledGraph(tables))
            null = expected.all
        }
        #expect(hits.count == 35 && isClose(Statistics.mean(hits) / 7, null))
        #expect(isClose(variance, Statistics.variance(hits) * 34 / 35))
    }

    @Test func copiesTakeTheAccuracyBelowOneHalf() throws {
        let real = normalRows(1, 300, 8)
        let copies = mapped(real) { $0 + 1e-4 }
        let result = try OneNearestNeighbour.evaluate(real: real, generated: copies)
        #expect(result.value < 0.05 && number("p_value", result) < 1e-10)
    }

    @Test func collapseShowsAsLowRealAndHighGeneratedAccuracy() throws {
        let real = normalRows(1, 300, 64)
        let collapsed = mapped(normalRows(2, 300, 64)) { 0.4 * $0 }
        let result = try OneNearestNeighbour.evaluate(real: real, generated: collapsed)
        #expect(number("real", result) < 0.2 && number("generated", result) > 0.95)
        let apart = try OneNearestNeighbour.evaluate(real: real, generated: mapped(collapsed) { $0 + 10 })
        #expect(apart.value == 1 && isFinite(apart))
    }

    @Test func tiesCountHalfInWhateverOrder() throws {
        // Row 0 of each kind is equally far from both kinds.
        let (real, generated) = (rows([[0, 0], [1, 0]]), rows([[0, 1], [0, -1]]))
        let result = try OneNearestNeighbour.evaluate(real: real, generated: generated)
        let swapped = try OneNearestNeighbour.evaluate(real: generated, generated: real)
        #expect(number("ties", result) == 1 && number("real", result) == 0.75)
        #expect(result.value == swapped.value && number("real", result) == number("generated", swapped))
        let same = Matrix<Float>(rows: 40, columns: 3, repeating: 2)
        let equal = try OneNearestNeighbour.evaluate(real: same, generated: same)
        #expect(equal.value == 0.5 && number("ties", equal) == 80 && isFinite(equal))
    }

    @Test func symmetricAndUnmovedByRotationScaleAndOrder() throws {
        let (real, generated) = (normalRows(1, 120, 6), mapped(normalRows(2, 150, 6)) { 0.8 * $0 + 0.2 })
        let options = OneNearestNeighbour.Options(interval: false)
        let result = try OneNearestNeighbour.evaluate(real: real, generated: generated, options: options)
        let swapped = try OneNearestNeighbour.evaluate(real: generated, generated: real, options: options)
        #expect(result.value == swapped.value && number("p_value", result) == number("p_value", swapped))
        let turned = try OneNearestNeighbour.evaluate(
            real: mapped(rotated(real)) { 4 * $0 }, generated: mapped(rotated(generated)) { 4 * $0 }, options: options)
        #expect(turned.value == result.value)
        let order = Array((0..<120).reversed())
        let permuted = try OneNearestNeighbour.evaluate(
            real: real.rows(at: order), generated: generated, options: options)
        #expect(permuted == result)
    }

    @Test func intervalsComeFromBlocksOrAreAbsentWithAReason() throws {
        let (real, generated) = (normalRows(1, 400, 6), normalRows(2, 400, 6))
        let result = try OneNearestNeighbour.evaluate(real: real, generated: generated)
        let interval = try #require(result.interval)
        #expect(interval.low < 0.5 && interval.high > 0.5 && interval.high - interval.low < 0.2)
        #expect(!result.diagnostics.contains { $0.code == "interval_omitted" })
        let few = try OneNearestNeighbour.evaluate(real: real.rows(in: 0..<30), generated: generated)
        #expect(few.interval == nil && few.diagnostics.contains { $0.code == "interval_omitted" })
        let ready = try OneNearestNeighbour.evaluate(OneNearestNeighbour.Tables(real: real, generated: generated))
        #expect(ready.value == result.value && ready.interval == nil)
        #expect(ready.diagnostics.contains { $0.code == "interval_omitted" })
    }

    @Test func badInputIsNamed() throws {
        let good = normalRows(1, 10, 3)
        #expect(throws: MetricError.tooFewRows(metric: OneNearestNeighbour.name, role: "generated", rows: 1, needed: 2))
        {
            try OneNearestNeighbour.evaluate(real: good, generated: good.rows(in: 0..<1))
        }
        #expect(throws: MetricError.widthsDiffer(metric: OneNearestNeighbour.name, real: 3, generated: 2)) {
            try OneNearestNeighbour.evaluate(real: good, generated: normalRows(1, 10, 2))
        }
        let (a, b) = (normalRows(1, 5, 2), normalRows(2, 6, 2))
        var tables = OneNearestNeighbour.Tables(real: a, generated: b)
        tables.generatedToReal = tables.realToGenerated
        #expect(throws: MetricError.self) { try OneNearestNeighbour.evaluate(tables) }
        let two = try OneNearestNeighbour.evaluate(real: a.rows(in: 0..<2), generated: b.rows(in: 0..<2))
        #expect(isFinite(two))
    }
}
