import GANMetrics
import Testing

@testable import GANEvaluation

@Suite struct ComparisonVerdictTests {
    private func answer(_ difference: Double, error: Double = 0.1, p: Double = 0.001) -> DifferenceTest.Answer {
        DifferenceTest.Answer(
            metric: "m", difference: difference, low: difference - 2 * error, high: difference + 2 * error,
            standardError: error, pValue: p, adjustedPValue: p, detectable: 2.8 * error)
    }

    @Test func directionsDecide() {
        func of(
            _ direction: MetricRegistry.Direction, _ before: Double, _ after: Double, null: Double? = 1
        ) -> ComparisonVerdict.Outcome {
            ComparisonVerdict.outcome(
                answer(after - before, error: 0.001), direction: direction, baseline: before, candidate: after,
                null: null)
        }
        #expect(of(.lower, 5, 3) == .better && of(.lower, 3, 5) == .worse)
        #expect(of(.higher, 0.1, 0.9) == .better && of(.higher, 0.9, 0.1) == .worse)
        #expect(of(.closerToNull, 0.2, 0.8) == .better && of(.closerToNull, 0.8, 0.2) == .worse)
        #expect(of(.closerToNull, 3, 1.5) == .better && of(.closerToNull, 0.5, 1.5) == .different)
        // A distance ratio beside its own null, which is not 1.
        #expect(of(.closerToNull, 0.917, 0.942, null: 0.916) == .worse)
        #expect(of(.closerToNull, 0.917, 0.942, null: nil) == .different)
    }

    @Test func bothTheTestAndTheIntervalMustSay() {
        func of(_ answer: DifferenceTest.Answer?) -> ComparisonVerdict.Outcome {
            ComparisonVerdict.outcome(answer, direction: .lower, baseline: 1, candidate: 1.5, null: nil)
        }
        #expect(of(answer(0.5, p: 0.06)) == .noDifference)
        #expect(of(answer(0.5, error: 0.3, p: 0.01)) == .noDifference)
        #expect(of(answer(0.5, p: 0.05)) == .worse && of(nil) == .unknown)
    }
}
