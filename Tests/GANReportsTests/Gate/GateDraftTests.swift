import Foundation
import GANEvaluation
import GANGate
import GANMetrics
import OrderedCollections
import Testing

@testable import GANReports

@Suite struct GateDraftTests {
    @Test func theGoodModelPassesItsOwnPolicy() throws {
        let report = MockGate.report()
        let text = GateDraft.yaml(report, toolVersion: "0.1.0")
        let policy = try GatePolicy(text: text, path: "p.yaml")
        #expect(try policy.judge(report).outcome == .passed)
        #expect(policy.rules.map(\.metric.path) == ["frechet_distance", "kernel_distance", "recall", "coverage"])
        #expect(policy.protocolFields.map(\.name) == ["extractor", "samples"])
        #expect(text.contains("# Fréchet distance: 12.3 [11.9, 12.8] in this report; real data get 1.2"))
    }

    /// A model that is worse by three half-widths is noise; one that is worse by nine is not.
    @Test(arguments: [(3.0, Outcome.passed), (9.0, .failed)])
    func boundsLeaveRoomForNoiseAndNoMore(shift: Double, outcome: Outcome) throws {
        let policy = try GatePolicy(text: GateDraft.yaml(MockGate.report(), toolVersion: "0"), path: "p.yaml")
        func moved(_ value: Double, _ reach: Double, _ ceiling: Double? = nil) -> GateFigure {
            MockGate.figure(value, value - reach, value + reach, ceiling: ceiling)
        }
        let report = MockGate.report(metrics: [
            ("frechet_distance", moved(12.34 + shift * 0.45, 0.45, 1.2)),
            ("coverage", moved(0.912 - shift * 0.012, 0.012, 0.967)), ("recall", moved(0.6 - shift * 0.05, 0.05, 0.93)),
            ("kernel_distance", moved(0.01 + shift * 0.002, 0.002)),
        ])
        let verdict = try policy.judge(report)
        #expect(verdict.findings.allSatisfy { $0.outcome == outcome }, "\(verdict.findings.map(\.outcome))")
    }

    /// A share of 0 % is a gate that nothing fails; a bad model's share is small, and said to be.
    @Test func aBadModelsPolicyAsksForSomethingAndSaysSo() throws {
        for value in [0.004, 0.0004, 0.000_04] {
            let report = MockGate.report(metrics: [
                ("coverage", MockGate.figure(value, value * 0.98, value * 1.02, ceiling: 0.95)),
                ("frechet_distance", MockGate.figure(300, 299, 301, ceiling: 2)),
            ])
            let text = GateDraft.yaml(report, toolVersion: "0")
            let policy = try GatePolicy(text: text, path: "p.yaml")
            let share = policy.rules.compactMap { rule -> Double? in
                if case .atLeastShareOfReal(let share) = rule.requirement { share } else { nil }
            }
            #expect(share.count == 1 && share[0] > 0 && share[0] * 0.95 < value, "\(text)")
            #expect(text.components(separatedBy: "a hundred times worse than real data").count == 3)
            #expect(try policy.judge(report).outcome == .passed)
            let none = MockGate.report(metrics: [
                ("coverage", MockGate.figure(0, 0, value / 1000, ceiling: 0.95)),
                ("frechet_distance", MockGate.figure(300, 299, 301, ceiling: 2)),
            ])
            #expect(try policy.judge(none).outcome == .failed)
        }
        #expect(GateDraft.share(of: 0.912) == "91" && GateDraft.share(of: 0.0034) == "0.3")
        #expect(!GateDraft.yaml(MockGate.report(), toolVersion: "0").contains("a hundred times"))
    }

    /// Where noise leaves no room for a bound the metric is named, not dropped in silence.
    @Test func aMetricWithoutABoundIsNamed() throws {
        let report = MockGate.report(metrics: [
            ("coverage", MockGate.figure(0.01, 0, 0.03)), ("recall", MockGate.figure(0.6, 0.55, 0.65)),
        ])
        let text = GateDraft.yaml(report, toolVersion: "0")
        #expect(text.contains("# coverage has no gate: ") && !text.contains("metric: coverage"))
        #expect(try GatePolicy(text: text, path: "p.yaml").rules.map(\.metric.path) == ["recall"])
    }

    /// Rounded to the end of the metric's range a bound would be one that nothing fails.
    @Test func noBoundIsRoundedToTheEndOfTheRange() throws {
        let report = MockGate.report(metrics: [
            ("coverage", MockGate.figure(0.0601, 0.0501, 0.0701)), ("recall", MockGate.figure(0.6, 0.55, 0.65)),
        ])
        let text = GateDraft.yaml(report, toolVersion: "0")
        #expect(text.contains("# coverage has no gate: ") && !text.contains("min: 0\n"), "\(text)")
    }

    @Test func onlyNearnessToTrainingDataIsASignOfMemorization() {
        let report = MockGate.report(metrics: [
            ("authenticity", MockGate.figure(0.7, 0.69, 0.71)), ("density", MockGate.figure(1, 0.98, 1.02)),
        ])
        let text = GateDraft.yaml(report, toolVersion: "0")
        #expect(
            text.contains("metric: authenticity\n    min: 0.64\n  #") || text.hasSuffix("authenticity\n    min: 0.64\n")
        )
        #expect(text.contains("metric: density\n    min: 0.88\n    max: 1.12\n"))
    }

    @Test func namesFromOutsideAreReadBackAsTheyWere() throws {
        let field = "\"a\\b\": {&x *y} \u{1}\n# z"
        let report = GateReport(
            path: MockGate.evil, subject: "*a &b 'c \"d", subjectDigest: nil, run: nil, startedAt: nil,
            evaluationProtocol: EvaluationProtocol(fields: ["extractor": field]),
            figures: [("recall", MockGate.figure(0.6, 0.55, 0.65))])
        let policy = try GatePolicy(text: GateDraft.yaml(report, toolVersion: "0"), path: "p.yaml")
        #expect(policy.protocolFields.map(\.value) == [field])
        #expect(try policy.judge(report).outcome == .passed)
    }

    @Test func roundsAwayFromTheValue() {
        #expect(GateDraft.plain(12.341, 1, .up) == "12.4" && GateDraft.plain(12.341, 1, .down) == "12.3")
        #expect(GateDraft.plain(0.3, 1, .up) == "0.3" && GateDraft.plain(0.1 + 0.2, 1, .up) == "0.3")
        #expect(GateDraft.plain(-0.01, 1, .up) == "0" && GateDraft.plain(100, 0, .up) == "100")
        #expect(GateDraft.plain(20, 2, .down) == "20")
    }
}
