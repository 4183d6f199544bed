import GANNumerics
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct DifferenceTestTests {
    private func question(_ first: [Double], _ second: [Double]) -> DifferenceTest.Question {
        DifferenceTest.Question(
            metric: "precision", difference: Statistics.mean(second) - Statistics.mean(first),
            statistic: .scores(first: first, second: second), variances: (0, 0))
    }

    private func draws(_ seed: UInt64, _ count: Int, shift: Double = 0) -> [Double] {
        normalRows(seed, count, 1).scalars.map { Double($0) + shift }
    }

    /// Ten pairs that all differ the same way: 2 of 1,024 relabellings are as extreme.
    @Test func pValueOfPairsIsThatOfSignFlips() {
        let first = [Double](repeating: 0, count: 10)
        let second = (0..<10).map { 1 + Double($0) / 10 }
        let answer = DifferenceTest.evaluate(
            [[question(first, second)]], paired: true, options: .init(permutations: 20_000))[0][0]
        #expect(answer.pValue > 0.001 && answer.pValue < 0.0033, "\(answer.pValue)")
        #expect(answer.low > 0 && answer.high > answer.low)
    }

    @Test func equalSetsHaveNoDifference() {
        let rows = draws(1, 50)
        let answer = DifferenceTest.evaluate([[question(rows, rows)]], paired: true)[0][0]
        #expect(answer.pValue == 1 && answer.adjustedPValue == 1 && answer.difference == 0 && answer.high == 0)
    }

    @Test func intervalsEndWhereTheDifferenceDoes() {
        let first = (0..<40).map { $0 < 2 ? 1.0 : 0 }
        let second = (0..<40).map { $0 < 39 ? 1.0 : 0 }
        var asked = question(first, second)
        let free = DifferenceTest.evaluate([[asked]], paired: true)[0][0]
        asked.bounds = -1...1
        let bounded = DifferenceTest.evaluate([[asked]], paired: true)[0][0]
        #expect(free.high > 1 && bounded.high == 1 && bounded.low == free.low)
        #expect(bounded.pValue == free.pValue && bounded.isDifferent(level: 0.95))
    }

    @Test(arguments: [true, false])
    func holdsItsLevelAndFindsAShift(paired: Bool) {
        var (alarms, found, inside) = (0, 0, 0)
        for seed in 0..<200 {
            let first = draws(UInt64(seed), 80)
            let same = draws(UInt64(1000 + seed), 80)
            let shifted = draws(UInt64(2000 + seed), 80, shift: 0.8)
            let options = DifferenceTest.Options(permutations: 400, seed: UInt64(seed))
            let answers = DifferenceTest.evaluate(
                [[question(first, same)], [question(first, shifted)]], paired: paired, options: options)
            alarms += answers[0][0].pValue <= 0.05 ? 1 : 0
            found += answers[1][0].adjustedPValue <= 0.05 ? 1 : 0
            inside += answers[1][0].low <= 0.8 && 0.8 <= answers[1][0].high ? 1 : 0
        }
        // 200 tests at 5 %: 10 expected, 19 with a chance of 0.4 %.
        #expect(alarms <= 19 && alarms >= 2, "\(alarms)")
        #expect(found >= 190, "\(found)")
        // Relabelling a shifted pair counts the shift as spread: intervals err on the wide side.
        #expect(inside >= 182, "\(inside)")
    }

    @Test func readingManyTogetherIsCorrected() {
        var alarms = 0
        for seed in 0..<100 {
            let first = draws(UInt64(seed), 60)
            let questions = (0..<8).map { question(first, draws(UInt64(5000 + seed * 10 + $0), 60)) }
            let answers = DifferenceTest.evaluate(
                [questions], paired: false, options: .init(permutations: 400, seed: UInt64(seed)))[0]
            for answer in answers { #expect(answer.adjustedPValue >= answer.pValue) }
            alarms += answers.contains { $0.adjustedPValue <= 0.05 } ? 1 : 0
        }
        // 5 expected; without correction some 34 of 100.
        #expect(alarms <= 13, "\(alarms)")
    }

    @Test func threadsDoNotMatterAndSeedsDo() {
        let list = [[question(draws(1, 300), draws(2, 300, shift: 0.1))]]
        for paired in [true, false] {
            let one = withThreads(1) { DifferenceTest.evaluate(list, paired: paired) }
            let many = withThreads(4) { DifferenceTest.evaluate(list, paired: paired) }
            #expect(one == many)
            let other = DifferenceTest.evaluate(list, paired: paired, options: .init(seed: 9))
            #expect(other != one && abs(other[0][0].pValue - one[0][0].pValue) < 0.06)
        }
    }

    @Test func noQuestionsNoAnswers() {
        #expect(DifferenceTest.evaluate([[], []], paired: true) == [[], []])
    }
}
