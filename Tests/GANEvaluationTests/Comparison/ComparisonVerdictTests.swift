import GANMetrics
import Testing

@testable import GANEvaluation

@Suite struct ComparisonVerdictTests {
    private func answer(_ difference: Double, error: Double = 0.1, p: Double = 0.001) -> DifferenceTest.Answer {
        DifferenceTest.Answer(
            metric: "m", difference: difference, low: difference - 2 * error, high: difference + 2 * error,
            standardError: error, pValue: p, adjustedPValue: p, detectable: 2.8 * error)
    }

    private func metric(
        _ name: String, _ values: [Double], _ answers: [DifferenceTest.Answer?]
    ) -> ComparisonReport.Metric {
        let direction = MetricRegistry.entry(named: name)?.direction ?? .closerToNull
        return ComparisonReport.Metric(
            name: name, direction: direction, values: values, ceiling: nil, answers: answers,
            outcomes: answers.enumerated().map {
                ComparisonVerdict.outcome(
                    $0.element, direction: direction, baseline: values[0], candidate: values[$0.offset + 1])
            }, best: nil)
    }

    @Test func directionsDecide() {
        func of(_ direction: MetricRegistry.Direction, _ before: Double, _ after: Double) -> ComparisonVerdict.Outcome {
            ComparisonVerdict.outcome(
                answer(after - before), direction: direction, baseline: before, candidate: after)
        }
        #expect(of(.lower, 5, 3) == .better && of(.lower, 3, 5) == .worse)
        #expect(of(.higher, 0.1, 0.9) == .better && of(.higher, 0.9, 0.1) == .worse)
        #expect(of(.closerToNull, 0.2, 0.8) == .better && of(.closerToNull, 0.8, 0.2) == .worse)
        #expect(of(.closerToNull, 3, 1.5) == .better && of(.closerToNull, 0.5, 1.5) == .different)
    }

    @Test func bothTheTestAndTheIntervalMustSay() {
        func of(_ answer: DifferenceTest.Answer?) -> ComparisonVerdict.Outcome {
            ComparisonVerdict.outcome(answer, direction: .lower, baseline: 1, candidate: 1.5)
        }
        #expect(of(answer(0.5, p: 0.06)) == .noDifference)
        #expect(of(answer(0.5, error: 0.3, p: 0.01)) == .noDifference)
        #expect(of(answer(0.5, p: 0.05)) == .worse && of(nil) == .unknown)
    }

    @Test func wordsForTwo() {
        let better = metric("frechet_distance", [5, 3], [answer(-2)])
        let worse = metric("coverage", [0.9, 0.5], [answer(-0.4)])
        let same = metric("precision", [0.5, 0.5], [answer(0, p: 1)])
        func verdict(_ metrics: [ComparisonReport.Metric]) -> ComparisonVerdict {
            .of(metrics, sets: 2, samples: 10_000)
        }
        #expect(verdict([better, same]).sentence == "B is better than A on Fréchet distance.")
        #expect(!verdict([better, same]).isWorse)
        #expect(verdict([worse]).sentence == "B is worse than A on coverage." && verdict([worse]).isWorse)
        #expect(
            verdict([better, worse]).sentence == "B is better than A on Fréchet distance, and worse on coverage.")
        #expect(verdict([same]).sentence == "Between B and A there is no difference that 10,000 samples can show.")
        #expect(verdict([metric("coverage", [1, 1], [nil])]).sentence == "Nothing tells whether B and A differ.")
        let density = metric("density", [0.5, 1.5], [answer(1)])
        #expect(
            verdict([density]).sentence == "B differs from A on density, which is neither better nor worse.")
    }

    @Test func saysWhatWouldHaveBeenSeen() {
        let same = metric("frechet_distance", [5, 5.1], [answer(0.1, error: 0.1, p: 0.5)])
        let verdict = ComparisonVerdict.of([same], sets: 2, samples: 1_234_567)
        #expect(
            verdict.reasons == [
                "A difference of 5.6 % in Fréchet distance would be seen four times out of five with 1,234,567 samples."
            ])
    }

    @Test func wordsForMany() {
        let frechet = metric("frechet_distance", [5, 3, 8, 5], [answer(-2), answer(3), answer(0, p: 1)])
        let coverage = metric("coverage", [0.5, 0.5, 0.9, 0.5], [answer(0, p: 1), answer(0.4), answer(0, p: 1)])
        let verdict = ComparisonVerdict.of([frechet, coverage], sets: 4, samples: 100)
        #expect(verdict.sentence == "B is better than A; C is better on some metrics and worse on others.")
        #expect(verdict.isWorse && verdict.reasons.count >= 3)
        #expect(verdict.reasons[2] == "Between D and A there is no difference that 100 samples can show.")
    }
}
