import GANNumerics
import GANText
import Testing

@Suite struct LinearAlgebraErrorTests {
    @Test func messagesNamePlaceFactExpectationAndRemedy() {
        #expect(
            LinearAlgebraError.nonFinite(operation: "eigenvalues", row: 2, column: 5).description
                == "eigenvalues: the matrix holds NaN or infinity in row 2, column 5; expected finite elements. "
                + "Look for NaN or infinity in the features.")
        #expect(
            LinearAlgebraError.notPositiveDefinite(order: 9, minor: 4).description
                == "Cholesky factor: the leading minor of order 4 of 9 is not positive; expected a positive definite "
                + "matrix. Use more rows than columns, or remove constant and dependent columns.")
    }
}
