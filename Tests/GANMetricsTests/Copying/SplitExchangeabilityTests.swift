import GANNumerics
import Testing

@testable import GANMetrics

@Suite struct SplitExchangeabilityTests {
    private func halves(
        training: Matrix<Float>, heldOut: Matrix<Float>
    ) -> [(training: TransformedTable, others: TransformedTable, otherRows: Int)] {
        let middle = heldOut.rows / 2
        let parts = [heldOut.rows(in: 0..<middle), heldOut.rows(in: middle..<heldOut.rows)]
        return [(parts[0], parts[1]), (parts[1], parts[0])].map { own, other in
            (
                TransformedTable(NearestNeighbours.search(queries: own, in: training, count: 6)),
                TransformedTable(NearestNeighbours.search(queries: own, in: other, count: 6)), other.rows
            )
        }
    }

    @Test func randomSplitsHold() throws {
        var refused = 0
        for seed in 0..<60 as Range<UInt64> {
            let rows = SeededGenerator(seed: seed).normalRows(500, columns: 6)
            let test = try #require(
                SplitExchangeability(
                    halves: halves(training: rows.rows(in: 0..<300), heldOut: rows.rows(in: 300..<500)),
                    trainingRows: 300, draws: 1999, seed: seed))
            if !test.holds { refused += 1 }
            #expect(abs(test.trainingChance - 0.75) < 1e-12)
            #expect(test.rows == 200)
        }
        #expect(refused <= 3)
    }

    @Test func otherPreparationIsRefused() throws {
        let rows = SeededGenerator(seed: 1).normalRows(500, columns: 6)
        var heldOut = rows.rows(in: 300..<500)
        for row in 0..<200 { heldOut[row, 0] += 1.5 }
        let test = try #require(
            SplitExchangeability(
                halves: halves(training: rows.rows(in: 0..<300), heldOut: heldOut), trainingRows: 300, seed: 1))
        #expect(!test.holds)
        #expect(test.trainingShare < test.trainingChance)
    }

    @Test func nearDuplicatesAcrossTheSplitAreRefused() throws {
        let rows = SeededGenerator(seed: 2).normalRows(500, columns: 6)
        var heldOut = rows.rows(in: 300..<500)
        for row in 0..<60 { for column in 0..<6 { heldOut[row, column] = rows[row, column] + 1e-3 } }
        let test = try #require(
            SplitExchangeability(
                halves: halves(training: rows.rows(in: 0..<300), heldOut: heldOut), trainingRows: 300, seed: 1))
        #expect(!test.holds)
    }

    @Test func noRowsAreNoTest() {
        #expect(SplitExchangeability(halves: [], trainingRows: 10, seed: 1) == nil)
    }
}
