import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct PairAssignmentTests {
    private func rows(_ count: Int, seed: UInt64) -> Matrix<Float> {
        SeededGenerator(seed: seed).normalRows(count, columns: 6)
    }

    @Test func ownPartnersAreRecognized() {
        let rows = rows(60, seed: 1)
        let found = PairAssignment(outputs: rows, partners: rows, seed: 1)
        #expect(found.shares.allSatisfy { $0 == 1 } && found.pValue == 0.001 && found.rows == 60)
        let result = ConditionUse.result(found, ceiling: found)
        #expect(result.value == 1 && result.null?.value == 0.5 && result.ceiling?.value == 1)
        #expect(result.parts["p_value"] == .number(0.001))
    }

    @Test func whatIgnoresItsInputIsNotTold() {
        let partners = rows(60, seed: 1)
        // The same answer for all: every assignment has the same sum.
        let constant = PairAssignment(
            outputs: Matrix(rows: 60, columns: 6, repeating: 0.3), partners: partners, seed: 1)
        #expect(constant.pValue == 1 && abs(Statistics.mean(constant.shares) - 0.5) < 1e-12)
        // And answers that have nothing to do with it.
        let pValues = (2..<12).map { PairAssignment(outputs: rows(60, seed: $0), partners: partners, seed: 1).pValue }
        #expect(pValues.count { $0 < 0.05 } <= 3 && pValues.contains { $0 > 0.3 }, "\(pValues)")
    }

    @Test func sharesCountTiesByHalf() {
        var distances = Matrix<Double>(rows: 8, columns: 8, repeating: 2)
        for row in 0..<8 { distances[row, row] = 1 }
        distances[0, 3] = 1
        distances[1, 3] = 0
        let found = PairAssignment(distances: distances, seed: 1)
        #expect(found.shares[0] == 6.5 / 7 && found.shares[1] == 6.0 / 7 && found.shares[2] == 1)
    }

    @Test func othersAreNeverOwn() {
        for count in [2, 8, 101] {
            let others = PairAssignment.others(count, seed: 3)
            #expect(others.indices.allSatisfy { others[$0] != $0 } && Set(others).count == count)
        }
        #expect(PairAssignment.rowsAtMost(width: 1024) == 500 && PairAssignment.rowsAtMost(width: 1 << 30) == 8)
    }
}
