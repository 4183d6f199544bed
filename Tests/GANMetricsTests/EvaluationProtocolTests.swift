import OrderedCollections
import Testing

@testable import GANMetrics

@Suite struct EvaluationProtocolTests {
    @Test func theFingerprintFollowsNamesValuesAndOrder() {
        let prints = [
            EvaluationProtocol(fields: ["a": "1", "b": "2"]), EvaluationProtocol(fields: ["b": "2", "a": "1"]),
            EvaluationProtocol(fields: ["a": "1", "b": "3"]), EvaluationProtocol(fields: ["a": "1", "c": "2"]),
            EvaluationProtocol(fields: ["a": "1b", "": "2"]),
        ].map(\.fingerprint)
        #expect(Set(prints).count == prints.count)
        #expect(prints.allSatisfy { $0.count == 16 && $0.allSatisfy { $0.isHexDigit } })
        #expect(EvaluationProtocol(fields: ["a": "1", "b": "2"]).fingerprint == prints[0])
    }
}
