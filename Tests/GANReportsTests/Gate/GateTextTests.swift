import GANMetrics
import Testing

@testable import GANGate
@testable import GANReports

@Suite struct GateTextTests {
    @Test func theHeadlineNamesSectionsAndMetrics() throws {
        #expect(
            GateText.headline(try MockGate.record())
                == "2 of 4 gates failed: quality (frechet_distance, kernel_distance).")
        let open = "gates: [{metric: recall, min: 0.6}]"
        #expect(
            GateText.headline(try MockGate.record(policy: open))
                == "No gate failed, but 1 of 1 can't be decided: diversity (recall).")
        #expect(
            GateText.headline(try MockGate.record(policy: open, inconclusive: .fail)).contains("counts as failed"))
        #expect(
            GateText.headline(try MockGate.record(policy: "gates: [{metric: recall, min: 0.5}]")) == "The gate passed.")
    }

    @Test func everyOutcomeHasItsReason() throws {
        let reasons = try MockGate.record().verdict.findings.map(GateText.reason)
        #expect(
            reasons[0]
                == "frechet_distance is 12.3 [11.9, 12.8]; wanted is at most 10. The whole interval lies beyond it.")
        #expect(
            reasons[1]
                == "coverage is 0.912 [0.900, 0.924]; wanted is at least 0.870 (90 % of real data's 0.967). The whole interval keeps it."
        )
        #expect(
            reasons[2].hasPrefix("recall is 0.60 [0.55, 0.65]; wanted is at least 0.6. The interval holds the bound."))
        #expect(reasons[3].contains("the baseline's 0.0020 [0.0010, 0.0030]: worse by 0.0080"))
        #expect(reasons[3].contains("worse by at most 0.002") && reasons[3].contains("unpaired, which is conservative"))
    }

    @Test func samplesThatWouldDecideAreSaid() throws {
        let near = MockGate.report(metrics: [("recall", MockGate.figure(0.62, 0.57, 0.67))])
        let finding = try MockGate.record(policy: "gates: [{metric: recall, min: 0.6}]", report: near).verdict.findings[
            0]
        #expect(finding.samplesToDecide == 38_000)
        #expect(GateText.reason(finding).hasSuffix("About 38,000 samples would decide if the value stays."))
    }

    @Test func aValueWithoutUncertaintySaysSo() throws {
        let point = MockGate.report(metrics: [("recall", MockGate.figure(0.5))])
        let finding = try MockGate.record(policy: "gates: [{metric: recall, min: 0.6}]", report: point).verdict
            .findings[0]
        #expect(
            GateText.reason(finding)
                == "recall is 0.500; wanted is at least 0.6. It is not. Its uncertainty is not known: the value alone was compared."
        )
    }

    @Test func noDifferenceIsNeitherBetterNorWorse() throws {
        func reason(_ difference: Double) throws -> String {
            GateText.reason(
                GateFinding(
                    rule: GateRule(try #require(GateMetric(path: "recall")), .noWorseThanBaseline(margin: 0.1)),
                    figure: MockGate.figure(0.5), bound: 0.1, baseline: MockGate.figure(0.5),
                    difference: MockGate.figure(difference), outcome: .passed))
        }
        #expect(try reason(0).contains("the baseline's 0.500: the same; wanted"))
        #expect(try reason(0.25).contains(": worse by 0.250; wanted"))
        #expect(try reason(-0.25).contains(": better, by a difference of "))
    }

    /// One side without an interval is taken for exact, which makes the difference surer than it is.
    @Test func aSideOfUnknownUncertaintyIsNamed() throws {
        let policy = "gates: [{metric: recall, no_worse_than_baseline: {margin: 0.1}}]"
        func reason(_ figure: GateFigure, _ baseline: GateFigure) throws -> String {
            let (report, other) = (
                MockGate.report(metrics: [("recall", figure)]), MockGate.report(metrics: [("recall", baseline)])
            )
            return GateText.reason(
                try MockGate.record(policy: policy, report: report, baseline: other).verdict.findings[0])
        }
        let (sure, bare) = (MockGate.figure(0.5, 0.49, 0.51), MockGate.figure(0.5))
        #expect(try reason(sure, sure).contains("unpaired, which is conservative: "))
        let before = try reason(sure, bare)
        #expect(before.hasSuffix(" The uncertainty of the baseline is not known: it counts as exact."))
        #expect(!before.contains("conservative"))
        let after = try reason(bare, sure)
        #expect(after.hasSuffix(" The uncertainty of the value is not known: it counts as exact."))
        #expect(!after.contains("value alone"))
        #expect(try reason(bare, bare).contains("the value alone was compared"))
    }

    @Test func countsShowTheirItemsAndSharesTheirPercent() throws {
        let metric = try #require(GateMetric(path: "mode_coverage.missing_classes"))
        let finding = GateFinding(
            rule: GateRule(metric, .equals(.number(0))),
            figure: GateFigure(value: 2, items: ["Sandal", "Boot"], basis: .exact), bound: 0, outcome: .failed)
        #expect(
            GateText.reason(finding)
                == "mode_coverage.missing_classes is 2 (Sandal, Boot); wanted is exactly 0. It is not.")
        let share = GateFinding(
            rule: GateRule(try #require(GateMetric(path: "audit.copied_share")), .atMost(0.001)),
            figure: MockGate.figure(0.1165, 0.1077, 0.1259), bound: 0.001, outcome: .failed)
        #expect(GateText.reason(share).hasPrefix("audit.copied_share is 12 % [11 %, 13 %]; wanted is at most 0.1 %."))
    }

    @Test func whatWouldHaveBeenSeenIsSaid() throws {
        var finding = GateFinding(
            rule: GateRule(try #require(GateMetric(path: "audit.copied_share")), .atMost(0.01)),
            figure: MockGate.figure(0, 0, 0.02), bound: 0.01, outcome: .passed)
        finding.visibleShare = 0.004
        #expect(
            GateText.reason(finding).contains(
                "Nothing points to copying, and clear copies of 0.4 % of the samples would have been seen."))
        #expect(GateExplanation.flips(finding) == ["A finding of copying, or an audit that sees less."])
    }

    @Test func obstaclesAreExplained() throws {
        let metric = try #require(GateMetric(path: "audit.copied_share"))
        func reason(_ obstacle: GateFinding.Obstacle) -> String {
            GateText.reason(
                GateFinding(
                    rule: GateRule(metric, .atMost(0.001)), figure: MockGate.figure(0, 0, 0.1), bound: 0.001,
                    outcome: .inconclusive, obstacle: obstacle, samplesToDecide: 900))
        }
        #expect(reason(.auditUndecided(["Too few."])).contains("The audit can't tell. Too few. About 900 samples"))
        #expect(reason(.copiesNotCounted).contains("no single copy is clear enough"))
        #expect(reason(.equalityOfUncertainValue).contains("never equality"))
    }
}
