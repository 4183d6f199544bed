import GANNumerics
import Testing

@Suite struct MatrixProductTests {
    @Test(arguments: [(1, 1, 1), (3, 5, 7), (64, 17, 33), (600, 530, 40)])
    func productsAgreeWithPlainLoops(m: Int, n: Int, k: Int) {
        let generator = SeededGenerator(seed: 1)
        let a = generator.split("a").wideRows(m, columns: k)
        let b = generator.split("b").wideRows(k, columns: n)
        let expected = NaiveReference.product(a, b)
        for (left, transposeA) in [(a, false), (a.transposed, true)] {
            for (right, transposeB) in [(b, false), (b.transposed, true)] {
                let wide = MatrixProduct.multiply(left, transposed: transposeA, right, transposed: transposeB)
                #expect(wide.rows == m && wide.columns == n)
                #expect(NaiveReference.largestDifference(wide.scalars, expected.scalars) < 1e-12)
                let narrow = MatrixProduct.multiply(
                    left.converted(to: Float.self), transposed: transposeA, right.converted(to: Float.self),
                    transposed: transposeB)
                #expect(
                    NaiveReference.largestDifference(narrow.converted(to: Double.self).scalars, expected.scalars) < 1e-3
                )
            }
        }
    }

    @Test func anEmptyInnerDimensionGivesZeros() {
        let product = MatrixProduct.multiply(Matrix<Double>(rows: 2, columns: 0), Matrix<Double>(rows: 0, columns: 3))
        #expect(product == Matrix(rows: 2, columns: 3))
        #expect(
            MatrixProduct.multiply(Matrix<Float>(rows: 0, columns: 2), Matrix<Float>(rows: 2, columns: 3)).rows == 0)
    }

    @Test(arguments: [1, 7, 255, 256, 257, 600])
    func scatterAgreesWithTheProductAndIsSymmetric(width: Int) {
        let rows = SeededGenerator(seed: 2).wideRows(50, columns: width)
        let scatter = MatrixProduct.scatter(of: rows)
        let expected = MatrixProduct.multiply(rows, transposed: true, rows)
        #expect(NaiveReference.largestDifference(scatter.scalars, expected.scalars) < 1e-11)
        #expect(scatter == scatter.transposed)
        #expect(MatrixProduct.scatter(of: Matrix(rows: 0, columns: width)) == Matrix(rows: width, columns: width))
    }

    @Test func innerDimensionsMustAgree() async {
        await #expect(processExitsWith: .failure) {
            _ = MatrixProduct.multiply(Matrix<Float>(rows: 2, columns: 3), Matrix<Float>(rows: 2, columns: 3))
        }
    }
}
