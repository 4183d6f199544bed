import GANMetrics
import Testing

@testable import GANEvaluation

/// `GatePolicy+Judging.swift`.
@Suite struct PolicyJudgingTests {
    private typealias Scene = GateScene

    private func error(_ body: () throws(GateError) -> GateVerdict) -> GateError? {
        do throws(GateError) {
            _ = try body()
            return nil
        } catch { return error }
    }

    @Test func anotherProtocolIsRefusedWithItsFields() throws {
        let policy = try Scene.policy("  - {metric: kernel_distance, no_worse_than_baseline: {margin: 1}}")
        let report = Scene.report([("kernel_distance", Scene.figure(1))])
        let other = Scene.report(
            [("kernel_distance", Scene.figure(1))], path: "old.json", fingerprint: "ffff",
            fields: ["samples": "500", "extractor": "pixels", "reference_sha256": "bb", "seed": "2"])
        let error = error { () throws(GateError) in try policy.judge(report, baseline: other) }
        #expect(error?.location == "report.json")
        for words in [
            "samples \"1000\" instead of \"500\"", "reference_sha256 \"aa\" instead of \"bb\"",
            "seed not there instead of \"2\"",
        ] {
            #expect(error?.fact.contains(words) == true, "\(error?.fact ?? "")")
        }
        #expect(error?.fact.contains("extractor") == false)
    }

    @Test func thePolicysOwnProtocolBinds() throws {
        let policy = try Scene.policy(
            "  - {metric: coverage, min: 0.1}", head: "protocol: {extractor: classifier}")
        let error = error { () throws(GateError) in try policy.judge(Scene.report([("coverage", Scene.figure(1))])) }
        #expect(error?.fact == "its protocol has extractor \"pixels\"")
        #expect(error?.expectation.contains("\"classifier\", by policy.yaml, line 1, column 23") == true)
        let same = try Scene.policy("  - {metric: coverage, min: 0.1}", head: "protocol: {extractor: pixels}")
        #expect(try same.judge(Scene.report([("coverage", Scene.figure(1))])).outcome == .passed)
    }

