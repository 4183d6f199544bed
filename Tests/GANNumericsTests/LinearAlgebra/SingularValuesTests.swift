import GANNumerics
import Testing

@Suite struct SingularValuesTests {
    /// Reflections on both sides of a diagonal keep its singular values, of which the smallest is 1e-9 of the largest.
    @Test(arguments: [(6, 6), (4, 9), (9, 4)])
    func smallValuesKeepTheirDigits(rows: Int, columns: Int) throws {
        let expected = (0..<min(rows, columns)).map { [1000, 7, 1e-3, 1e-6, 3e-7, 2e-7][$0] }
        var matrix = Matrix<Double>(rows: rows, columns: columns, repeating: 0)
        for (place, value) in expected.enumerated() { matrix[place, place] = value }
        matrix = MatrixProduct.multiply(Self.reflection(rows), MatrixProduct.multiply(matrix, Self.reflection(columns)))
        let values = try SingularValues.values(of: matrix)
        #expect(values.count == expected.count)
        for (value, truth) in zip(values, expected) { #expect(abs(value - truth) < 1e-11, "\(value), not \(truth)") }
    }

    @Test func nothingAndNonsense() throws {
        #expect(try SingularValues.values(of: Matrix(rows: 0, columns: 3)).isEmpty)
        var matrix = Matrix<Double>(rows: 2, columns: 2, repeating: 1)
        matrix[1, 0] = .nan
        #expect(throws: LinearAlgebraError.nonFinite(operation: "singular values", row: 1, column: 0)) {
            try SingularValues.values(of: matrix)
        }
    }

    private static func reflection(_ order: Int) -> Matrix<Double> {
        let vector = (0..<order).map { Double($0 % 3) + 1 }
        let square = vector.reduce(0) { $0 + $1 * $1 }
        var matrix = Matrix<Double>(rows: order, columns: order, repeating: 0)
        for row in 0..<order {
            for column in 0..<order {
                matrix[row, column] = (row == column ? 1 : 0) - 2 * vector[row] * vector[column] / square
            }
        }
        return matrix
    }
}
