import Testing

@testable import GANMetrics

@Suite struct CombinedContestsTests {
    private let reference = CopyTables.contests(
        (1...200).map { Double($0) / 200 }, rows: [Int32](repeating: 0, count: 200),
        isTraining: [Bool](repeating: true, count: 200))

    @Test func theLeastUsualChannelDecides() {
        var other = reference
        // In the second channel real data score ten times lower, so the same score means less.
        other.scores = reference.scores.map { $0 / 10 }
        let first = CopyTables.contests([0.5, 0.9], rows: [1, 2], isTraining: [true, true])
        let second = CopyTables.contests([0.06, 0.02], rows: [7, 8], isTraining: [false, false])
        let combined = CombinedContests([first, second], reference: [reference, other])
        #expect(combined.channels == [0, 1])
        #expect(combined.rows == [1, 8])
        #expect(combined.isTraining == [true, false])
        #expect(abs(combined.strengths[0] - 101.0 / 201) < 1e-12)
    }

    @Test func oneChannelKeepsItsOrder() {
        let contests = CopyTables.contests([0.3, 0.1, 0.2], rows: [1, 2, 3], isTraining: [true, true, true])
        let combined = CombinedContests([contests], reference: [reference])
        #expect(combined.strengths[1] < combined.strengths[2] && combined.strengths[2] < combined.strengths[0])
    }
}
