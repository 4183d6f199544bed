import GANNumerics
import Testing

@Suite struct MatrixTests {
    @Test func greatestColumnsAreTheLowestAmongEquals() {
        let matrix = Matrix<Float>(rows: 3, columns: 3, scalars: [1, 2, 2, -1, -3, -2, 0, 0, 7])
        #expect(matrix.greatestColumns == [1, 0, 2])
        #expect(Matrix<Float>(rows: 0, columns: 0).greatestColumns == [])
    }

    private let matrix = Matrix<Float>(rows: 2, columns: 3, scalars: [1, 2, 3, 4, 5, 6])

    @Test func elementsAreInRowOrder() {
        #expect(matrix[0, 2] == 3)
        #expect(matrix[1, 0] == 4)
        #expect(Array(matrix.row(1)) == [4, 5, 6])
        var changed = matrix
        changed[1, 1] = 9
        #expect(changed.scalars == [1, 2, 3, 4, 9, 6])
    }

    @Test func transposing() {
        #expect(matrix.transposed == Matrix(rows: 3, columns: 2, scalars: [1, 4, 2, 5, 3, 6]))
        #expect(matrix.transposed.transposed == matrix)
    }

    @Test func selectingAndAppendingRows() {
        #expect(matrix.rows(at: [1, 0, 1]).scalars == [4, 5, 6, 1, 2, 3, 4, 5, 6])
        #expect(matrix.rows(in: 1..<2).scalars == [4, 5, 6])
        #expect(matrix.rows(in: 0..<1).appendingRows(of: matrix.rows(in: 1..<2)) == matrix)
        #expect(matrix.rows(in: 1..<1).rows == 0)
    }

    @Test func convertingRoundsToNearest() {
        let wide = Matrix<Double>(rows: 1, columns: 2, scalars: [0.1, 1 + 0x1p-30])
        #expect(wide.converted(to: Float.self).scalars == [0.1, 1])
        #expect(matrix.converted(to: Double.self).scalars == [1, 2, 3, 4, 5, 6])
    }

    @Test func theFirstNonFiniteElementIsFoundInRowOrder() {
        #expect(matrix.firstNonFinite == nil)
        var broken = matrix
        broken[1, 2] = .infinity
        broken[1, 1] = .nan
        #expect(broken.firstNonFinite?.row == 1)
        #expect(broken.firstNonFinite?.column == 1)
    }

    @Test func emptyShapes() {
        let none = Matrix<Double>(rows: 0, columns: 4)
        #expect(none.scalars.isEmpty && none.firstNonFinite == nil)
        #expect(none.transposed.rows == 4 && none.transposed.columns == 0)
        #expect(Matrix<Float>(rows: 0, columns: 0) { _ in }.scalars.isEmpty)
    }

    @Test func wrongShapesStop() async {
        await #expect(processExitsWith: .failure) { _ = Matrix<Float>(rows: 2, columns: 2, scalars: [1, 2, 3]) }
        await #expect(processExitsWith: .failure) { _ = Matrix<Float>(rows: 1, columns: 1).row(1) }
    }
}