    @Test func aFigureThatIsMissingIsNoPass() throws {
        let policy = try Scene.policy("  - {metric: coverage, min: 0.1}")
        let without = error { () throws(GateError) in
            try policy.judge(Scene.report([("recall", Scene.figure(1))]))
        }
        #expect(without?.location == "policy.yaml, line 3, column 29")
        #expect(without?.fact == "coverage can't be judged: report.json has no coverage")
        #expect(without?.remedy.contains("recall") == true)
        let share = try Scene.policy("  - {metric: coverage, at_least_share_of_real: 0.9}")
        #expect(
            error { () throws(GateError) in try share.judge(Scene.report([("coverage", Scene.figure(1))])) }?
                .remedy == "Make the report with --held-out data.")
        let audit = try Scene.policy("  - {metric: audit.copied_share, max: 0.1}")
        #expect(
            error { () throws(GateError) in try audit.judge(Scene.report([])) }?.remedy
                == "Give one with --audit AUDIT.json.")
        #expect(error { () throws(GateError) in try policy.judge(nil) }?.fact.contains("there is no report") == true)
        let baseline = try Scene.policy("  - {metric: coverage, no_worse_than_baseline: {margin: 0.1}}")
        #expect(
            error { () throws(GateError) in try baseline.judge(Scene.report([("coverage", Scene.figure(1))])) }?
                .remedy.contains("--baseline") == true)
    }

    @Test func aRealFigureOfZeroBoundsNothing() throws {
        let share = try Scene.policy("  - {metric: coverage, at_least_share_of_real: 0.9}")
        let report = Scene.report([("coverage", Scene.figure(1, ceiling: 0))])
        #expect(error { () throws(GateError) in try share.judge(report) }?.remedy == "State the bound with max or min.")
    }

    @Test func auditsBelongToTheirReports() throws {
        let policy = try Scene.policy("  - {metric: audit.copied_share, max: 0.001}")
        let report = Scene.report([])
        #expect(try policy.judge(report, audit: Scene.audit()).outcome == .passed)
        let other = try Scene.audit(Scene.auditText(digest: "ee"))
        #expect(
            error { () throws(GateError) in try policy.judge(report, audit: other) }?.fact.contains(
                "it audits model.onnx")
                == true)
        let training = try Scene.audit(Scene.auditText(training: "bb"))
        #expect(
            error { () throws(GateError) in try policy.judge(report, audit: training) }?.fact.contains(
                "other training data") == true)
    }

    @Test func anAuditThatCannotTellPassesNothing() throws {
        let policy = try Scene.policy("  - {metric: audit.copied_share, max: 0.5}")
        for share in ["null", #"{"value": 0, "interval": [0, 0.1], "level": 0.95, "interval_method": "x"}"#] {
            let audit = try Scene.audit(
                Scene.auditText(verdict: "inconclusive", share: share, samplesToDecide: "9000"))
            let finding = try policy.judge(nil, audit: audit).findings[0]
            #expect(finding.outcome == .inconclusive && finding.samplesToDecide == 9000)
            #expect(finding.obstacle == .auditUndecided(["Nothing was found."]))
        }
        let hidden = try policy.judge(nil, audit: Scene.audit(Scene.auditText(verdict: "copying"))).findings[0]
        #expect(hidden.outcome == .inconclusive && hidden.obstacle == .copiesNotCounted)
    }

    @Test func verdictsAreWords() throws {
        let policy = try Scene.policy("  - {metric: audit.verdict, equals: no_evidence}")
        #expect(try policy.judge(nil, audit: Scene.audit()).outcome == .passed)
        let copying = try Scene.audit(Scene.auditText(verdict: "copying", copies: "[{}]"))
        #expect(try policy.judge(nil, audit: copying).outcome == .failed)
    }

    /// Three gates of p 0.01, 0.02 and 0.04: each by itself is decided at 5 %, by Holm's procedure the first alone.
    @Test func holmDecidesTheSurestFirst() throws {
        let gates = """
              - {metric: frechet_distance, max: 10}
              - {metric: precision, min: 0.5}
              - {metric: recall, min: 0.5}
            """
        let report = Scene.report([
            // Half-widths at 95 % are 1.96 standard errors; the bounds lie 2.576, 2.326 and 2.054 of them away.
            ("frechet_distance", Scene.figure(10 - 2.576, 10 - 2.576 - 1.96, 10 - 2.576 + 1.96)),
            ("precision", Scene.figure(0.7326, 0.7326 - 0.196, 0.7326 + 0.196)),
            ("recall", Scene.figure(0.7054, 0.7054 - 0.196, 0.7054 + 0.196)),
        ])
        let each = try Scene.policy(gates).judge(report)
        #expect(each.findings.map(\.outcome) == [.passed, .passed, .passed])
        let all = try Scene.policy(gates, head: "multiplicity: holm").judge(report)
        // 0.01 ≤ 0.05/3; 0.02 ≤ 0.05/2; 0.04 ≤ 0.05: all three pass, each at its own level.
        #expect(all.findings.map { $0.figure.interval.map { ($0.level * 1e4).rounded() } } == [9833, 9750, 9500])
        // At 2.326 in place of 2.576 the first, surest, misses 0.05/3 = 0.0167, and takes the others with it.
        let weaker = Scene.report([
            ("frechet_distance", Scene.figure(10 - 2.326, 10 - 2.326 - 1.96, 10 - 2.326 + 1.96)),
            ("precision", Scene.figure(0.7326, 0.7326 - 0.196, 0.7326 + 0.196)),
            ("recall", Scene.figure(0.7054, 0.7054 - 0.196, 0.7054 + 0.196)),
        ])
        let none = try Scene.policy(gates, head: "multiplicity: holm").judge(weaker)
        #expect(none.findings.map(\.outcome) == [.inconclusive, .inconclusive, .inconclusive])
        #expect(none.outcome == .inconclusive && none.exitCode == 4)
    }

    @Test func countsTakeNoPartInHolmsProcedure() throws {
        let gates = "  - {metric: frechet_distance, max: 10}\n  - {metric: mode_coverage, min: 8}"
        let report = Scene.report([
            ("frechet_distance", Scene.figure(7, 4.5, 9.5)), ("mode_coverage", Scene.figure(10, 10, 10)),
        ])
        let verdict = try Scene.policy(gates, head: "multiplicity: holm").judge(report)
        #expect(verdict.findings.map(\.outcome) == [.passed, .passed])
        #expect(verdict.findings[0].figure.interval?.level == 0.95)
    }

    @Test func anotherLevelWidensTheInterval() throws {
        let figure = Scene.figure(8, 6.1, 9.9)
        #expect(try Scene.finding("frechet_distance", "max: 10", figure).outcome == .passed)
        #expect(
            try Scene.finding("frechet_distance", "max: 10", figure, head: "level: 99 %").outcome == .inconclusive)
    }
}
