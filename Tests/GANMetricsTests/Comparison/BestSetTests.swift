import GANNumerics
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct BestSetTests {
    /// Sets whose metric is the mean of normal rows; `shared` rows go together, as those of one latent do.
    private func sets(_ means: [Double], seed: UInt64, rows: Int = 200, shared: Double = 0) -> [RowContributions] {
        let common = normalRows(seed * 1000 + 999, rows, 1).scalars.map(Double.init)
        return means.enumerated().map { index, mean in
            let own = normalRows(seed * 1000 + UInt64(index), rows, 1).scalars.map(Double.init)
            let values = zip(own, common).map { mean + (1 - shared).squareRoot() * $0 + shared.squareRoot() * $1 }
            return RowContributions(metric: "frechet_distance", value: Statistics.mean(values), generated: values)
        }
    }

    @Test(arguments: [true, false])
    func keepsTheTrulyBest(paired: Bool) {
        var (kept, sizes) = (0, 0)
        for seed in 0..<100 {
            let result = BestSet.evaluate(
                sets([1, 1, 1, 1, 1.6], seed: UInt64(seed)), lowerIsBetter: true, paired: paired,
                options: .init(draws: 400, seed: UInt64(seed)))
            kept += result.indistinguishable.contains(0) ? 1 : 0
            sizes += result.indistinguishable.contains(4) ? 1 : 0
            #expect(result.indistinguishable.contains(result.best))
        }
        // 95 of 100 are promised; 89 are less than three standard errors below.
        #expect(kept >= 89, "\(kept)")
        // A difference of six standard errors is seen.
        #expect(sizes <= 3, "\(sizes)")
    }

    @Test func pairsSeeSmallerDifferences() {
        let together = sets([0, 0.1], seed: 3, shared: 0.98)
        let paired = BestSet.evaluate(together, lowerIsBetter: true, paired: true)
        let unpaired = BestSet.evaluate(together, lowerIsBetter: true, paired: false)
        #expect(paired.indistinguishable == [0] && unpaired.indistinguishable == [0, 1])
        #expect(paired.standardErrors[1] < unpaired.standardErrors[1] / 4)
    }

    @Test func directionsAreMirrored() {
        let found = BestSet.evaluate(sets([0, 5], seed: 1), lowerIsBetter: false, paired: false)
        #expect(found.best == 1 && found.indistinguishable == [1] && found.differences[0] < -4)
        #expect(found.differences[1] == -found.differences[0])
    }

    @Test func equalSetsAreAllBest() {
        let one = sets([0], seed: 1)[0]
        let result = BestSet.evaluate([one, one, one], lowerIsBetter: true, paired: true)
        #expect(result.best == 0 && result.indistinguishable == [0, 1, 2] && result.pValues == [1, 1, 1])
        let alone = BestSet.evaluate([one], lowerIsBetter: true, paired: true)
        #expect(alone.indistinguishable == [0] && alone.differences == [0])
    }

    @Test func threadsDoNotMatter() {
        let list = sets([0, 0.05, 0.1], seed: 4)
        let one = withThreads(1) { BestSet.evaluate(list, lowerIsBetter: true, paired: true) }
        #expect(withThreads(4) { BestSet.evaluate(list, lowerIsBetter: true, paired: true) } == one)
    }
}
