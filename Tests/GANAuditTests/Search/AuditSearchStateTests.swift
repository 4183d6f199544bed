import GANNumerics
import Testing

@testable import GANAudit

@Suite struct AuditSearchStateTests {
    private var fresh: AuditSearchState {
        AuditSearchState(
            fingerprint: "abc", channels: 2, queries: 3, exchangeability: 2, trainingRows: 5, heldOutRows: 4)
    }

    @Test func bytesGiveTheStateBack() throws {
        var state = fresh
        state.blocksDone = 3
        state.training[1].distances[4] = 0.1
        state.training[1].indices[4] = 77
        state.heldOutToSamples[2] = 12.5
        #expect(try AuditSearchState(bytes: state.bytes(), like: fresh) == state)
    }

    @Test func otherAndDamagedStatesAreRefused() {
        let bytes = fresh.bytes()
        #expect(throws: AuditError.self) { try AuditSearchState(bytes: [], like: fresh) }
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: AuditError.self) { try AuditSearchState(bytes: Array(bytes.prefix(length)), like: fresh) }
        }
        #expect(throws: AuditError.self) { try AuditSearchState(bytes: bytes + [0], like: fresh) }
        let other = AuditSearchState(
            fingerprint: "abd", channels: 2, queries: 3, exchangeability: 2, trainingRows: 5, heldOutRows: 4)
        #expect(throws: AuditError.otherAudit(fact: "it is of other samples, data or options")) {
            try AuditSearchState(bytes: bytes, like: other)
        }
        var negative = bytes
        for index in 19..<27 { negative[index] = 255 }
        #expect(throws: AuditError.damagedState(reason: "it counts a negative number of blocks")) {
            try AuditSearchState(bytes: negative, like: fresh)
        }
    }
}
