import GANMetrics
import TestSupport
import Testing

@testable import GANGate

@Suite struct GateAuditTests {
    private func figure(_ name: String, _ audit: GateAudit) throws -> GateFigure? {
        audit.figure(try #require(GateMetric(path: "audit." + name)))
    }

    @Test func readsTheFiguresThatRulesName() throws {
        let audit = try GateScene.audit(GateScene.auditText(copies: "[{}, {\"rank\": 2}]"))
        #expect(try figure("copied_share", audit)?.interval?.high == 0.0004)
        #expect(try figure("copied_share", audit)?.samples == 5000)
        #expect(try figure("copies", audit)?.value == 2)
        #expect(try figure("overlap", audit)?.value == 3)
        #expect(try figure("copying_p_value", audit)?.value == 0.4)
        #expect(try figure("split_p_value", audit) == nil)
        #expect(try figure("smallest_visible_share", audit)?.value == 0.004)
        #expect(try figure("verdict", audit)?.word == "no_evidence")
    }

    @Test func damagedAuditsAreRefused() throws {
        for (text, words) in [
            (GateScene.auditText(schema: "ganeval.audit/3"), "newer ganeval"),
            (GateScene.auditText(schema: "ganeval.report/1"), "its schema is"),
            (GateScene.auditText(verdict: "innocent"), "its verdict is \"innocent\""),
            (GateScene.auditText(share: "7"), "copied_share"), (GateScene.auditText(copies: "{}"), "copies"),
            ("{}", "names no schema"),
        ] {
            let error = #expect(throws: GateError.self) { try GateScene.audit(text) }
            #expect(error?.fact.contains(words) == true, "\(error?.fact ?? "")")
        }
    }

    /// Audits of version 1 know no sure share; of version 2 it stands for the share where nothing could be listed.
    @Test(arguments: [1, 2])
    func bothVersionsAreRead(version: Int) throws {
        let plain = try GateScene.audit(GateScene.auditText(schema: "ganeval.audit/\(version)"))
        #expect(try figure("copied_share", plain)?.interval?.high == 0.0004)
        let sure =
            #""sure_share": {"low": 0.81, "by_labels": {"value": 0.86, "interval": [0.81, 0.9], "level": 0.95, "interval_method": "x"}}, "verdict":"#
        let text = GateScene.auditText(schema: "ganeval.audit/\(version)", verdict: "copying", share: "null")
            .replacing("\"verdict\":", with: sure)
        let share = try #require(try figure("copied_share", GateScene.audit(text)))
        #expect(share.value == 0.86 && share.interval?.low == 0.81 && share.interval?.high == 1)
        for (limit, outcome) in [(0.5, Outcome.failed), (0.9, .inconclusive), (0.99, .inconclusive)] {
            let policy = try GateScene.policy("  - {metric: audit.copied_share, max: \(limit)}")
            let finding = try policy.judge(nil, audit: GateScene.audit(text)).findings[0]
            #expect(finding.outcome == outcome)
            #expect((finding.obstacle == .copiesNotCounted) == (outcome == .inconclusive))
        }
        #expect(throws: GateError.self) { try GateScene.audit(text.replacing("\"low\": 0.81", with: "\"low\": 81")) }
    }

    /// Why exact copies alone are counted: held-out data that there are none of, or that can't be used.
    @Test func whatIsLackingIsSaid() throws {
        let text = GateScene.auditText(verdict: "inconclusive", share: "null")
        let without = try #require(GateScene.audit(text.replacing("\"held_out\":", with: "\"x\":")).exactShare)
        #expect(without.warnings.first?.hasPrefix("Without held-out data there are no p-values") == true)
        let refused = text.replacing("\"held_out\":", with: "\"x\":")
            .replacing("\"verdict\":", with: "\"held_out\": {\"digest\": \"ab\"}, \"verdict\":")
        let warning = try #require(GateScene.audit(refused).exactShare).warnings.first
        #expect(warning?.hasPrefix("The held-out data can't be used") == true)
    }

    @Test func anAuditWithoutAShareHasNone() throws {
        #expect(try figure("copied_share", GateScene.audit(GateScene.auditText(share: "null"))) == nil)
    }

    /// Impossible figures are refused: an empty or turned interval would let the value alone decide.
    @Test(arguments: [
        (#"{"value": 0.1, "interval": [0.2, 0.1], "level": 0.95, "interval_method": "x"}"#, "two shares in order"),
        (#"{"value": 0.1, "interval": [], "level": 0.95, "interval_method": "x"}"#, "two shares in order"),
        (#"{"value": 0.1, "interval": [0, 7], "level": 0.95, "interval_method": "x"}"#, "two shares in order"),
        (#"{"value": 7, "interval": [0, 1], "level": 0.95, "interval_method": "x"}"#, "which is no share"),
        (#"{"value": 0.1, "interval": [0, 1], "level": 1, "interval_method": "x"}"#, "copied_share.level is 1"),
        (
            #"{"value": 0.1, "interval": [0, 1], "level": 1e-300, "interval_method": "x"}"#,
            "copied_share.level is 1e-300"
        ),
    ])
    func impossibleSharesAreRefused(share: String, problem: String) throws {
        let error = #expect(throws: GateError.self) { try GateScene.audit(GateScene.auditText(share: share)) }
        #expect(error?.fact.contains(problem) == true, "\(error?.fact ?? "")")
    }

    @Test func countsAndProbabilitiesStayWithinTheirs() throws {
        for (from, to, problem) in [
            ("\"overlap_count\": 3", "\"overlap_count\": -3", "overlap_count is -3"),
            ("\"p_value\": 0.4", "\"p_value\": 4", "p_value is 4"), ("\"rate\": 0.0", "\"rate\": -1", "rate is -1"),
            ("\"smallest_visible_share\": 0.004", "\"smallest_visible_share\": 2", "smallest_visible_share is 2"),
        ] {
            let error = #expect(throws: GateError.self) {
                try GateScene.audit(GateScene.auditText().replacing(from, with: to))
            }
            #expect(error?.fact.contains(problem) == true, "\(error?.fact ?? "")")
        }
    }
}
