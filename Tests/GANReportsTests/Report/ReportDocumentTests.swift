import Foundation
import GANCheckpoints
import GANEvaluation
import GANMetrics
import OrderedCollections
import Testing

@testable import GANReports

@Suite struct ReportDocumentTests {
    private func read(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func holdsTheDocumentedKeys() throws {
        let document = try read(ReportDocument.json(MockReport.full()))
        #expect(
            Set(document.keys) == [
                "schema", "verdict", "checks", "subject", "reference", "held_out", "protocol", "metrics", "modes",
                "training", "run", "regions", "trade_off", "prior_mismatch", "discriminator", "condition",
                "previous",
            ])
        #expect(document["schema"] as? String == "ganeval.report/1")
        let verdict = try #require(document["verdict"] as? [String: Any])
        #expect(
            Set(verdict.keys) == [
                "sentence", "grade", "decision", "reason", "next_step", "next_command", "tiles", "findings",
                "witnesses",
            ])
        let metrics = try #require(document["metrics"] as? [String: [String: Any]])
        let common: Set<String> = [
            "extractor", "value", "interval", "interval_method", "level", "null", "null_basis", "ceiling",
            "ceiling_basis", "diagnostics", "parts",
        ]
        for (name, metric) in metrics { #expect(common.isSubset(of: metric.keys), "\(name)") }
        #expect(Set(metrics["inception_score"]?.keys.map { $0 } ?? []) == common.union(["mean", "std", "splits"]))
        #expect(metrics["mode_coverage"]?["missing_classes"] as? [String] == ["Bag"])
        let frechet = try #require(metrics["frechet_distance"])
        #expect(frechet["value"] as? Double == 30.4182)
        #expect(frechet["interval"] as? [Double] == [30.4182 - 2.97, 30.4182 + 2.97])
        #expect(metrics["distance_ratio"]?["null"] is NSNull)
        #expect((document["training"] as? [Any])?.count == 60)
        #expect((document["modes"] as? [Any])?.count == 10)
    }

    /// What is read back is the value that was written: intervals with level and method, parts with their types and order.
    @Test func everyMetricDecodesToWhatWasMeasured() throws {
        struct Document: Decodable { var metrics: [String: MetricResult] }
        let report = MockReport.full()
        let document = try JSONDecoder().decode(Document.self, from: Data(ReportDocument.json(report).utf8))
        #expect(document.metrics == Dictionary(uniqueKeysWithValues: report.metrics.map { ($0.key, $0.value.result) }))
        #expect(report.metrics.values.contains { !$0.result.parts.isEmpty })
    }

    @Test func everyKeyIsDocumented() throws {
        let schema = try String(
            contentsOf: URL(fileURLWithPath: #filePath).appendingPathComponent(
                "../../../../Sources/GANReports/report-schema.md"
            ).standardized, encoding: .utf8)
        let document = try read(ReportDocument.json(MockReport.full()))
        var names = Set(document.keys)
        for part in ["run", "subject", "reference", "verdict"] {
            names.formUnion(try #require(document[part] as? [String: Any]).keys)
        }
        for part in ["modes", "training"] { names.formUnion(try #require(document[part] as? [[String: Any]])[0].keys) }
        names.formUnion(
            try #require(document["metrics"] as? [String: [String: Any]])["recall"].map { Set($0.keys) } ?? [])
        for name in names { #expect(schema.contains("`\(name)`") || schema.contains(".\(name)`"), "\(name)") }
    }

    @Test func namesWhatIsAbsent() throws {
        let document = try read(ReportDocument.json(MockReport.bare()))
        #expect(document["held_out"] is NSNull)
        #expect(document["modes"] is NSNull)
        #expect((document["training"] as? [Any])?.isEmpty == true)
        #expect((document["metrics"] as? [String: Any])?.isEmpty == true)
    }

    @Test func holdsNoNumberThatIsNotFinite() throws {
        var report = MockReport.full()
        report.training[3].discriminatorLoss = .nan
        report.metrics["recall"]?.result.parts["spread"] = .numbers([1, .infinity])
        let text = ReportDocument.json(report)
        let document = try read(text)
        let training = try #require(document["training"] as? [[String: Any]])
        #expect(training[3]["discriminator_loss"] is NSNull)
        #expect(!text.contains("nan") && !text.contains("inf,") && !text.contains("inf]"))
    }

    @Test func givesTheFingerprintWithTheProtocolAndTheSameBytesTwice() throws {
        let report = MockReport.full()
        let document = try read(ReportDocument.json(report))
        let fields = try #require(document["protocol"] as? [String: String])
        #expect(fields["fingerprint"] == report.evaluationProtocol.fingerprint)
        #expect(fields["neighbours"] == "5")
        #expect(ReportDocument.json(report) == ReportDocument.json(MockReport.full()))
    }

    @Test func measuredMetricsAloneHaveNoVerdict() throws {
        let report = MockReport.full()
        let document = try read(
            ReportDocument.json(
                evaluationProtocol: report.evaluationProtocol, metrics: report.metrics, toolVersion: "7"))
        #expect(Set(document.keys) == ["schema", "protocol", "metrics", "omitted", "tool_version"])
        #expect(document["tool_version"] as? String == "7")
    }
}
