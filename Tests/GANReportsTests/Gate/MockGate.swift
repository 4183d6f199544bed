import GANMetrics
import OrderedCollections

@testable import GANGate
@testable import GANReports

/// A policy held against a report, with a gate of each outcome and names that mean harm.
enum MockGate {
    static func figure(
        _ value: Double, _ low: Double? = nil, _ high: Double? = nil, ceiling: Double? = nil,
        warnings: [String] = []
    ) -> GateFigure {
        GateFigure(
            value: value,
            interval: low.flatMap { low in high.map { MetricInterval(low: low, high: $0, method: "test") } },
            ceiling: ceiling, warnings: warnings)
    }

    static func report(
        subject: String = "model.onnx", startedAt: String? = "2026-11-03T10:15:00Z",
        metrics: [(String, GateFigure)] = [
            ("frechet_distance", figure(12.34, 11.9, 12.8, ceiling: 1.2)),
            ("coverage", figure(0.912, 0.9, 0.924, ceiling: 0.967)), ("recall", figure(0.6, 0.55, 0.65, ceiling: 0.93)),
            ("kernel_distance", figure(0.01, 0.008, 0.012)),
        ]
    ) -> GateReport {
        GateReport(
            path: "report/report.json", subject: subject, subjectDigest: "dd", run: "run-1", startedAt: startedAt,
            evaluationProtocol: EvaluationProtocol(fields: ["samples": "5000", "extractor": "classifier"]),
            figures: metrics)
    }

    static let policyText = """
        name: release
        gates:
          - {metric: frechet_distance, max: 10}
          - {metric: coverage, at_least_share_of_real: 90 %}
          - {metric: recall, min: 0.6}
          - {metric: kernel_distance, no_worse_than_baseline: {margin: 0.002}}
        """

    /// Failed, passed, inconclusive, failed.
    static func record(
        policy text: String = policyText, report: GateReport = report(), baseline: GateReport? = nil,
        inconclusive: GatePolicy.Inconclusive? = nil, path: String = "policies/release.yaml"
    ) throws -> GateRecord {
        var policy = try GatePolicy(text: text, path: path)
        policy.inconclusive = inconclusive ?? policy.inconclusive
        let baseline =
            policy.needsBaseline
            ? baseline ?? Self.report(metrics: [("kernel_distance", figure(0.002, 0.001, 0.003))]) : nil
        return GateRecord(
            policy: policy, verdict: try policy.judge(report, baseline: baseline), report: report, baseline: baseline,
            toolVersion: "0.1.0")
    }

    /// A subject that would leave any quoting that forgets a character.
    static let evil = "a\"b'c<d>&e|f`g]]>\u{1b}[31m\n::error::x %0A\u{fffe}@all #1"
}
