import GANAutodiff
import GANNumerics
import Testing

@Suite struct PixelSelectionTests {
    private let sources = [1, 0, -1, 3, 7, 6, 2, -1]

    @Test func pixelsComeFromWhereTheyWereTaken() {
        let images = Tensor(shape: [2, 2, 2, 1], scalars: (1...8).map { Float($0) })
        #expect(
            Variable.constant(images).selectingPixels(sources).value.scalars == [2, 1, 0, 4, 8, 7, 3, 0])
    }

    @Test func gradientsAreDifferences() {
        GradientCheck().run("selection", [Draw.normal([2, 2, 2, 3])]) { $0[0].selectingPixels(sources) }
    }
}
