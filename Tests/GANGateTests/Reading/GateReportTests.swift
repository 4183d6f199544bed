import Foundation
import GANMetrics
import OrderedCollections
import TestSupport
import Testing

@testable import GANGate

/// Reading report.json, and `GateReport+Figures.swift`.
@Suite struct GateReportTests {
    private static let text = """
        {"schema": "ganeval.report/1", "later": [1, {"a": null}], "subject": {"name": "m.onnx", "digest": "dd", "facts": {}},
         "protocol": {"fingerprint": "0011223344556677", "samples": "5000"},
         "metrics": {
          "coverage": {"extractor": "classifier", "value": 0.9, "interval": [0.88, 0.92], "interval_method": "blocks",
           "level": 0.95, "null": 0.96, "ceiling": 0.95, "diagnostics": [
            {"code": "a", "severity": "warning", "message": "Few samples."},
            {"code": "b", "severity": "note", "message": "A note."}], "covered": 4500},
          "kernel_distance": {"value": 0.001, "interval": null, "level": null, "diagnostics": [], "reach_at_most": 0.002},
          "mode_coverage": {"value": 8, "interval": [8, 8], "level": 0.95, "diagnostics": [], "missing_classes": [0, 2],
           "worst": "bags", "isGood": true, "shares": [0.5, 0.5]},
          "distance_ratio": {"value": 0.9, "interval": [0.8, 0.89], "level": 0.95, "diagnostics": [], "tail_share": 0.01,
           "tail_interval": [0.008, 0.013], "tail_p_value": 1}},
         "modes": [{"name": "Boot"}, {"name": "Bag"}, {"name": "Coat"}],
         "run": {"identifier": "r", "started_at": "2026-11-03T10:15:00Z"}}
        """

    private func read(_ text: String) throws -> GateReport {
        let folder = try TemporaryFolder()
        try text.write(toFile: folder.file("report.json"), atomically: false, encoding: .utf8)
        return try GateReport.read(folder.file("report.json"))
    }

    private func figure(_ path: String) throws -> GateFigure? {
        try read(Self.text).figure(try #require(GateMetric(path: path)))
    }

    @Test func readsWhatReportsHold() throws {
        let report = try read(Self.text)
        #expect(report.subject == "m.onnx" && report.run == "r" && report.toolVersion == nil)
        #expect(report.samples == 5000 && report.evaluationProtocol.fields == ["samples": "5000"])
        #expect(report.metricNames == ["kernel_distance", "coverage", "mode_coverage", "distance_ratio"])
        #expect(report.partNames(of: "coverage") == ["covered"])
    }

    @Test func valuesComeWithTheirUncertainty() throws {
        let coverage = try figure("coverage")
        #expect(coverage?.value == 0.9 && coverage?.interval?.low == 0.88 && coverage?.basis == .interval)
        #expect(coverage?.ceiling == 0.95 && coverage?.samples == 5000 && coverage?.warnings == ["Few samples."])
        #expect(coverage?.bounds == 0...1)
        // Near its null a distance has no interval, but chance moves it by no more than this.
        let kernel = try figure("kernel_distance")
        #expect(kernel?.interval?.low == -0.001 && kernel?.interval?.high == 0.003 && kernel?.basis == .reach)
        // An interval that leaves its value out is widened to it.
        #expect(try figure("distance_ratio")?.interval?.high == 0.9)
        #expect(try figure("mode_coverage")?.basis == .exact)
    }

    @Test func partsAreFiguresToo() throws {
        let tail = try figure("distance_ratio.tail_share")
        #expect(tail?.value == 0.01 && tail?.interval?.low == 0.008 && tail?.interval?.high == 0.013)
        let missing = try figure("mode_coverage.missing_classes")
        #expect(missing?.value == 2 && missing?.items == ["Boot", "Coat"] && missing?.basis == .exact)
        #expect(try figure("coverage.covered")?.basis == .exact)
        #expect(try figure("distance_ratio.tail_p_value")?.basis == GateFigure.Basis.none)
        #expect(try figure("mode_coverage.worst")?.word == "bags")
        #expect(try figure("mode_coverage.isGood") == nil)
        for common in ["coverage.value", "coverage.interval", "coverage.extractor", "coverage.diagnostics", "recall"] {
            #expect(try figure(common) == nil, "\(common)")
        }
    }

    @Test func measuredDocumentsAreReadToo() throws {
        let report = try read(
            """
            {"schema": "ganeval.report/1", "protocol": {"fingerprint": "aa", "generated_rows": "70"}, "metrics": {},
             "omitted": {}}
            """)
        #expect(report.subject == nil && report.samples == 70 && report.metricNames.isEmpty)
    }

    @Test func aNewerSchemaIsRefusedInWords() throws {
        let error = #expect(throws: GateError.self) {
            try read(Self.text.replacing("ganeval.report/1", with: "ganeval.report/2"))
        }
        #expect(error?.fact == "it was written by a newer ganeval, in the schema ganeval.report/2")
        #expect(error?.expectation == "a document of the schema ganeval.report/1")
    }

