import GANNumerics
import Testing

@testable import GANMetrics

@Suite struct RankSumTests {
    @Test func countsPairsWithTiesHalf() {
        let ranks = RankSum(first: [1, 2, 2, 5], second: [2, 3, 0])
        // 2: above 1, ties with 2 and 2; 3: above 1, 2, 2; 0: above none.
        #expect(ranks.pairsAbove == 5 && ranks.hasTies)
        #expect(isClose(ranks.area, 5.0 / 12))
        // σ² = nm/12·(N + 1 − Σ(t³ − t)/(N(N − 1))) with one group of 3.
        #expect(isClose(ranks.nullDeviation, (1.0 * (8 - 24.0 / 42)).squareRoot()))
        #expect(isClose(ranks.z, (5 - 5.5) / ranks.nullDeviation))
    }

    @Test func agreesWithCountingOnRandomValues() {
        let values = normalRows(3, 2, 60).scalars.map { Double(($0 * 3).rounded()) }
        let (first, second) = (Array(values[..<50]), Array(values[50...]))
        let pairs = second.reduce(0.0) { sum, y in
            sum + first.reduce(0) { $0 + (y > $1 ? 1 : y == $1 ? 0.5 : 0) }
        }
        #expect(isClose(RankSum(first: first, second: second).pairsAbove, pairs, relative: 1e-12))
    }

    @Test func equalValuesSayNothing() {
        let ranks = RankSum(first: [1, 1], second: [1, 1, 1])
        #expect(ranks.z == 0 && ranks.nullDeviation == 0 && ranks.area == 0.5)
    }

    @Test func swappingMirrorsTheArea() {
        let (a, b) = ([0.3, 1, 4, 2.5], [0.1, 1, 2])
        #expect(isClose(RankSum(first: a, second: b).area, 1 - RankSum(first: b, second: a).area))
    }

    @Test func separatedSamplesStillHaveAnError() {
        let ranks = RankSum(first: [1, 2, 3, 4, 5], second: [11, 12, 13, 14])
        #expect(ranks.area == 1 && ranks.areaError == 0.125)
        #expect(RankSum(first: [1], second: [2, 3]).areaError == nil)
    }
}
