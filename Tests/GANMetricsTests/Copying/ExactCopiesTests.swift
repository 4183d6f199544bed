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

    @Test func theFewestCopiesThatDecideFollowFromTheMean() throws {
        func exact(_ samples: Int, twins: Int, rows: Int = 999) -> ExactCopies {
            ExactCopies(
                winners: [Int32?](repeating: nil, count: samples),
                exactness: .init(isExact: [Bool](repeating: false, count: samples), twins: twins, rows: rows),
                inflation: 1)
        }
        // A mean of 0.2: P(X ≥ 3) is 0.0011, P(X ≥ 4) 0.00006.
        #expect(exact(200, twins: 0).fewest(level: 0.002) == 3)
        #expect(exact(200, twins: 0).fewest(level: 0.001) == 4)
        let many = try #require(exact(5000, twins: 199).fewest(level: 0.0025))
        #expect(many > 1050 && many < 1150)
    }

    @Test func withoutKnowledgeNothingIsExact() {
        let exact = ExactCopies(winners: [1, 2], exactness: nil, inflation: 1)
        #expect(exact.samples.isEmpty && exact.distinctRows == 0 && exact.pValue == 1)
        let none = ExactCopies(
            winners: [nil, nil], exactness: .init(isExact: [true, true], twins: 0, rows: 9), inflation: 1)
        #expect(none.samples.isEmpty && none.pValue == 1)
    }
}
