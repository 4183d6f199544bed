import Testing

@testable import GANMetrics

@Suite struct RowContestsTests {
    @Test func samplesOfOneRowAreOneContest() {
        let contests = RowContests(
            rows: [3, 3, 3, 4, 3], isTraining: [true, true, false, true, true], strengths: [0.5, 0.2, 0.1, 0.9, 0.3],
            trainingRows: 10, heldOutRows: 5, seed: 1)
        #expect(contests.entries.map(\.row) == [3, 3, 4])
        #expect(contests.entries.map(\.isTraining) == [false, true, true])
        #expect(contests.entries.map(\.samples) == [1, 3, 1])
        #expect(contests.entries.map(\.strength) == [0.1, 0.2, 0.9])
    }

    @Test func rowsWithoutAWinnerOrAMeaningAreLeftOut() {
        let contests = RowContests(
            rows: [-1, 2, 2], isTraining: [false, true, false], strengths: [1, 0, 0], trainingRows: 10, heldOutRows: 5,
            leavingOut: [2], seed: 1)
        #expect(contests.entries.map(\.isTraining) == [false])
    }

    @Test func competitionGivesTheLeastRateOfAnyThreshold() {
        // Two training rows for each held-out row: the rate is 2·(1 + D)/T.
        let contests = CopyTables.rowContests([true, true, false, true, true, true], training: 20, heldOut: 10)
        let expected = [4.0 / 5, 4.0 / 5, 4.0 / 5, 4.0 / 5, 4.0 / 5, 4.0 / 5]
        for (value, expectation) in zip(contests.competitionQValues, expected) {
            #expect(abs(value - expectation) < 1e-12)
        }
        let clear = CopyTables.rowContests([Bool](repeating: true, count: 50) + [false], training: 10, heldOut: 10)
        #expect(clear.competitionQValues[0] == 1.0 / 50)
        #expect(clear.competitionQValues[50] == 2.0 / 50)
    }

    /// What a row wins beside its copy is as doubtful as its own strength says.
    @Test func samplesOfACopiedRowAreNoCopiesByThat() {
        // Forty rows that were copied, each with a second sample that it wins as weakly as held-out rows win theirs.
        var (rows, isTraining, strengths): ([Int32], [Bool], [Double]) = ([], [], [])
        for row in 0..<40 as Range<Int32> {
            rows += [row, row]
            isTraining += [true, true]
            strengths += [1e-6, 0.5 + Double(row) / 1000]
        }
        for row in 0..<20 as Range<Int32> {
            rows.append(row)
            isTraining.append(false)
            strengths.append(0.5 + Double(row) / 500)
        }
        let contests = RowContests(
            rows: rows, isTraining: isTraining, strengths: strengths, trainingRows: 100, heldOutRows: 100, seed: 1)
        let values = contests.competitionQValues(at: strengths)
        for copy in 0..<40 {
            #expect(values[2 * copy] == 1.0 / 40)
            #expect(values[2 * copy + 1] >= 2.0 / 40)
        }
        #expect(values[79] > 0.5)
        #expect(contests.competitionQValues(at: [2]) == [21.0 / 40])
    }

    @Test func tiesShareAThreshold() {
        let contests = RowContests(
            rows: [1, 2, 3], isTraining: [true, false, true], strengths: [0, 0, 0], trainingRows: 5, heldOutRows: 5,
            seed: 1)
        #expect(Set(contests.competitionQValues) == [1])
    }

    /// The false discovery rate stays at its level: half of the discoveries' labels would be held-out rows otherwise.
    @Test func falseDiscoveriesStayAtTheLevel() {
        var shares: [Double] = []
        for seed in 0..<200 as Range<UInt64> {
            // 60 copies with strength at most 60 among 300 contests decided by chance.
            let chance = CopyTables.drawnLabels(300, training: 400, heldOut: 200, seed: seed)
            let copies = 60
            var strengths: [Double] = []
            for copy in 0..<copies { strengths.append(Double(copy) + 0.5) }
            for other in 0..<300 { strengths.append(Double(other * 37 % 300) * 2) }
            let contests = RowContests(
                rows: (0..<copies + 300).map { Int32($0) }, isTraining: [Bool](repeating: true, count: copies) + chance,
                strengths: strengths, trainingRows: 400, heldOutRows: 200, seed: seed)
            let values = contests.competitionQValues
            let discoveries = contests.entries.indices
                .filter { values[$0] <= 0.2 && contests.entries[$0].isTraining }.map { contests.entries[$0] }
            let wrong = discoveries.count { Int($0.row) >= copies }
            shares.append(Double(wrong) / Double(max(1, discoveries.count)))
        }
        #expect(shares.reduce(0, +) / 200 <= 0.2)
    }
}
