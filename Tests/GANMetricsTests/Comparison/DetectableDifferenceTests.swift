import GANNumerics
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct DetectableDifferenceTests {
    @Test func itSolvesItsEquation() {
        for (variance, growth, tests) in [(1.0, 0.0, 1), (0.01, 0.02, 5), (0, 0.3, 2), (1e-8, 1e-9, 40)] {
            let found = DetectableDifference.of(variance: variance, growth: growth, tests: tests, level: 0.95)
            let (first, last) = (Statistics.normalQuantile(1 - 0.025 / Double(tests)), Statistics.normalQuantile(0.975))
            let reach = (growth > 0 ? (first + last) / 2 : first) + Statistics.normalQuantile(0.8)
            #expect(isClose(found, reach * (variance + growth * found).squareRoot(), relative: 1e-9))
        }
        // One test of an unchanging error: 1.96 and 0.84 of them.
        let one = DetectableDifference.of(variance: 1, tests: 1, level: 0.95)
        #expect(isClose(one, 2.801585, relative: 1e-6))
        #expect(DetectableDifference.of(variance: 0, tests: 3, level: 0.95) == 0)
    }

    /// Five metrics of which one differs by what is said to be found in four of five repeats.
    @Test func whatIsSaidToBeFoundIsFound() {
        let (rows, runs) = (100, 400)
        func question(
            _ first: Matrix<Float>, _ second: Matrix<Float>, _ column: Int, shift: Double
        ) -> DifferenceTest.Question {
            func scores(_ rows: Matrix<Float>, _ shift: Double) -> [Double] {
                (0..<rows.rows).map { Double(rows[$0, column]) + shift }
            }
            let (one, two) = (scores(first, 0), scores(second, shift))
            let contributions = [one, two].map {
                RowContributions(metric: "precision", value: Statistics.mean($0), generated: $0)
            }
            return DifferenceTest.Question(
                metric: "precision", difference: contributions[1].value - contributions[0].value,
                statistic: .scores(first: one, second: two),
                variances: contributions[1].differenceVariances(to: contributions[0], paired: false))
        }
        func answer(_ run: Int, shift: Double) -> DifferenceTest.Answer {
            let sets = (0..<2).map { normalRows(UInt64(2 * run + $0), rows, 5) }
            let questions = (0..<5).map { question(sets[0], sets[1], $0, shift: $0 == 0 ? shift : 0) }
            return DifferenceTest.evaluate(
                [questions], paired: false, options: .init(permutations: 400, seed: UInt64(run)))[0][0]
        }
        let said = Statistics.mean((0..<20).map { answer($0, shift: 0).detectable })
        let found = (1000..<1000 + runs).count { answer($0, shift: said).isDifferent(level: 0.95) }
        #expect(found >= 75 * runs / 100 && found <= 85 * runs / 100, "\(found) of \(runs) at \(said)")
    }

    /// The Fréchet distance's own error grows with the difference; without that, one in five would be found.
    @Test func aDistanceThatIsSaidToBeFoundIsFound() throws {
        let (rows, columns, runs) = (200, 8, 100)
        func answer(_ run: Int, shift: Double) throws -> DifferenceTest.Answer {
            let real = normalRows(UInt64(3 * run), rows, columns)
            let sets = (1...2).map { mapped(normalRows(UInt64(3 * run + $0), rows, columns)) { 0.9 * $0 } }
            var worse = sets[1]
            for row in 0..<rows { worse[row, 0] += Float(shift.squareRoot()) }
            let reference = try ComparisonReference(rows: real, matched: real)
            let metrics = try SetComparison.evaluate(
                [try reference.measure(sets[0]), try reference.measure(worse)], paired: false,
                options: .init(test: .init(permutations: 200, seed: UInt64(run))))
            return metrics[0].answers[0]
        }
        let said = try Statistics.mean((0..<20).map { try answer($0, shift: 0).detectable })
        // Four of five, and three deviations of 4. The distance of shifted means is the square of the shift.
        let found = try (100..<100 + runs).count { try answer($0, shift: said).isDifferent(level: 0.95) }
        #expect(found >= 68 && found <= 92, "\(found) of \(runs) at \(said)")
        let uncorrected = try answer(0, shift: 0).standardError * (1.96 + 0.84)
        #expect(said > 1.3 * uncorrected)
    }
}
