import GANNumerics
import TestSupport
import Testing

@testable import GANMetrics

/// Real rows and samples in two dimensions.
@Suite struct SampleMapTests {
    private func partition(_ real: Matrix<Float>, _ generated: Matrix<Float>) throws -> RegionPartition {
        try RegionPartition(real: real, generated: generated, count: 6, seed: 1)
    }

    private func normal(_ seed: UInt64, _ count: Int, shift: Float = 0) -> Matrix<Float> {
        var rows = SeededGenerator(seed: seed).normalRows(count, columns: 8)
        for row in 0..<count { rows[row, 3] += shift }
        return rows
    }

    @Test func equalSetsAreNotToldApartByRowsThatTheLineHasNotSeen() throws {
        let map = try #require(
            SampleMap(try partition(normal(1, 900), normal(2, 700)), branches: [], count: 100, seed: 1))
        #expect(abs(map.accuracy - 0.5) < 0.08, "\(map.accuracy)")
        #expect(map.real.count == 100 && map.generated.count == 100 && map.outlines.isEmpty)
    }

    @Test func samplesLieToTheRightWhereTheyDiffer() throws {
        let cut = try partition(normal(1, 900), normal(2, 700, shift: 4))
        let map = try #require(SampleMap(cut, branches: [[0, 1, 2, 3, 4, 5], []], count: 80, seed: 1))
        #expect(map.accuracy > 0.94)
        #expect(map.real.count { $0.x < 0 } > 70 && map.generated.count { $0.x > 0 } > 70)
        // All regions together lie where the real rows do.
        #expect(map.outlines.count == 1 && map.outlines[0].x < 0 && map.outlines[0].width > 0)
        #expect(SampleMap(cut, branches: [], count: 80, seed: 1) == SampleMap(cut, branches: [], count: 80, seed: 1))
    }

    /// Held-out rows took no part in the fit, and lie where real rows do.
    @Test func heldOutRowsLieWhereRealOnesDo() throws {
        let cut = try partition(normal(1, 900), normal(2, 700, shift: 4))
        let map = try #require(SampleMap(cut, heldOut: normal(3, 90), branches: [], count: 80, seed: 1))
        #expect(map.heldOut.count == 80 && Set(map.heldOut.map(\.row)).count == 80)
        #expect(map.heldOut.count { $0.x < 0 } > 70)
        let plain = try #require(SampleMap(cut, branches: [], count: 80, seed: 1))
        #expect(plain.heldOut.isEmpty && plain.real == map.real && plain.generated == map.generated)
    }

    @Test func constantsAndFewRowsGiveNoMap() throws {
        let constant = Matrix<Float>(rows: 60, columns: 3, repeating: 2)
        #expect(SampleMap(try partition(constant, constant), branches: [], count: 10, seed: 1) == nil)
        #expect(SampleMap(try partition(normal(1, 40), normal(2, 5)), branches: [], count: 10, seed: 1) == nil)
    }
}
