import Testing

@testable import GANEvaluation
@testable import GANMetrics
@testable import GANReports

@Suite struct ComparisonWordsTests {
    private func answer(_ difference: Double, error: Double = 0.1, p: Double = 0.001) -> DifferenceTest.Answer {
        DifferenceTest.Answer(
            metric: "m", difference: difference, low: difference - 2 * error, high: difference + 2 * error,
            standardError: error, pValue: p, adjustedPValue: p, detectable: 2.8 * error)
    }

    private func metric(
        _ name: String, _ values: [Double], _ answers: [DifferenceTest.Answer?], best: BestSet.Result? = nil
    ) -> ComparisonReport.Metric {
        let direction = MetricRegistry.entry(named: name)?.direction ?? .closerToNull
        return ComparisonReport.Metric(
            name: name, direction: direction, values: values, ceiling: nil, answers: answers,
            outcomes: answers.enumerated().map {
                ComparisonVerdict.outcome(
                    $0.element, direction: direction, baseline: values[0], candidate: values[$0.offset + 1],
                    null: nil)
            }, best: best)
    }

    private func words(
        _ metrics: [ComparisonReport.Metric], sets: Int = 2, samples: Int = 10_000,
        classes: ComparisonReport.ClassShares? = nil
    ) -> ComparisonWords {
        var report = MockComparison.report(candidates: sets - 1)
        report.metrics = metrics
        report.samples = samples
        report.classes = classes
        return ComparisonWords(report: report)
    }

    @Test func ofTwo() {
        let better = metric("frechet_distance", [5, 3], [answer(-2)])
        let worse = metric("coverage", [0.9, 0.5], [answer(-0.4)])
        let same = metric("precision", [0.5, 0.5], [answer(0, p: 1)])
        #expect(words([better, same]).sentence == "B is better than A on Fréchet distance.")
        #expect(!words([better, same]).report.isWorse)
        #expect(words([worse]).sentence == "B is worse than A on coverage." && words([worse]).report.isWorse)
        #expect(words([better, worse]).sentence == "B is better than A on Fréchet distance, and worse on coverage.")
        #expect(words([same]).sentence == "Between B and A there is no difference that 10,000 samples can show.")
        #expect(words([metric("coverage", [1, 1], [nil])]).sentence == "Nothing tells whether B and A differ.")
        let density = metric("density", [0.5, 1.5], [answer(1)])
        #expect(words([density]).sentence == "B differs from A on density, which is neither better nor worse.")
    }

    @Test func saysWhatWouldHaveBeenSeen() {
        let same = metric("frechet_distance", [5, 5.1], [answer(0.1, error: 0.1, p: 0.5)])
        #expect(
            words([same], samples: 1_234_567).reasons == [
                "A difference of 5.6 % in Fréchet distance would be seen four times out of five with 1,234,567 samples."
            ])
    }

    @Test func ofMany() {
        let frechet = metric(
            "frechet_distance", [5, 3, 8, 5], [answer(-2), answer(3), answer(0, p: 1)],
            best: .init(
                best: 1, indistinguishable: [1, 3], pValues: [0, 1, 0, 1], differences: [0, 0, 0, 0],
                standardErrors: [0, 0, 0, 0]))
        let coverage = metric("coverage", [0.5, 0.5, 0.9, 0.5], [answer(0, p: 1), answer(0.4), answer(0, p: 1)])
        let words = words([frechet, coverage], sets: 4, samples: 100)
        #expect(words.sentence == "B is better than A; C is better on some metrics and worse on others.")
        #expect(words.report.isWorse)
        #expect(words.reasons[2] == "Between D and A there is no difference that 100 samples can show.")
        #expect(words.reasons.last == "By Fréchet distance B is the best, not told from D.")
    }

    @Test func namesTheClassesThatChanged() {
        let changes = [0.1, -0.4, 0.2, 0.05, -0.3]
        let shares = ComparisonReport.ClassShares(
            method: "m",
            classes: (changes + [0]).enumerated().map { index, change in
                .init(
                    name: "c\(index)", referenceShare: 0.1, shares: [0.1, 0.1],
                    answers: [answer(change, error: 0.001, p: change == 0 ? 1 : 0.001)])
            })
        #expect(
            words([metric("precision", [0.5, 0.5], [nil])], classes: shares).reasons == [
                "B makes other shares of the classes than A: fewer c1, fewer c4, more c2, more c0 and 1 more."
            ])
    }
}
