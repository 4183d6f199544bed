import Testing

@testable import GANMetrics

@Suite struct ExactCopiesTests {
    @Test func repeatsOfARowCountOnceAndOnlyTrainingRowsCount() {
        let exact = ExactCopies(
            winners: [3, 3, nil, 5, 7],
            exactness: .init(isExact: [true, true, true, true, false], twins: 1, rows: 99), inflation: 2)
        #expect(exact.samples == [0, 1, 3] && exact.distinctRows == 2)
        #expect(exact.expected == 0.2)
        // P(X ≥ 2) of a mean of 0.2.
        #expect(abs(exact.pValue - 0.017523) < 1e-6)
    }

    @Test func withoutKnowledgeNothingIsExact() {
        let exact = ExactCopies(winners: [1, 2], exactness: nil, inflation: 1)
        #expect(exact.samples.isEmpty && exact.distinctRows == 0 && exact.pValue == 1)
        let none = ExactCopies(
            winners: [nil, nil], exactness: .init(isExact: [true, true], twins: 0, rows: 9), inflation: 1)
        #expect(none.samples.isEmpty && none.pValue == 1)
    }
}
