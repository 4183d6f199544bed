import GANNumerics
import Testing

@Suite struct StatisticsProportionsTests {
    /// Expected values from SciPy 1.17, `binomtest(...).proportion_ci`.
    @Test(arguments: [
        (0, 10, 0, 0.27753279986288926, 0, 0.30849710781876294),
        (3, 10, 0.10779126740630102, 0.6032218525388546, 0.06673951117773447, 0.652452850060008),
        (10, 10, 0.7224672001371109, 1, 0.6915028921812371, 1),
        (137, 10000, 0.011601223967326633, 0.016172252847993424, 0.011514169908699759, 0.016175380300774814),
    ])
    func intervals(
        successes: Int, trials: Int, wilsonLow: Double, wilsonHigh: Double, exactLow: Double, exactHigh: Double
    ) {
        let wilson = Statistics.wilsonInterval(successes: successes, trials: trials)
        #expect(abs(wilson.low - wilsonLow) < 1e-14 && abs(wilson.high - wilsonHigh) < 1e-14)
        let exact = Statistics.clopperPearsonInterval(successes: successes, trials: trials)
        #expect(abs(exact.low - exactLow) < 1e-11 && abs(exact.high - exactHigh) < 1e-11)
    }

    /// Half successes, as ties give: the interval holds the share, and whole ones are those of counts.
    @Test func sharesOfHalfSuccesses() {
        let half = Statistics.wilsonInterval(share: 0.25, trials: 10)
        let (below, above) = (
            Statistics.wilsonInterval(successes: 2, trials: 10), Statistics.wilsonInterval(successes: 3, trials: 10)
        )
        #expect(below.low < half.low && half.low < above.low && below.high < half.high && half.high < above.high)
        #expect(Statistics.wilsonInterval(share: 0.3, trials: 10) == above)
        let none = Statistics.wilsonInterval(share: 0, trials: 10)
        #expect(none.low == 0 && abs(none.high - 0.27753279986288926) < 1e-14)
    }

    @Test func withoutTrialsNothingIsKnown() {
        #expect(Statistics.wilsonInterval(successes: 0, trials: 0) == (0, 1))
        #expect(Statistics.clopperPearsonInterval(successes: 0, trials: 0) == (0, 1))
    }

    @Test func aHigherLevelIsWider() {
        let narrow = Statistics.clopperPearsonInterval(successes: 5, trials: 40, level: 0.8)
        let wide = Statistics.clopperPearsonInterval(successes: 5, trials: 40, level: 0.99)
        #expect(wide.low < narrow.low && wide.high > narrow.high)
    }
}
