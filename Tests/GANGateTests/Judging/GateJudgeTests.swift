import GANMetrics
import Testing

@testable import GANGate

@Suite struct GateJudgeTests {
    private typealias Scene = GateScene

    /// The interval's end decides, not the value.
    @Test(arguments: [
        ("max: 30", 25.0, 24.0, 29.9, Outcome.passed), ("max: 30", 25, 24, 30, .passed),
        ("max: 30", 29, 28, 31, .inconclusive), ("max: 30", 31, 29, 33, .inconclusive),
        ("max: 30", 33, 30, 36, .inconclusive), ("max: 30", 33, 30.1, 36, .failed),
        ("min: 20", 25, 20, 30, .passed), ("min: 20", 21, 19, 23, .inconclusive), ("min: 20", 15, 11, 19, .failed),
        ("equals: 20", 25, 24, 26, .failed), ("equals: 20", 20, 19, 21, .inconclusive),
    ])
    func boundsHoldForTheEndOfTheInterval(
        rule: String, value: Double, low: Double, high: Double, outcome: Outcome
    ) throws {
        let finding = try Scene.finding("frechet_distance", rule, Scene.figure(value, low, high))
        #expect(finding.outcome == outcome)
    }

    @Test func aValueWithoutIntervalIsComparedAsItIs() throws {
        #expect(try Scene.finding("frechet_distance", "max: 30", Scene.figure(30)).outcome == .passed)
        let finding = try Scene.finding("frechet_distance", "max: 30", Scene.figure(30.01))
        #expect(finding.outcome == .failed && finding.samplesToDecide == nil && finding.figure.basis == .none)
    }

