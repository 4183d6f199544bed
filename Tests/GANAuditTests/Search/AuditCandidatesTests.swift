import GANNumerics
import Testing

@testable import GANAudit

@Suite struct AuditCandidatesTests {
    private let channel = AuditChannel(
        name: "identity", width: 1, transformations: [.identity], isExact: true, prepare: { $0 }, write: { _, _ in })

    private func state(_ queries: Int, training: [(Int32, Double)], heldOut: [(Int32, Double)]) -> AuditSearchState {
        var state = AuditSearchState(
            fingerprint: "", channels: 1, queries: queries, exchangeability: 0, trainingRows: 9, heldOutRows: 9)
        for query in 0..<queries {
            for (rank, entry) in training.enumerated() {
                state.training[0].indices[query * 6 + rank] = entry.0 + Int32(7 * query)
                state.training[0].distances[query * 6 + rank] = entry.1
            }
            for (rank, entry) in heldOut.enumerated() {
                state.heldOut[0].indices[query * 6 + rank] = entry.0 + Int32(5 * query)
                state.heldOut[0].distances[query * 6 + rank] = entry.1
            }
        }
        return state
    }

    @Test func theNearestOfThePoolAreTakenWhateverSetTheyAreFrom() {
        let state = state(1, training: [(4, 1), (2, 3), (1, 9)], heldOut: [(8, 2), (5, 4)])
        let candidates = AuditCandidates(state: state, channels: [channel], count: 3)
        #expect(candidates.nearest(0, channel: 0).map(\.row) == [4, 8, 2])
        #expect(candidates.nearest(0, channel: 0).map(\.isTraining) == [true, false, true])
        #expect(candidates.nearestHeldOut(0, channel: 0).map(\.row) == [8, 5])
        #expect(candidates.union(0, heldOutAlone: false).count == 3)
        var silent = channel
        silent.takesPart = [false]
        #expect(AuditCandidates(state: state, channels: [silent], count: 3).union(0, heldOutAlone: false).isEmpty)
    }

    /// Of one training and one held-out row at one distance each is taken as often.
    @Test func equalDistancesFavourNoSet() {
        let state = state(1000, training: [(0, 1)], heldOut: [(0, 1)])
        let candidates = AuditCandidates(state: state, channels: [channel], count: 1)
        let training = (0..<1000).count { candidates.nearest($0, channel: 0).first?.isTraining == true }
        // Five hundred, and five deviations of 16.
        #expect((420...580).contains(training))
    }
}
