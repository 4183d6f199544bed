import GANNumerics
import Testing

@Suite struct TensorTests {
    @Test func reshapingKeepsTheElements() {
        let tensor = Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])
        let reshaped = tensor.reshaped([3, 1, 2])
        #expect(reshaped.shape == [3, 1, 2] && reshaped.scalars == tensor.scalars)
        #expect(tensor != reshaped)
    }

    @Test func asMatrixTheFirstAxisGivesTheRows() {
        let images = Tensor(shape: [2, 2, 2, 1], scalars: [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(images.matrix == Matrix(rows: 2, columns: 4, scalars: [1, 2, 3, 4, 5, 6, 7, 8]))
        #expect(Tensor(images.matrix).reshaped(images.shape) == images)
        #expect(Tensor(shape: [0, 28, 28, 1]).matrix.rows == 0)
    }

    @Test func scalarsHaveTheEmptyShape() {
        let scalar = Tensor(2.5)
        #expect(scalar.shape.isEmpty && scalar.count == 1 && scalar.scalar == 2.5)
        #expect(scalar.matrix == Matrix(rows: 1, columns: 1, scalars: [2.5]))
    }

    @Test func filling() {
        let filled = Tensor(shape: [2, 2]) { target in for index in 0..<4 { target[index] = Float(index) } }
        #expect(filled.scalars == [0, 1, 2, 3])
        #expect(Tensor(shape: [3], repeating: 7).scalars == [7, 7, 7])
    }

    @Test func wrongShapesStop() async {
        await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2, 2], scalars: [1]) }
        await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2]).scalar }
    }
}
