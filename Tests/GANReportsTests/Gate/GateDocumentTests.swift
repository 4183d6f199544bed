import Foundation
import GANEvaluation
import GANGate
import GANMetrics
import Testing

@testable import GANReports

@Suite struct GateDocumentTests {
    private func object(_ record: GateRecord) throws -> [String: Any] {
        try #require(
            JSONSerialization.jsonObject(with: Data(GateDocument.json(record).utf8)) as? [String: Any])
    }

    @Test func holdsWhatItsDescriptionSays() throws {
        let document = try object(try MockGate.record())
        #expect(document["schema"] as? String == "ganeval.gate/1" && document["outcome"] as? String == "failed")
        #expect(document["exit_code"] as? Int == 3)
        let gates = try #require(document["gates"] as? [[String: Any]])
        #expect(gates.map { $0["outcome"] as? String } == ["failed", "passed", "inconclusive", "failed"])
        #expect(gates.map { $0["rule"] as? String }[1] == "at_least_share_of_real")
        #expect(gates[0]["value"] as? Double == 12.34 && gates[0]["interval"] as? [Double] == [11.9, 12.8])
        #expect(gates[0]["wanted"] as? Double == 10 && gates[0]["bound"] as? Double == 10)
        #expect(gates[0]["samples_to_decide"] is NSNull && gates[0]["line"] as? Int == 3)
        #expect(
            ((gates[3]["difference"] as? [String: Any])?["value"] as? Double).map { abs($0 - 0.008) < 1e-12 } == true)
        #expect((document["report"] as? [String: Any])?["fingerprint"] as? String == MockGate.report().fingerprint)
        #expect(document["audit"] is NSNull)
    }

    @Test func everyFieldIsDescribed() throws {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/GANReports/gate-schema.md")
        let description = try String(contentsOf: url, encoding: .utf8)
        let document = try object(try MockGate.record())
        let gate = try #require((document["gates"] as? [[String: Any]])?.first)
        for key in Array(document.keys) + Array(gate.keys) {
            #expect(description.contains("`\(key)`"), "\(key)")
        }
    }

    @Test func countsAsIsSaid() throws {
        let open = "gates: [{metric: recall, min: 0.6}]"
        #expect(try object(MockGate.record(policy: open))["exit_code"] as? Int == 4)
        let passing = try object(MockGate.record(policy: open, inconclusive: .pass))
        #expect(passing["exit_code"] as? Int == 0 && passing["outcome"] as? String == "inconclusive")
    }
}
