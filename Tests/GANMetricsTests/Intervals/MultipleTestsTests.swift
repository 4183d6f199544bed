import Testing

@testable import GANMetrics

@Suite struct MultipleTestsTests {
    @Test func holmStopsAtTheFirstFailure() {
        // Thresholds at 5 %: .0125, .01667, .025, .05.
        #expect(MultipleTests.holm([0.04, 0.01, 0.03, 0.016], level: 0.05) == [1, 3])
        #expect(MultipleTests.holm([0.013, 0.013, 0.013, 0.013], level: 0.05) == [])
        #expect(MultipleTests.holm([], level: 0.05) == [])
    }

    @Test func holmAdjustedIsHolmsProcedure() {
        // Sorted .01, .016, .03, .04 times 4, 3, 2, 1, never falling.
        let adjusted = MultipleTests.holmAdjusted([0.04, 0.01, 0.03, 0.016])
        for (value, expected) in zip(adjusted, [0.06, 0.04, 0.06, 0.048]) { #expect(abs(value - expected) < 1e-12) }
        #expect(MultipleTests.holmAdjusted([0.6, 0.9]) == [1, 1] && MultipleTests.holmAdjusted([]).isEmpty)
    }

    @Test func benjaminiHochbergTakesTheLastSuccess() {
        // Thresholds at 5 %: .0125, .025, .0375, .05: the second fails, the third holds.
        #expect(MultipleTests.benjaminiHochberg([0.03, 0.01, 0.9, 0.026], level: 0.05) == [0, 1, 3])
        #expect(MultipleTests.benjaminiHochberg([0.5, 0.6], level: 0.05) == [])
        #expect(MultipleTests.benjaminiHochberg([], level: 0.05) == [])
    }
}