    @Test(arguments: [
        ("", "it is not JSON"), ("{", "it is not JSON"), ("[]", "it names no schema"), ("{}", "it names no schema"),
        (#"{"schema": 1}"#, "it names no schema"),
        (#"{"schema": "ganeval.audit/1"}"#, "its schema is \"ganeval.audit/1\""),
        (#"{"schema": "ganeval.report/one"}"#, "its schema is"),
        (#"{"schema": "ganeval.report/1"}"#, "metrics is missing"),
        (
            #"{"schema": "ganeval.report/1", "protocol": {"fingerprint": 3}, "metrics": {}}"#,
            "protocol.fingerprint is of another type"
        ),
        (#"{"schema": "ganeval.report/1", "protocol": {}, "metrics": {}}"#, "its protocol has no fingerprint"),
        (
            #"{"schema": "ganeval.report/1", "protocol": {"fingerprint": "a"}, "metrics": {"coverage": 3}}"#,
            "metrics.coverage is of another type"
        ),
        (
            #"{"schema": "ganeval.report/1", "protocol": {"fingerprint": "a"}, "metrics": []}"#,
            "metrics is of another type"
        ),
    ])
    func damagedReportsAreRefused(text: String, problem: String) throws {
        let error = #expect(throws: GateError.self) { try read(text) }
        #expect(error?.fact.contains(problem) == true, "\(error?.fact ?? "")")
        #expect(error?.location.hasSuffix("report.json") == true)
    }

    /// A parsed value takes a hundred times the two characters that it may be written in.
    @Test func aDocumentOfMoreValuesThanReportsHaveIsRefused() {
        let values = String(repeating: "{},", count: DocumentFile.valueLimit / 2 + 1)
        let text = #"{"schema": "ganeval.report/1", "protocol": {"text": "{{{{[[[[,,,,\\"}, "metrics": [\#(values){}]}"#
        do throws(GateError) {
            _ = try GateReport.parse(Array(text.utf8), path: "r.json")
            Issue.record("was read")
        } catch {
            #expect(error.fact.contains("more than 500000 values"))
        }
    }

    /// Figures that lie about themselves are none.
    @Test(arguments: [
        #"{"value": null}"#, #"{"value": "0.9"}"#, "{}",
    ])
    func figuresThatAreNoneAreNone(metric: String) throws {
        let report = try read(
            #"{"schema": "ganeval.report/1", "protocol": {"fingerprint": "a"}, "metrics": {"coverage": \#(metric)}}"#)
        #expect(report.figure(try #require(GateMetric(path: "coverage"))) == nil)
    }

    /// A damaged interval must not pass for none: then the value alone would decide.
    @Test(arguments: [
        (#""interval": [0.9, 0.1], "level": 0.95"#, "interval is not two finite numbers in order"),
        (#""interval": [0.1], "level": 0.95"#, "interval is not"),
        (#""interval": "x", "level": 0.95"#, "interval is not"),
        (#""interval": [null, 0.1], "level": 0.95"#, "interval is not"),
        (#""interval": [0.1, 0.2, 0.3], "level": 0.95"#, "interval is not"),
        (#""interval": null, "tail_interval": [1, 0]"#, "tail_interval is not"),
        (#""interval": [0.1, 0.9]"#, "its interval has no level"),
        (#""interval": [0.1, 0.9], "level": 1e-300"#, "level is not between 0.5 and 0.9999"),
        (#""interval": [0.1, 0.9], "level": 0.9999999999999999"#, "level is not"),
        (#""interval": [0.1, 0.9], "level": "0.95""#, "level is not"),
        (#""interval": [7.1, 7.9], "level": 0.95, "value": 7.5"#, "value is 7.5, outside of the metric's range"),
    ])
    func damagedFiguresAreRefused(fields: String, problem: String) throws {
        let value = fields.contains("value") ? "" : #""value": 0.5, "#
        let error = #expect(throws: GateError.self) {
            try read(
                #"{"schema": "ganeval.report/1", "protocol": {"fingerprint": "a"}, "metrics": {"coverage": {\#(value)\#(fields)}}}"#
            )
        }
        #expect(error?.fact.contains("metrics.coverage: \(problem)") == true, "\(error?.fact ?? "")")
    }

    @Test(arguments: ["ganeval.report/0", "ganeval.report/-3", "ganeval.report/+1"])
    func versionsThatNeverWereAreRefused(schema: String) throws {
        let error = #expect(throws: GateError.self) {
            try read(Self.text.replacing("ganeval.report/1", with: schema))
        }
        #expect(error?.fact.contains("its schema is") == true)
    }

    @Test func deepNestingAndMissingFilesAreErrors() throws {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(throws: GateError.self) { try read(deep) }
        #expect(throws: GateError.self) {
            try read(
                #"{"schema": "ganeval.report/1", "protocol": {"fingerprint": "a"}, "metrics": {"coverage": {"x": \#(deep)}}}"#
            )
        }
        let folder = try TemporaryFolder()
        for path in [folder.file("none.json"), folder.path] {
            #expect(throws: GateError.self) { try GateReport.read(path) }
        }
    }

    @Test func protocolsDifferByTheirFields() throws {
        let report = try read(Self.text)
        var other = report
        #expect(report.protocolDifferences(from: other).isEmpty)
        other.evaluationProtocol[.samples] = "10"
        #expect(report.protocolDifferences(from: other) == ["samples \"5000\" instead of \"10\""])
    }

    /// A fingerprint that was computed in another way is that of a damaged or edited document.
    @Test func aFingerprintThatIsNotItsFieldsIsRefused() throws {
        func text(_ fingerprint: String) -> String {
            #"{"schema": "ganeval.report/1", "protocol": {"fingerprint": "\#(fingerprint)", "samples": "500", "#
                + #""protocol_version": "1", "extractor": "pixels"}, "metrics": {}}"#
        }
        #expect(try read(text("4882b9e4f772e6b0")).fingerprint == "4882b9e4f772e6b0")
        do throws(GateError) {
            _ = try GateReport.parse(Array(text("4882b9e4f772e6b1").utf8), path: "r.json")
            Issue.record("accepted")
        } catch {
            #expect(error.fact.contains("is 4882b9e4f772e6b1, where its fields give 4882b9e4f772e6b0"))
        }
    }

    /// A report of an earlier release with the same protocol is a baseline of this one's.
    @Test func reportsOfEarlierReleasesAreCompared() throws {
        func text(_ version: String, _ accuracy: String) -> String {
            #"{"schema": "ganeval.report/1", "protocol": {"fingerprint": "72d76e1faebcc565", \#(version), "#
                + #""extractor_accuracy": "\#(accuracy)"}, "metrics": {}, "#
                + #""run": {"identifier": "r", "started_at": "s", "tool_version": "0.1.0"}}"#
        }
        let old = try read(text(#""tool": "ganeval 0.1.0""#, "0.9102 on images set aside"))
        var new = old
        new.evaluationProtocol = EvaluationProtocol(fields: ["protocol_version": "1", "extractor_accuracy": "0.9102"])
        #expect(new.protocolDifferences(from: old).isEmpty && new.fingerprint == old.fingerprint)
        let policy = try GatePolicy(
            text: "protocol: {tool: ganeval 0.1.0, extractor_accuracy: 0.9102 on images set aside}\n"
                + "gates: [{metric: coverage, min: 0}]\n", path: "p.yaml")
        do throws(GateError) {
            _ = try policy.judge(old)
            Issue.record("judged without a figure")
        } catch {
            #expect(error.fact.hasPrefix("coverage can't be judged"), "the protocol is met: \(error.fact)")
        }
        // A release whose rules nobody knows keeps its name.
        let older = try read(text(#""tool": "ganeval 0.0.9""#, "0.9102"))
        #expect(new.protocolDifferences(from: older) == [#"protocol_version "1" instead of "ganeval 0.0.9""#])
    }
}
