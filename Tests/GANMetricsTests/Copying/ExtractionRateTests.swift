import Testing

@testable import GANMetrics

@Suite struct ExtractionRateTests {
    @Test func rowsAreCountedTheMostCopiedFirst() {
        let rate = ExtractionRate(copies: [7, 3, 7, 9, 3, 7, 1], trainingRows: 100)
        #expect(rate.rows.map(\.row) == [7, 3, 1, 9])
        #expect(rate.rows.map(\.samples) == [3, 2, 1, 1])
        #expect(rate.rate == 0.04)
        // Two seen once, one seen twice: 4 + 2·1/(2·2).
        #expect(rate.estimatedRows == 4.5)
    }

    @Test func noCopiesAreNoRows() {
        let rate = ExtractionRate(copies: [], trainingRows: 100)
        #expect(rate.rows.isEmpty)
        #expect(rate.rate == 0)
        #expect(rate.estimatedRows == 0)
    }

    @Test func theEstimateNeverExceedsTheTrainingSet() {
        #expect(ExtractionRate(copies: Array(0..<50), trainingRows: 60).estimatedRows == 60)
    }
}
