import GANData
import GANNumerics
import Testing

@Suite struct ImageGridTests {
    @Test func tilesFromLeftToRightWithPadding() {
        let images = Matrix<Float>(rows: 3, columns: 2, scalars: [1, 2, 3, 4, 5, 6])
        let grid = ImageGrid(images: images, height: 1, width: 2, channels: 1, columns: 2, padding: 1, background: 9)
        #expect(grid.height == 5 && grid.width == 7)
        #expect(
            grid.pixels == [
                9, 9, 9, 9, 9, 9, 9,
                9, 1, 2, 9, 3, 4, 9,
                9, 9, 9, 9, 9, 9, 9,
                9, 5, 6, 9, 9, 9, 9,
                9, 9, 9, 9, 9, 9, 9,
            ])
    }

    @Test func enlargesPixelsAndKeepsColours() {
        let images = Matrix<Float>(rows: 1, columns: 6, scalars: [1, 2, 3, 4, 5, 6])
        let grid = ImageGrid(images: images, height: 1, width: 2, channels: 3, columns: 8, padding: 0, scale: 2)
        let row: [UInt8] = [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]
        #expect(grid.height == 2 && grid.width == 4 && grid.pixels == row + row)
    }

    @Test func tellsWhereAnImageLies() {
        let images = Matrix<Float>(rows: 5, columns: 1, scalars: [10, 20, 30, 40, 50])
        let grid = ImageGrid(images: images, height: 1, width: 1, channels: 1, columns: 3, padding: 2, scale: 3)
        let place = ImageGrid.origin(of: 4, height: 1, width: 1, columns: 3, padding: 2, scale: 3)
        #expect(grid.pixels[place.row * grid.width + place.column] == 50)
        #expect(grid.pixels[(place.row - 1) * grid.width + place.column] == 255)
    }
}
