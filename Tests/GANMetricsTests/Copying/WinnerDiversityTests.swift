import Testing

@testable import GANMetrics

@Suite struct WinnerDiversityTests {
    private func contests(_ rows: [Int32]) -> CopyContests {
        CopyTables.contests(
            [Double](repeating: 0.9, count: rows.count), rows: rows,
            isTraining: [Bool](repeating: true, count: rows.count))
    }

    @Test func equalWinnersCountOnce() {
        let diversity = WinnerDiversity(samples: contests([1, 1, 2, 2]), reference: contests([1, 2, 3, 4, 5]))
        #expect(diversity.samples == 4)
        #expect(diversity.distinct == 2)
        #expect(diversity.effective == 2)
        #expect(diversity.referenceEffective == 4)
    }

    @Test func fewImagesWithNoiseAreACollapse() {
        let collapsed = contests((0..<400).map { Int32($0 % 8) })
        let varied = contests((0..<400).map(Int32.init))
        #expect(WinnerDiversity(samples: collapsed, reference: varied).isCollapsed)
        #expect(!WinnerDiversity(samples: varied, reference: varied).isCollapsed)
        // A few samples can't tell.
        #expect(!WinnerDiversity(samples: contests([1, 1]), reference: varied).isCollapsed)
    }
}
