import Foundation
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct EvaluationProtocolTests {
    @Test func theFingerprintFollowsNamesAndValuesInAnyOrder() {
        let prints = [
            EvaluationProtocol(fields: ["a": "1", "b": "2"]), EvaluationProtocol(fields: ["a": "1", "b": "3"]),
            EvaluationProtocol(fields: ["a": "1", "c": "2"]), EvaluationProtocol(fields: ["a": "1b", "": "2"]),
            EvaluationProtocol(fields: ["a": "2", "b": "1"]),
        ].map(\.fingerprint)
        #expect(Set(prints).count == prints.count)
        #expect(prints.allSatisfy { $0.count == 16 && $0.allSatisfy { $0.isHexDigit } })
        #expect(EvaluationProtocol(fields: ["b": "2", "a": "1"]).fingerprint == prints[0])
    }

    /// The example of report-schema.md, and names beyond ASCII; computed by Python's hashlib.
    @Test func theFingerprintIsTheDocumentedOne() {
        let example = EvaluationProtocol(fields: ["samples": "500", "extractor": "pixels", "protocol_version": "1"])
        #expect(example.fingerprint == "4882b9e4f772e6b0")
        let names = EvaluationProtocol(fields: ["\u{1F600}": "x", "\u{FF5A}": "y", "Z": "\u{e9}", "a": ""])
        #expect(names.fingerprint == "6dccb7d5e354cd34")
    }

    /// Reports that 0.1.0 wrote, read as if they recorded the version of its rules; computed by Python's hashlib.
    @Test(arguments: [
        ("oracle", "fbfd6c5cd0f68156", "723ee6e1cffcd346"), ("oracle-2", "2ad58f97f18f4bca", "682b9a6bbadaf126"),
        ("leaky12", "fbfd6c5cd0f68156", "723ee6e1cffcd346"),
    ])
    func documentsOfEarlierReleasesGetTodaysFingerprint(name: String, report: String, audit: String) throws {
        for (file, fingerprint) in [("report", report), ("audit", audit)] {
            let document = try Fixture.json("gates/\(name)/\(file).json")
            let fields = try #require(document["protocol"] as? [String: String])
            let found = try EvaluationProtocol(document: fields)
            #expect(found.fingerprint == fingerprint)
            #expect(found[.version] == "1" && found.fields["tool"] == nil && found.fields["fingerprint"] == nil)
            if file == "report" { #expect(found[.extractorAccuracy] == "0.9102") }
        }
    }

    @Test func aReleaseOfUnknownRulesStandsForItself() {
        func recorded(_ tool: String) -> EvaluationProtocol {
            EvaluationProtocol(recorded: [(key: "tool", value: tool), (key: "samples", value: "5")])
        }
        #expect(recorded("ganeval 0.1.0").fields == ["protocol_version": "1", "samples": "5"])
        #expect(recorded("ganeval 0.0.9").fields == ["protocol_version": "ganeval 0.0.9", "samples": "5"])
        // Who records the version may record what he likes beside it.
        let both = EvaluationProtocol(recorded: [(key: "tool", value: "x"), (key: "protocol_version", value: "1")])
        #expect(both.fields == ["tool": "x", "protocol_version": "1"])
    }

    @Test func fingerprintsInDocumentsAreChecked() throws {
        let fields = ["samples": "500", "extractor": "pixels", "protocol_version": "1"]
        func read(_ fingerprint: String?) throws(ProtocolProblem) -> EvaluationProtocol {
            var document = fields
            document["fingerprint"] = fingerprint
            return try EvaluationProtocol(document: document)
        }
        #expect(throws: ProtocolProblem(problem: "its protocol has no fingerprint")) { try read(nil) }
        #expect(try read("4882b9e4f772e6b0")[.samples] == "500")
        #expect(throws: ProtocolProblem.self) { try read("4882b9e4f772e6b1") }
    }

    @Test func differencesNameBothValues() {
        let one = EvaluationProtocol(fields: ["a": "1", "b": "2", "w": "raw"])
        let other = EvaluationProtocol(fields: ["c": "3", "b": "2", "a": "4", "w": "average"])
        #expect(
            one.differences(from: other, ignoring: ["w"]) == [
                .init(name: "a", own: "1", other: "4"), .init(name: "c", own: nil, other: "3"),
            ])
        #expect(one.differences(from: one, ignoring: []).isEmpty)
    }
}
