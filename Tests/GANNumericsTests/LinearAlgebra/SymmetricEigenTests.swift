import Foundation
import GANNumerics
import Testing

@Suite struct SymmetricEigenTests {
    /// The second-difference matrix has the eigenvalues 2 − 2·cos(πk / (n + 1)).
    @Test(arguments: [1, 2, 5, 40, 300])
    func secondDifferences(order: Int) throws {
        var matrix = Matrix<Double>(rows: order, columns: order)
        for index in 0..<order {
            matrix[index, index] = 2
            if index > 0 {
                matrix[index, index - 1] = -1
                matrix[index - 1, index] = -1
            }
        }
        let expected = (1...order).map { k -> Double in
            // 2 − 2·cos θ by Chebyshev's recurrence would lose digits; 4·sin² does not.
            let sine = sin(Double.pi * Double(k) / Double(2 * (order + 1)))
            return 4 * sine * sine
        }
        let values = try SymmetricEigen.values(of: matrix)
        #expect(NaiveReference.largestDifference(values, expected) < 1e-13)
    }

    @Test func theDecompositionRebuildsTheMatrix() throws {
        let rows = SeededGenerator(seed: 4).wideRows(30, columns: 60)
        let matrix = MatrixProduct.scatter(of: rows)
        let (values, vectors) = try SymmetricEigen.decomposition(of: matrix)
        #expect(values == values.sorted())
        #expect(NaiveReference.largestDifference(values, try SymmetricEigen.values(of: matrix)) < 1e-11)
        // Thirty rows span thirty dimensions; the other eigenvalues are zero up to rounding.
        #expect(values[0..<30].allSatisfy { abs($0) < 1e-11 } && values[30] > 0.1)
        var scaled = vectors
        for i in 0..<60 { for j in 0..<60 { scaled[i, j] *= values[i] } }
        let rebuilt = MatrixProduct.multiply(vectors, transposed: true, scaled)
        #expect(NaiveReference.largestDifference(rebuilt.scalars, matrix.scalars) < 1e-11)
        let identity = MatrixProduct.multiply(vectors, transposed: false, vectors, transposed: true)
        for i in 0..<60 { for j in 0..<60 { #expect(abs(identity[i, j] - (i == j ? 1 : 0)) < 1e-13) } }
    }

    @Test func onlyTheLowerTriangleIsRead() throws {
        let lower = Matrix<Double>(rows: 2, columns: 2, scalars: [2, 77, 1, 2])
        let values = try SymmetricEigen.values(of: lower)
        #expect(NaiveReference.largestDifference(values, [1, 3]) < 1e-15)
    }

    @Test func noMatrixAndBadMatrices() throws {
        #expect(try SymmetricEigen.values(of: Matrix(rows: 0, columns: 0)).isEmpty)
        let broken = Matrix<Double>(rows: 2, columns: 2, scalars: [1, 0, .nan, 1])
        let error = #expect(throws: LinearAlgebraError.self) { try SymmetricEigen.values(of: broken) }
        #expect(error == .nonFinite(operation: "eigenvalues", row: 1, column: 0))
    }
}
