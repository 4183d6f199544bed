import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct RarityTests {
    @Test func agreesWithLinearCongruentialValues() throws {
        let expected: [Double] = try lookUp(
            ["rarity k=3: n inside, mean over inside, gen[100]"], in: try Fixture.json("lcg/expected.json"))
        let real = LinearCongruential.training.converted(to: Float.self)
        let generated = LinearCongruential.generated.converted(to: Float.self)
        let result = try Rarity.evaluate(real: real, generated: generated)
        #expect(number("inside", result) == expected[0] && isClose(result.value, expected[1]) && isFinite(result))
        let scores = try Rarity.scores(real: real, generated: generated)
        #expect(isClose(try #require(scores[100]), expected[2]))
        #expect(isClose(number("share_inside", result), expected[0] / 250))
    }

    @Test(arguments: [1, 2, 3, 7, 64, 301])
    func searchAgreesWithAllPairs(_ balls: Int) throws {
        let centres = normalRows(1, balls, 4)
        // Some radii are equal, some zero, and some points are centres.
        let radii = (0..<balls).map { Double($0 % 9) * 0.4 }
        let points = normalRows(2, 90, 4).appendingRows(of: centres.rows(in: 0..<min(10, balls)))
        for boundary in Boundary.allCases {
            let found = try Rarity.scores(
                real: centres, radii: radii, generated: points, options: .init(boundary: boundary))
            for point in 0..<points.rows {
                let expected = (0..<balls).filter {
                    let distance = EuclideanDistance.between(points, row: point, centres, row: $0)
                    return boundary == .inclusive ? distance <= radii[$0] : distance < radii[$0]
                }.map { radii[$0] }.min()
                #expect(found[point] == expected)
            }
        }
    }

    @Test func samplesOutsideAreAbsentAndNotZero() throws {
        let real = normalRows(1, 200, 3)
        let mixed = real.rows(in: 0..<40).appendingRows(of: mapped(real.rows(in: 0..<60)) { $0 + 100 })
        let scores = try Rarity.scores(real: real, generated: mixed)
        #expect(scores[..<40].allSatisfy { $0 != nil } && scores[40...].allSatisfy { $0 == nil })
        let result = try Rarity.evaluate(real: real, generated: mixed)
        #expect(number("share_inside", result) == 0.4 && result.diagnostics.contains { $0.code == "few_inside" })
        #expect(result.value == (try Rarity.evaluate(real: real, generated: real.rows(in: 0..<40))).value)
        #expect(throws: MetricError.self) { try Rarity.evaluate(real: real, generated: mapped(real) { $0 + 100 }) }
    }

    @Test func sparsePartsAreRarer() throws {
        let dense = mapped(normalRows(1, 300, 3)) { 0.1 * $0 }
        let sparse = mapped(normalRows(2, 300, 3)) { $0 + 20 }
        let real = dense.appendingRows(of: sparse)
        let common = try Rarity.evaluate(real: real, generated: mapped(normalRows(3, 100, 3)) { 0.1 * $0 })
        let rare = try Rarity.evaluate(real: real, generated: mapped(normalRows(3, 100, 3)) { $0 + 20 })
        #expect(rare.value > 5 * common.value)
        let scaled = try Rarity.evaluate(
            real: mapped(real) { 4 * $0 }, generated: mapped(normalRows(3, 100, 3)) { (0.1 * $0) * 4 })
        #expect(isClose(scaled.value, 4 * common.value))
    }

    @Test func badInputIsNamed() throws {
        let good = normalRows(1, 10, 3)
        #expect(throws: MetricError.tooFewRows(metric: Rarity.name, role: "real", rows: 3, needed: 4)) {
            try Rarity.evaluate(real: good.rows(in: 0..<3), generated: good)
        }
        #expect(throws: MetricError.tooFewRows(metric: Rarity.name, role: "generated", rows: 0, needed: 1)) {
            try Rarity.evaluate(scores: [])
        }
        #expect(throws: MetricError.self) { try Rarity.evaluate(scores: [1, .infinity]) }
        let same = Matrix<Float>(rows: 8, columns: 2, repeating: 1)
        #expect(try Rarity.evaluate(real: same, generated: same).value == 0)
        #expect(
            try Rarity.scores(real: same, generated: same, options: .init(boundary: .exclusive)).allSatisfy {
                $0 == nil
            })
        let one = try Rarity.evaluate(scores: [nil, 2])
        #expect(one.interval == nil && one.value == 2 && one.diagnostics.contains { $0.code == "interval_omitted" })
    }
}
