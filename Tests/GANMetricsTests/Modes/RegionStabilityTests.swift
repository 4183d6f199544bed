import GANNumerics
import OrderedCollections
import Testing

@testable import GANMetrics

@Suite struct RegionStabilityTests {
    /// Points around `count` places on a wide grid.
    private func places(_ count: Int, rows: Int) -> Matrix<Float> {
        let noise = SeededGenerator(seed: 3).normalRows(rows, columns: 2)
        return Matrix(rows: rows, columns: 2) { target in
            for row in 0..<rows {
                target[2 * row] = Float(row % count % 5) * 10 + 0.3 * noise[row, 0]
                target[2 * row + 1] = Float(row % count / 5) * 10 + 0.3 * noise[row, 1]
            }
        }
    }

    @Test(arguments: [8, 12]) func asManyRegionsAsThereArePlaces(count: Int) {
        let found = RegionStability(places(count, rows: 900), limit: 30, seed: 1)
        #expect(found.chosen == count, "\(found.agreements)")
        #expect(found.counts.first == 5 && found.counts.last == 30)
        #expect(found == RegionStability(places(count, rows: 900), limit: 30, seed: 1))
    }

    @Test func tooFewRowsTryNothing() {
        let found = RegionStability(places(4, rows: 60), limit: 10, seed: 1)
        #expect(found.counts.isEmpty && found.chosen == 10)
    }

    /// Against the index computed pair by pair.
    @Test func theIndexCountsPairs() {
        var random = SeededGenerator(seed: 2)
        let first = (0..<40).map { _ in Int32(random.index(below: 3)) }
        let second = first.map { random.uniform() < 0.7 ? $0 : Int32(random.index(below: 4)) }
        var (both, one, other, all) = (0.0, 0.0, 0.0, 0.0)
        for i in 0..<40 {
            for j in 0..<i {
                all += 1
                if first[i] == first[j] { one += 1 }
                if second[i] == second[j] { other += 1 }
                if first[i] == first[j], second[i] == second[j] { both += 1 }
            }
        }
        let expected = one * other / all
        let index = (both - expected) / ((one + other) / 2 - expected)
        #expect(abs(RegionStability.adjustedRand(first, second, clusters: 4) - index) < 1e-12)
        #expect(RegionStability.adjustedRand(first, first, clusters: 4) == 1)
    }

    @Test func theMetricSaysHowManyItTried() throws {
        let real = places(8, rows: 1600)
        let result = try DistinctBins.evaluate(
            training: real, generated: places(8, rows: 400), options: .init(bins: .stable, seed: 1))
        #expect(result.parts["bins"] == .count(8))
        guard case .counts(let counts)? = result.parts["stability_counts"],
            case .numbers(let agreements)? = result.parts["stability"]
        else {
            Issue.record("no stability")
            return
        }
        #expect(counts.count == agreements.count && counts.contains(8))
    }
}
