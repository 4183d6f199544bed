import Foundation
import GANMetrics
import OrderedCollections
import TestSupport
import Testing

@testable import GANEvaluation
@testable import GANReports

@Suite struct ReportFileTests {
    private let document = """
        {"schema": "ganeval.report/1",
         "subject": {"name": "g", "path": "/g", "digest": "abc", "facts": {"step": "10"}},
         "reference": {"name": "r", "count": 1000, "shape": "28x28", "rule": "idx", "digest": "d"}, "held_out": null,
         "protocol": {"fingerprint": "0123", "extractor": "pixels", "samples": "500"},
         "metrics": {
           "frechet_distance": {"value": 12.5, "interval": [11, 14], "level": 0.95, "interval_method": "jackknife", "ceiling": 2},
           "coverage": {"value": 0.5, "extractor": "pixels", "interval": null, "level": null, "ceiling": null},
           "precision": {"value": true}, "density": {"value": null}, "recall": {"value": 1},
           "made_up": {"value": 1}}}
        """

    private func parse(_ text: String) throws -> ReportComparison.Input {
        try ReportFile.parse(Array(text.utf8), path: "p")
    }

    @Test func readsFigures() throws {
        let input = try parse(document)
        #expect(
            Array(input.metrics.keys)
                == ["frechet_distance", "recall", "coverage"].sorted { first, second in
                    let order = MetricRegistry.all.map(\.name)
                    return (order.firstIndex(of: first) ?? 0) < (order.firstIndex(of: second) ?? 0)
                })
        let frechet = try #require(input.metrics["frechet_distance"])
        #expect(frechet.result.value == 12.5 && frechet.result.interval?.high == 14)
        #expect(frechet.result.ceiling?.value == 2)
        #expect(frechet.extractor == "" && input.metrics["coverage"]?.extractor == "pixels")
        #expect(
            input.metrics["recall"]?.result.interval == nil && input.metrics["coverage"]?.result.interval == nil)
        #expect(input.evaluationProtocol.fields["fingerprint"] == nil && input.reference.count == 1000)
        #expect(input.subject.facts["step"] == "10" && input.heldOut == nil)
    }

    @Test(arguments: [
        ("", "not JSON"), ("[1]", "no schema"), ("{}", "no schema"), ("{\"schema\": 3}", "no schema"),
        ("{\"schema\": \"ganeval.report/2\"}", "newer ganeval"),
        ("{\"schema\": \"ganeval.audit/1\"}", "ganeval.audit/1"),
        ("{\"schema\": \"ganeval.report/1\"}", "metrics is missing"),
        ("{\"schema\": \"ganeval.report/1\", \"protocol\": {}}", "metrics is missing"),
        ("{\"schema\": \"ganeval.report/1\", \"protocol\": {}, \"metrics\": {}}", "no fingerprint"),
        (
            "{\"schema\": \"ganeval.report/1\", \"protocol\": {\"fingerprint\": \"0123\"}, \"metrics\": {}}",
            "no subject"
        ),
    ])
    func refusesOtherThings(text: String, reason: String) {
        do {
            _ = try parse(text)
            Issue.record("accepted \(text)")
        } catch let error as ComparisonError {
            #expect(error.location == "p" && error.fact.contains(reason), "\(error.fact)")
        } catch {
            Issue.record("\(error)")
        }
    }

    /// Damage must not pass for a metric whose interval nobody knows: gates refuse it too.
    @Test(arguments: [
        ("[11, 14]", "[14, 11]", "not two finite numbers in order"), ("[11, 14]", "[11]", "not two finite numbers"),
        ("[11, 14]", "\"wide\"", "not two finite numbers"),
        ("\"level\": 0.95", "\"level\": 95", "level is not between"),
        ("\"level\": 0.95", "\"level\": null", "has no level"), ("\"value\": 0.5", "\"value\": 1.5", "outside"),
    ])
    func refusesDamagedFigures(text: String, damaged: String, reason: String) {
        do {
            _ = try parse(document.replacing(text, with: damaged, maxReplacements: 1))
            Issue.record("accepted \(damaged)")
        } catch let error as ComparisonError {
            #expect(error.fact.contains("metrics.") && error.fact.contains(reason), "\(error.fact)")
        } catch {
            Issue.record("\(error)")
        }
    }

    /// Cut anywhere, a report is refused, never half-read.
    @Test func everyTruncationIsRefused() {
        let bytes = Array(document.utf8)
        for length in stride(from: 0, to: bytes.count - 1, by: 17) {
            #expect(throws: ComparisonError.self) { try ReportFile.parse(Array(bytes[..<length]), path: "p") }
        }
    }

    @Test func foundInItsFolder() throws {
        let folder = try TemporaryFolder()
        try Data(document.utf8).write(to: URL(fileURLWithPath: folder.file("report.json")))
        let path = URL(fileURLWithPath: folder.file("report.json")).deletingLastPathComponent().path
        #expect(ReportFile.isReport(path) && ReportFile.isReport(folder.file("report.json")))
        #expect(!ReportFile.isReport(folder.file("images.npy")))
        #expect(try ReportFile.read(path).subject.name == "g")
        #expect(throws: (any Error).self) { try ReportFile.read(folder.file("missing.json")) }
    }
}
