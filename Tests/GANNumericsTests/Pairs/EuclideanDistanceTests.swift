import GANNumerics
import Testing

@Suite struct EuclideanDistanceTests {
    @Test(arguments: [1, 7, 8, 9, 16, 785])
    func agreesWithAPlainSumAndIsSymmetric(columns: Int) {
        let rows = SeededGenerator(seed: 3).normalRows(2, columns: columns)
        var sum = 0.0
        for column in 0..<columns {
            let difference = Double(rows[0, column]) - Double(rows[1, column])
            sum += difference * difference
        }
        let distance = EuclideanDistance.between(rows, row: 0, rows, row: 1)
        #expect(abs(distance - sum.squareRoot()) <= 1e-14 * distance)
        #expect(EuclideanDistance.between(rows, row: 1, rows, row: 0) == distance)
        #expect(EuclideanDistance.between(rows, row: 1, rows, row: 1) == 0)
    }

    @Test func aLargeOffsetCostsNoDigits() {
        let rows = Matrix<Float>(rows: 2, columns: 2, scalars: [1_000_003, 1_000_000, 1_000_000, 1_000_004])
        #expect(EuclideanDistance.between(rows, row: 0, rows, row: 1) == 5)
    }

    @Test func extremeValuesNeitherOverflowNorVanish() {
        let rows = Matrix<Float>(rows: 2, columns: 1, scalars: [.greatestFiniteMagnitude, -.greatestFiniteMagnitude])
        #expect(
            EuclideanDistance.between(rows, row: 0, rows, row: 1) == 2 * Double(Float.greatestFiniteMagnitude))
        let tiny = Matrix<Float>(rows: 2, columns: 1, scalars: [0, .leastNonzeroMagnitude])
        #expect(EuclideanDistance.between(tiny, row: 0, tiny, row: 1) == Double(Float.leastNonzeroMagnitude))
    }
}
