import Testing

@testable import GANMetrics

@Suite struct StepDownMaximumTests {
    /// Worked out by hand: three statistics, four draws.
    @Test func stepsDown() {
        let draws: [[Double]] = [[1, 0, 0], [0, 3, 0], [0, 0, 2.5], [0.5, 0.5, 0.5]]
        let values = StepDownMaximum.adjusted(observed: [4, 2, 0.4], draws: draws)
        // 4: the maxima 1, 3, 2.5, 0.5 stay below. 2: without the first 0, 3, 2.5, 0.5 reach it twice. 0.4: of the third alone, 0, 0,
        // 2.5, 0.5 reach it twice.
        #expect(values == [0.2, 0.6, 0.6])
    }

    @Test func neverFallsBelowAMoreExtremeOne() {
        let draws: [[Double]] = [[5, 0], [5, 0], [0, 0]]
        #expect(StepDownMaximum.adjusted(observed: [2, 1], draws: draws) == [0.75, 0.75])
        #expect(StepDownMaximum.adjusted(observed: [1, 2], draws: draws.map { $0.reversed() }) == [0.75, 0.75])
    }

    @Test func ofOneItIsThePValue() {
        #expect(StepDownMaximum.adjusted(observed: [1], draws: [[0], [1], [2]]) == [0.75])
        #expect(StepDownMaximum.adjusted(observed: [], draws: []).isEmpty)
    }
}