    @Test func widthsFallWithTheRootOfTheSamples() throws {
        // Half the width is 2, the bound 1 away: (2/1)² · 1000 samples, a fifth more, two digits.
        let finding = try Scene.finding("frechet_distance", "max: 30", Scene.figure(29, 27, 31))
        #expect(finding.samplesToDecide == 4800)
        // Only the side towards the bound counts.
        #expect(
            try Scene.finding("frechet_distance", "max: 30", Scene.figure(31, 29.5, 40)).samplesToDecide == 2700)
        // On the bound itself no number would do.
        #expect(try Scene.finding("frechet_distance", "max: 30", Scene.figure(30, 29, 31)).samplesToDecide == nil)
        #expect(try Scene.finding("frechet_distance", "max: 30", Scene.figure(20, 19, 21)).samplesToDecide == nil)
    }

    @Test func sharesAndMultiplesOfRealDataAreBounds() throws {
        let share = try Scene.finding(
            "coverage", "at_least_share_of_real: 90 %", Scene.figure(0.9, 0.88, 0.92, ceiling: 0.96))
        #expect(share.outcome == .passed && abs((share.bound ?? 0) - 0.864) < 1e-12)
        let low = try Scene.finding(
            "coverage", "at_least_share_of_real: 0.9", Scene.figure(0.8, 0.78, 0.82, ceiling: 0.96))
        #expect(low.outcome == .failed)
        let multiple = try Scene.finding(
            "frechet_distance", "at_most_multiple_of_real: 1.5", Scene.figure(2, 1.9, 2.05, ceiling: 1.4))
        #expect(multiple.outcome == .passed && abs((multiple.bound ?? 0) - 2.1) < 1e-12)
    }

    /// A report with one metric, `fields` being its members.
    private func finding(_ fields: String) throws -> GateFinding {
        let report = try GateReport.parse(
            Array(
                """
                {"schema": "ganeval.report/1", "subject": {"name": "m", "digest": "dd"}, "protocol": {"fingerprint": "aa", "samples": "1500"},
                 "metrics": {"coverage": {\(fields)}}}
                """.utf8), path: "report.json")
        return try Scene.policy("  - {metric: coverage, at_least_share_of_real: 90 %}").judge(report).findings[0]
    }

    /// A hundred held-out rows cover as little as a hundred images made over and over.
    @Test func aCeilingOfFewerRowsPassesNoCollapse() throws {
        let value = #""value": 0.305, "interval": [0.29, 0.32], "interval_method": "m", "level": 0.95"#
        let old =
            #", "null": 0.969, "ceiling": 0.308, "diagnostics": [{"code": "smaller_held_out", "severity": "note", "message": "Few."}]"#
        let failed = try finding(value + old)
        #expect(failed.outcome == .failed && failed.figure.besideReal?.source == .null)
        #expect(abs((failed.bound ?? 0) - 0.9 * 0.969) < 1e-12)
        let none =
            #", "null": null, "ceiling": null, "diagnostics": [{"code": "too_few_held_out", "severity": "note", "message": "Few."}]"#
        let open = try finding(value + none)
        #expect(open.outcome == .inconclusive && open.obstacle == .noFigureOfReal("Few."))
        #expect(GateVerdict(findings: [open]).exitCode == 4)
    }

    @Test func aSmallerCeilingIsHeldAgainstAsManySamples() throws {
        let text = #"""
            "value": 0.95, "interval": [0.94, 0.96], "interval_method": "m", "level": 0.95, "null": 0.969, "ceiling": 0.9,
            "matched": 0.7, "matched_interval": [0.68, 0.72], "matched_interval_method": "m", "matched_level": 0.95,
            "matched_basis": "800 of 1500 samples"
            """#
        let finding = try finding(text)
        #expect(finding.outcome == .failed && finding.figure.value == 0.7 && finding.figure.ceiling == 0.9)
        #expect(finding.figure.besideReal?.counts == "800 of 1500 samples" && finding.samplesToDecide == nil)
    }

    /// Half-widths of 3 and 4 make one of 5.
    @Test func variancesOfBothReportsAdd() throws {
        let report = Scene.figure(12, 9, 15)
        let baseline = Scene.figure(10, 6, 14)
        let finding = try Scene.finding(
            "frechet_distance", "no_worse_than_baseline: {margin: 7}", report, baseline: baseline)
        #expect(finding.difference?.value == 2 && finding.difference?.interval?.low == -3)
        #expect(finding.difference?.interval?.high == 7 && finding.outcome == .passed)
        let tight = try Scene.finding(
            "frechet_distance", "no_worse_than_baseline: {margin: 6.9}", report, baseline: baseline)
        #expect(tight.outcome == .inconclusive && tight.samplesToDecide != nil)
        let worse = try Scene.finding(
            "frechet_distance", "no_worse_than_baseline: {margin: 1}", Scene.figure(20, 17, 23), baseline: baseline)
        #expect(worse.outcome == .failed)
    }

    @Test func whereMoreIsBetterLessIsWorse() throws {
        let rule = "no_worse_than_baseline: {margin: 0.02}"
        func outcome(_ value: Double, _ before: Double) throws -> Outcome {
            try Scene.finding(
                "coverage", rule, Scene.figure(value, value - 0.004, value + 0.004),
                baseline: Scene.figure(before, before - 0.003, before + 0.003)
            ).outcome
        }
        #expect(try outcome(0.95, 0.90) == .passed && outcome(0.90, 0.90) == .passed)
        #expect(try outcome(0.87, 0.90) == .failed && outcome(0.882, 0.90) == .inconclusive)
    }

    @Test func whatIsBestAtItsNullIsComparedByItsDistanceFromIt() {
        let off = GateJudge.difference(
            Scene.figure(0.3, 0.2, 0.4, null: 0.5), from: Scene.figure(0.6, 0.55, 0.65, null: 0.5),
            direction: .closerToNull)
        #expect(abs(off.value - 0.1) < 1e-12)
        let around = GateJudge.difference(
            Scene.figure(0.5, 0.4, 0.6, null: 0.5), from: Scene.figure(0.5, 0.4, 0.6, null: 0.5),
            direction: .closerToNull)
        #expect(around.value == 0 && (around.interval?.high ?? 0) > 0.09)
    }

    @Test func oneSideWithoutIntervalLeavesTheOthers() {
        let difference = GateJudge.difference(Scene.figure(5, 4, 6), from: Scene.figure(4), direction: .lower)
        #expect(difference.interval?.low == 0 && difference.interval?.high == 2)
        let none = GateJudge.difference(Scene.figure(5), from: Scene.figure(4), direction: .lower)
        #expect(none.interval == nil && none.value == 1 && none.basis == .none)
    }
}
