import GANNumerics
import Testing

@Suite struct StatisticsTests {
    @Test func meanAndVariance() {
        #expect(Statistics.mean([1, 2, 6]) == 3)
        #expect(Statistics.variance([1, 2, 6]) == 7)
        #expect(Statistics.standardDeviation([1e9 + 1, 1e9 + 2, 1e9 + 3]) == 1)
    }

    /// NumPy's default quantiles of the same values.
    @Test(arguments: zip([0, 0.1, 0.25, 0.5, 0.77, 1], [1, 1, 1.75, 3.5, 5.39, 9]))
    func quantiles(probability: Double, expected: Double) {
        #expect(abs(Statistics.quantile([3, 1, 4, 1, 5, 9, 2, 6], probability) - expected) < 1e-14)
    }

    @Test func quantilesOfOneValue() {
        #expect(Statistics.quantile([4], 0) == 4 && Statistics.quantile([4], 1) == 4 && Statistics.median([4]) == 4)
    }

    @Test func logarithmsOfSumsDoNotOverflow() {
        #expect(abs(Statistics.logSumExp([1000, 1000]) - 1000.693_147_180_559_945) < 1e-12)
        #expect(abs(Statistics.logSumExp([-1000, -1001]) + 999.686_738_312_481_8) < 1e-12)
        #expect(Statistics.logSumExp([Double]()) == -.infinity)
        #expect(Statistics.logSumExp([-.infinity, -.infinity]) == -.infinity)
        #expect(Statistics.logSumExp([1, .infinity]) == .infinity)
        #expect(Statistics.softplus(1000) == 1000)
        #expect(abs(Statistics.softplus(-40) / 4.248_354_255_291_589e-18 - 1) < 1e-14)
    }
}
