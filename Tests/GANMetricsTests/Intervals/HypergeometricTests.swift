import Testing

@testable import GANMetrics

@Suite struct HypergeometricTests {
    @Test func agreesWithCounting() {
        // C(4, x)·C(6, 3 − x)/C(10, 3)
        let counts = Hypergeometric(population: 10, marked: 4, drawn: 3)
        #expect(counts.least == 0 && counts.probabilities.count == 4)
        for (value, expected) in zip(counts.probabilities, [20.0, 60, 36, 4]) {
            #expect(isClose(value, expected / 120, relative: 1e-12))
        }
        #expect(isClose(counts.twoSided(3), 4.0 / 120, relative: 1e-12))
        #expect(isClose(counts.twoSided(0), 24.0 / 120, relative: 1e-12))
        #expect(isClose(counts.twoSided(1), 1, relative: 1e-12))
    }

    @Test func bounds() {
        let forced = Hypergeometric(population: 6, marked: 5, drawn: 4)
        #expect(forced.least == 3 && forced.probabilities.count == 2)
        #expect(Hypergeometric(population: 6, marked: 0, drawn: 4).probabilities == [1])
        #expect(Hypergeometric(population: 6, marked: 6, drawn: 4).least == 4)
    }

    @Test func largeCountsStayFinite() {
        let counts = Hypergeometric(population: 200_000, marked: 90_000, drawn: 100_000)
        let mean = counts.probabilities.enumerated().reduce(0.0) { $0 + Double(counts.least + $1.offset) * $1.element }
        #expect(isClose(mean, 45_000, relative: 1e-9))
        #expect(counts.probabilities.allSatisfy { $0.isFinite && $0 >= 0 })
    }
}
