import GANGate
import Testing

@testable import GANReports

@Suite struct GateRecordTests {
    private let policy = "gates: [{metric: recall, min: 0.6}]"

    @Test func whoeverJudgesHasTheLastWordOnInconclusive() throws {
        let rule = try GatePolicy(text: "inconclusive: fail\n\(policy)", path: "p.yaml")
        let report = MockGate.report()
        let own = try GateRecord(judging: rule, report: report, audit: nil, baseline: nil)
        #expect(own.verdict.exitCode == 3)
        let lenient = try GateRecord(judging: rule, report: report, audit: nil, baseline: nil, inconclusive: .pass)
        #expect(lenient.verdict.exitCode == 0 && lenient.policy.inconclusive == .pass)
    }

    @Test func aReportIsNotHeldAgainstItself() throws {
        let rule = try GatePolicy(text: policy, path: "p.yaml")
        let report = MockGate.report()
        #expect(throws: GateError.ownBaseline(path: report.path, run: "run-1")) {
            try GateRecord(judging: rule, report: report, audit: nil, baseline: report)
        }
    }
}
