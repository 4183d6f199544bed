import GANEvaluation
import GANGate
import GANMetrics
import Testing

@testable import GANReports

@Suite struct GateExplanationTests {
    /// Every bound that is said to pass or fail does.
    @Test func whatIsSaidToFlipFlips() throws {
        let findings = try MockGate.record().verdict.findings
        let failed = GateExplanation.flips(findings[0])
        #expect(failed[0] == "max of 12.8 or more passes; 11.9 or less fails; between them it can't be decided.")
        #expect(failed[1] == "With an interval as wide, a value of 9.5 or less passes.")
        for (bound, outcome) in [(12.8, Outcome.passed), (11.8, .failed), (12.0, .inconclusive)] {
            let record = try MockGate.record(policy: "gates: [{metric: frechet_distance, max: \(bound)}]")
            #expect(record.verdict.outcome == outcome)
        }
        #expect(
            GateExplanation.flips(findings[1])[0].hasPrefix("at_least_share_of_real of 93.1 % or less passes; 95.6 %"))
        #expect(GateExplanation.flips(findings[2])[0].hasPrefix("min of 0.55 or less passes; 0.65 or more fails"))
        #expect(GateExplanation.flips(findings[3])[0].contains("a margin of"))
    }

    @Test func everyGateIsExplained() throws {
        let record = try MockGate.record()
        let text = GateExplanation.lines(record, width: 100).joined(separator: "\n")
        for finding in record.verdict.findings {
            #expect(
                text.contains("\(finding.rule.metric.path): \(finding.outcome.rawValue) (line \(finding.rule.line))"))
        }
        #expect(text.contains("  to flip") && text.contains("  it sees"))
    }

    @Test func countsFlipAtOneValue() throws {
        let point = MockGate.report(metrics: [("recall", MockGate.figure(0.5))])
        let finding = try MockGate.record(policy: "gates: [{metric: recall, min: 0.6}]", report: point).verdict
            .findings[0]
        #expect(GateExplanation.flips(finding) == ["min of 0.500 or less passes."])
    }
}
