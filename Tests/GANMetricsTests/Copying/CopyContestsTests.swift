import GANNumerics
import Testing

@testable import GANMetrics

@Suite struct CopyContestsTests {
    @Test func theNearestOfBothSetsWinsAndTheNextOnesScore() {
        let training = CopyTables.table([[(5, 2), (6, 4), (7, 9)], [(1, 3), (2, 3.5)]])
        let heldOut = CopyTables.table([[(8, 6), (9, 7)], [(4, 1), (3, 5)]])
        let contests = CopyContests(channel: "identity", training: training, heldOut: heldOut, seed: 1)
        #expect(contests.rows == [5, 4])
        #expect(contests.isTraining == [true, false])
        #expect(contests.distances == [2, 1])
        // 2 / mean(4, 6) and 1 / mean(3, 3.5).
        #expect(abs(contests.scores[0] - 0.4) < 1e-12)
        #expect(abs(contests.scores[1] - 1 / 3.25) < 1e-12)
    }

    @Test func copiesScoreZeroAndEqualDistancesScoreOne() {
        let training = CopyTables.table([
            [(5, 0), (6, 4), (7, 9)], [(5, 2), (6, 2), (7, 2)], [(5, 0), (6, 0), (7, 0)],
        ])
        let contests = CopyContests(channel: "identity", training: training, heldOut: nil, seed: 1)
        #expect(contests.scores == [0, 1, 1])
    }

    @Test func tiesAreDrawnEquallyOftenForBothSets() {
        let count = 2000
        let training = CopyTables.table((0..<count).map { _ in [(1, 2), (2, 3)] })
        let heldOut = CopyTables.table((0..<count).map { _ in [(1, 2), (2, 4)] })
        let contests = CopyContests(channel: "identity", training: training, heldOut: heldOut, seed: 3)
        let wins = contests.isTraining.count { $0 }
        #expect(abs(wins - 1000) < 150)
        #expect(CopyContests(channel: "identity", training: training, heldOut: heldOut, seed: 3) == contests)
    }

    @Test func queriesWithoutRowsOrOutOfTheChannelSayNothing() {
        let training = CopyTables.table([[], [(1, 0), (2, 5)], [(3, 1)]])
        let contests = CopyContests(
            channel: "patch", training: training, heldOut: nil, takesPart: [true, false, true], seed: 1)
        #expect(contests.scores == [1, 1, 1])
        #expect(contests.rows == [-1, 1, 3])
    }

    @Test func certaintyFollowsTheBounds() {
        let training = CopyTables.table([[(5, 2), (6, 4)]], bound: 1)
        #expect(CopyContests(channel: "moved", training: training, heldOut: nil, seed: 1).isCertain == [false])
        let certain = CopyTables.table([[(5, 2), (6, 4)]], bound: 2)
        #expect(CopyContests(channel: "moved", training: certain, heldOut: nil, seed: 1).isCertain == [true])
        let heldOut = CopyTables.table([[(5, 3), (6, 4)]], bound: 1)
        #expect(CopyContests(channel: "moved", training: certain, heldOut: heldOut, seed: 1).isCertain == [false])
    }

    @Test func pickingKeepsTheOrder() {
        let contests = CopyTables.contests([0.1, 0.2, 0.3], rows: [4, 5, 6], isTraining: [true, false, true])
        let picked = contests.picked([2, 0])
        #expect(picked.scores == [0.3, 0.1])
        #expect(picked.rows == [6, 4])
        #expect(picked.count == 2)
    }
}
