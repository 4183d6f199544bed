import GANGate
import GANMetrics
import Testing

@testable import GANAudit
@testable import GANReports

/// `AuditReport+Outcome.swift`.
@Suite struct AuditReportTests {
    private func verdict(_ outcome: Outcome, _ inconclusive: GatePolicy.Inconclusive? = nil) throws -> GateVerdict {
        let rule = GateRule(try #require(GateMetric(path: "coverage")), .atMost(1))
        return GateVerdict(
            findings: [GateFinding(rule: rule, figure: GateFigure(value: 0), outcome: outcome)],
            inconclusive: inconclusive)
    }

    @Test func thePolicyDecidesWhereTheAuditHasNoLimits() throws {
        var report = MockAudit.copying()
        report.findings.verdict = AuditVerdict(outcome: .inconclusive, reasons: [.collapsed])
        report.gates = []
        #expect(try report.outcome == .inconclusive && report.outcome(with: verdict(.passed)) == .passed)
        #expect(try report.outcome(with: verdict(.inconclusive)) == .inconclusive)
        #expect(try report.outcome(with: verdict(.inconclusive, .fail)) == .failed)
    }

    @Test func theGraverOfBothCounts() throws {
        let report = MockAudit.copying()
        #expect(try report.outcome == .failed && report.outcome(with: verdict(.passed)) == .failed)
    }

    @Test func whatWouldLetItTellIsSaid() {
        var report = MockAudit.copying()
        #expect(report.undecidedNote == nil)
        report.findings.verdict = AuditVerdict(outcome: .inconclusive, reasons: [.collapsed])
        report.gates = []
        #expect(report.undecidedNote?.hasPrefix("Can't tell: ") == true || report.samplesToDecide != nil)
    }
}
