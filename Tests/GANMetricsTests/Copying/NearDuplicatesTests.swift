import GANNumerics
import Testing

@testable import GANMetrics

@Suite struct NearDuplicatesTests {
    @Test func distinctRowsStandAlone() {
        let rows = SeededGenerator(seed: 1).normalRows(600, columns: 12)
        let radius = NearDuplicates.radius(among: rows)
        #expect(radius > 0)
        let clusters = NearDuplicates(rows, radius: radius)
        #expect(clusters.effective > 560 && clusters.effective <= 600)
        // The reference's own radius hardly ever holds another row of its kind.
        let others = NearDuplicates(SeededGenerator(seed: 2).normalRows(600, columns: 12), radius: radius)
        #expect(others.effective > 540)
    }

    /// Seven pictures with noise, 700 times over more than one block.
    @Test func fewPicturesWithNoiseAreFewClusters() {
        let rows = SeededGenerator(seed: 3).normalRows(700, columns: 12)
        var repeated = rows.rows(at: (0..<700).map { $0 % 7 })
        var random = SeededGenerator(seed: 4)
        for index in repeated.scalars.indices { repeated.scalars[index] += Float(0.05 * random.normalPair().0) }
        let clusters = NearDuplicates(repeated, radius: NearDuplicates.radius(among: rows))
        #expect(abs(clusters.effective - 7) < 1e-9)
        #expect(Set(clusters.leaders) == Set(0..<7))
        #expect(clusters.leaders[7] == 0 && clusters.leaders[699] == 699 % 7)
    }

    @Test func aRadiusOfZeroJoinsEqualRowsOnly() {
        let rows = SeededGenerator(seed: 5).normalRows(4, columns: 3)
        let clusters = NearDuplicates(rows.rows(at: [0, 1, 0, 2, 1, 3]), radius: 0)
        #expect(clusters.leaders == [0, 1, 0, 3, 1, 5])
        #expect(abs(clusters.effective - 36.0 / 10) < 1e-12)
        #expect(NearDuplicates.radius(among: rows.rows(at: [0])) == 0)
        #expect(NearDuplicates(rows.rows(at: []), radius: 1).effective == 0)
    }
}
