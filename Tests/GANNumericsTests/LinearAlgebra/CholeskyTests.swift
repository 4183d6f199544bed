import GANNumerics
import GANText
import Testing

@Suite struct CholeskyTests {
    @Test func aKnownFactor() throws {
        let matrix = Matrix<Double>(rows: 3, columns: 3, scalars: [4, 12, -16, 12, 37, -43, -16, -43, 98])
        #expect(try Cholesky.factor(of: matrix).scalars == [2, 0, 0, 6, 1, 0, -8, 5, 3])
    }

    @Test func theFactorTimesItsTransposeIsTheMatrix() throws {
        let matrix = MatrixProduct.scatter(of: SeededGenerator(seed: 6).wideRows(200, columns: 90))
        let factor = try Cholesky.factor(of: matrix)
        let rebuilt = MatrixProduct.multiply(factor, transposed: false, factor, transposed: true)
        #expect(NaiveReference.largestDifference(rebuilt.scalars, matrix.scalars) < 1e-11)
        for i in 0..<90 { for j in (i + 1)..<90 { #expect(factor[i, j] == 0) } }
    }

    @Test func anIndefiniteMatrixIsRefusedWithItsMinor() {
        let matrix = Matrix<Double>(rows: 3, columns: 3, scalars: [1, 0, 0, 0, -1, 0, 0, 0, 1])
        let error = #expect(throws: LinearAlgebraError.self) { try Cholesky.factor(of: matrix) }
        #expect(error == .notPositiveDefinite(order: 3, minor: 2))
        #expect(error?.description.contains("the leading minor of order 2 of 3 is not positive") == true)
    }

    @Test func nonFiniteElementsAreRefused() {
        let matrix = Matrix<Double>(rows: 1, columns: 1, scalars: [.infinity])
        #expect(throws: LinearAlgebraError.nonFinite(operation: "Cholesky factor", row: 0, column: 0)) {
            try Cholesky.factor(of: matrix)
        }
    }
}
