import GANData
import GANEvaluation
import GANNumerics
import Testing

@testable import GANReports

@Suite struct GallerySpritesTests {
    @Test func makesOneSheetAGallery() throws {
        let report = MockReport.full()
        let sprites = try GallerySprites(gallery: report.gallery, modes: report.modes)
        for sheet in [sprites.random, sprites.judged, sprites.pairs, sprites.exemplars] {
            #expect(sheet?.dataURI.hasPrefix("data:image/png;base64,iVBORw0KGgo") == true)
        }
        #expect(sprites.reduction == 1)
        #expect(sprites.random?.columns == 16 && sprites.random?.rows == 2)
        #expect(sprites.exemplarModes.map(\.mode.name) == ["Bag"])
    }

    @Test func differencesAreGreyWhereImagesAgree() {
        let pair = Gallery.Pair(
            sample: 0, trainingRow: 0, trainingOrigin: "row 0", distance: 1, ratio: 1, sampleImage: [10, 20, 200],
            trainingImage: [10, 10, 240])
        #expect(GallerySprites.difference(pair) == [127.5, 167.5, -32.5])
    }

    @Test func reducesLargeImagesUntilTheyFit() {
        #expect(GallerySprites.reduction(count: 200, shape: ImageShape(height: 28, width: 28, channels: 1)) == 1)
        let reduction = GallerySprites.reduction(count: 150, shape: ImageShape(height: 1024, width: 1024, channels: 3))
        #expect(reduction > 1)
        #expect(150 * 3 * (1024 / reduction) * (1024 / reduction) <= 1_500_000)
    }

    @Test func showsLargeImagesLargeEnoughToJudge() throws {
        var report = MockReport.full()
        let shape = ImageShape(height: 256, width: 256, channels: 3)
        let image = [Float](repeating: 90, count: shape.size)
        report.gallery = Gallery(
            imageShape: shape,
            random: Matrix(rows: 12, columns: shape.size, scalars: (0..<12).flatMap { _ in image }),
            real: (0..<12).map { .init(row: 7 * $0, image: image) })
        let sprites = try GallerySprites(gallery: report.gallery, modes: nil)
        #expect(sprites.random?.width == 128 && sprites.real?.width == 128)
        #expect(sprites.shownRandom.count >= GallerySprites.leastRandom)
        #expect(sprites.shownReal.count == sprites.shownRandom.count)
    }

    @Test func hasNoSheetsForVectors() throws {
        let report = MockReport.bare()
        let sprites = try GallerySprites(gallery: report.gallery, modes: nil)
        #expect(sprites.random == nil && sprites.pairs == nil && sprites.rules.isEmpty)
    }
}
