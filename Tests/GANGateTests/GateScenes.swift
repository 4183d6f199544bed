import Foundation
import GANMetrics
import TestSupport

@testable import GANGate

/// Reports and policies for tests of gates.
enum GateScene {
    static func figure(
        _ value: Double, _ low: Double? = nil, _ high: Double? = nil, ceiling: Double? = nil, null: Double? = nil
    ) -> GateFigure {
        GateFigure(
            value: value,
            interval: low.flatMap { low in high.map { MetricInterval(low: low, high: $0, method: "test") } },
            null: null,
            ceiling: ceiling)
    }

    static func report(
        _ figures: [(String, GateFigure)], path: String = "report.json",
        fields: [String: String] = ["samples": "1000", "extractor": "pixels", "reference_sha256": "aa"],
        digest: String? = "dd"
    ) -> GateReport {
        GateReport(
            path: path, subject: "model.onnx", subjectDigest: digest, run: "run-1", startedAt: "2026-11-03T10:15:00Z",
            evaluationProtocol: EvaluationProtocol(recorded: fields.map { ($0.key, $0.value) }), figures: figures)
    }

    /// A policy with these gates, and whatever stands before them.
    static func policy(_ gates: String, head: String = "") throws -> GatePolicy {
        try GatePolicy(text: "\(head)\ngates:\n\(gates)\n", path: "policy.yaml")
    }

    /// One gate's rule judged on one metric's figure.
    static func finding(
        _ metric: String, _ rule: String, _ figure: GateFigure, head: String = "", baseline: GateFigure? = nil
    ) throws -> GateFinding {
        let policy = try policy("  - {metric: \(metric), \(rule)}", head: head)
        return try policy.judge(
            report([(metric, figure)]), baseline: baseline.map { report([(metric, $0)], path: "baseline.json") }
        ).findings[0]
    }

    /// An audit document with a few words exchanged.
    static func auditText(
        schema: String = "ganeval.audit/1", verdict: String = "no_evidence",
        share: String = #"{"value": 0.0, "interval": [0.0, 0.0004], "level": 0.95, "interval_method": "Wilson"}"#,
        copies: String = "[]", digest: String = "dd", training: String = "aa", samplesToDecide: String = "null"
    ) -> String {
        """
        {"schema": "\(schema)", "verdict": "\(verdict)", "reasons": ["Nothing was found."], "exit_code": 0,
         "samples_to_decide": \(samplesToDecide), "gates": [], "copied_share": \(share), "distinct_training_images": 0,
         "extraction": {"rate": 0.0, "estimated_training_images": 0.0, "most_copied": []}, "copies": \(copies),
         "tests": {"copying": {"value": 0.0, "p_value": 0.4}, "split_exchangeability": {"value": 0.5, "p_value": null}},
         "sensitivity": {"smallest_visible_share": 0.004, "leak_of_interest": 0.01, "samples_needed": null},
         "pool": {"overlap_count": 3}, "subject": {"name": "model.onnx", "digest": "\(digest)"},
         "samples": {"name": "model.onnx", "count": 5000, "shape": "image"}, "training": {"name": "t", "digest": "\(training)"}}
        """
    }

    static func audit(_ text: String = auditText()) throws -> GateAudit {
        let folder = try TemporaryFolder()
        try text.write(toFile: folder.file("audit.json"), atomically: false, encoding: .utf8)
        return try GateAudit.read(folder.file("audit.json"))
    }
}
