import GANData
import GANEvaluation
import GANNumerics
import Testing

@testable import GANReports

@Suite struct GallerySpritesTests {
    @Test func makesOneSheetAGallery() throws {
        let report = MockReport.full()
        let sprites = try GallerySprites(gallery: report.gallery, modes: report.modes)
        for sheet in [sprites.random, sprites.judged, sprites.pairs, sprites.classes] {
            #expect(sheet?.dataURI.hasPrefix("data:image/png;base64,iVBORw0KGgo") == true)
        }
        #expect(sprites.random?.reduction == 1 && sprites.random?.zoom == 4)
        #expect(sprites.random?.columns == 16 && sprites.random?.rows == 2)
        // What is missing comes first.
        #expect(sprites.classModes.first?.mode.name == "Bag" && sprites.classModes.count == 10)
    }

    @Test func differencesAreGreyWhereImagesAgree() {
        let pair = Gallery.Pair(
            sample: 0, trainingRow: 0, trainingOrigin: "row 0", distance: 1, ratio: 1, sampleImage: [10, 20, 200],
            trainingImage: [10, 10, 240])
        #expect(GallerySprites.difference(pair) == [127.5, 167.5, -32.5])
    }

    @Test(arguments: [(64, 3), (128, 3), (200, 3), (256, 3), (700, 1)])
    func showsLargeImagesLargeEnoughToJudge(side: Int, channels: Int) throws {
        let shape = ImageShape(height: side, width: side, channels: channels)
        var generator = SeededGenerator(seed: 5)
        let image = (0..<shape.size).map { _ in Float(generator.index(below: 256)) }
        let gallery = Gallery(
            imageShape: shape, random: Matrix(rows: 12, columns: shape.size, scalars: (0..<12).flatMap { _ in image }),
            real: (0..<12).map { .init(row: 7 * $0, image: image) })
        let sprites = try GallerySprites(gallery: gallery, modes: nil)
        for sheet in [try #require(sprites.random), try #require(sprites.real)] {
            #expect(sheet.shownWidth == 128)
            #expect(sheet.dataURI.utf8.count < GallerySprites.bytes.sides * 4 / 3 + 100)
        }
        #expect(sprites.shownRandom.count == 12 && sprites.shownReal.count == 12)
    }

    @Test func cellsOfJPEGSheetsFillWholeBlocks() throws {
        let shape = ImageShape(height: 90, width: 70, channels: 3)
        let images = (0..<20).map { [Float](repeating: Float($0), count: shape.size) }
        let sheet = try SpriteSheet(
            name: "s", images: images, shape: shape, displaySide: 84, phoneRow: 4, bytes: 10_000)
        #expect(sheet.isPhotographic && sheet.stepAcross == 72 && sheet.stepDown == 96)
        #expect(sheet.dataURI.hasPrefix("data:image/jpeg;base64,/9j/"))
        #expect(sheet.rule.contains("--p:72;--q:96") && sheet.rule.contains("image-rendering:auto"))
    }

    @Test func hasNoSheetsForVectors() throws {
        let report = MockReport.bare()
        let sprites = try GallerySprites(gallery: report.gallery, modes: nil)
        #expect(sprites.random == nil && sprites.pairs == nil && sprites.rules.isEmpty)
    }

    @Test func imagesAtNativeSizeAreFilesOrInThePage() throws {
        let report = MockReport.full()
        let beside = try NativeImages(report, place: .folder)
        #expect(beside.link(.sample, 3) == "samples/sample-000003.png" && beside.link(.sample, 999_999) == nil)
        #expect(Set(beside.files.map(\.name)).count == beside.files.count && beside.views.isEmpty)
        #expect(beside.files.allSatisfy { NativeImages.isOwn($0.name) })
        #expect(!NativeImages.isOwn("sample-3.png") && !NativeImages.isOwn("grid.png"))
        let inside = try NativeImages(report, place: .page)
        #expect(inside.link(.sample, 3) == "#view-sample-000003")
        #expect(inside.views.contains { $0.viewAnchor == "view-sample-000003" && $0.viewLabel == "sample 3" })
    }
}
