import GANAudit
import GANData
import GANNumerics
import Testing

@testable import GANReports

@Suite struct AuditAlignmentTests {
    private let shape = ImageShape(height: 6, width: 7, channels: 2)
    private var image: [Float] { (0..<6 * 7 * 2).map { Float($0 * 37 % 101) } }

    private func pixel(_ image: [Float], _ row: Int, _ column: Int, _ channel: Int) -> Float {
        image[(row * shape.width + column) * shape.channels + channel]
    }

    private func alignment(_ name: String, _ detail: String = "") -> AuditAlignment {
        AuditAlignment(shape: shape, transformation: AuditTransformation(name: name, detail: detail))
    }

    @Test func identityChangesNothing() {
        #expect(alignment("identity").apply(to: image, sample: image) == image)
        #expect(alignment("identity").difference(sample: image, training: image).allSatisfy { $0 == 127.5 })
    }

    @Test func mirrorsEachRow() {
        let mirrored = alignment("mirrored").apply(to: image, sample: image)
        #expect(pixel(mirrored, 2, 1, 1) == pixel(image, 2, 5, 1))
        #expect(alignment("mirrored").apply(to: mirrored, sample: image) == image)
    }

    @Test func shiftsAsTheWordsSayAndLeavesTheEdgeOpen() {
        // The sample lies 2 right and 1 up of the training image.
        let shifted = alignment("shifted", "2 right, 1 up").apply(to: image, sample: image)
        #expect(pixel(shifted, 1, 4, 0) == pixel(image, 2, 2, 0))
        #expect(pixel(shifted, 5, 4, 0).isNaN && pixel(shifted, 1, 1, 1).isNaN)
        let both = alignment("mirrored_shifted", "1 left").apply(to: image, sample: image)
        // Mirrored first: column x of the sample shows column width − 1 − x, less the shift, of the training image.
        #expect(pixel(both, 3, 3, 0) == pixel(image, 3, 4, 0))
        let difference = alignment("shifted", "2 right, 1 up").difference(sample: image, training: image)
        #expect(pixel(difference, 5, 4, 0) == 127.5)
    }

    @Test func enlargesAboutTheCentre() {
        let one = ImageShape(height: 5, width: 5, channels: 1)
        let ramp = (0..<25).map { Float($0 % 5) }
        let larger = AuditAlignment(shape: one, transformation: .init(name: "rescaled", detail: "by 2"))
            .apply(to: ramp, sample: ramp)
        #expect(Array(larger[10..<15]) == [1, 1.5, 2, 2.5, 3])
        let smaller = AuditAlignment(shape: one, transformation: .init(name: "rescaled", detail: "by 0.5"))
            .apply(to: ramp, sample: ramp)
        #expect(smaller[10].isNaN && Array(smaller[11..<14]) == [0, 2, 4])
    }

    @Test func turnsPlainAndMirrored() {
        let square = ImageShape(height: 5, width: 5, channels: 1)
        let image = (0..<25).map { Float($0 * 37 % 101) }
        func turned(_ name: String) -> [Float] {
            AuditAlignment(shape: square, transformation: .init(name: name, detail: "by 90 degrees"))
                .apply(to: image, sample: image)
        }
        let (plain, mirrored) = (turned("rotated"), turned("mirrored_rotated"))
        // Within the edge, where rounding may leave a place just outside of the image.
        for row in 1..<4 {
            for column in 1..<4 {
                #expect(abs(mirrored[row * 5 + column] - plain[row * 5 + 4 - column]) < 1e-3)
                #expect(plain[row * 5 + column] != image[row * 5 + column] || (row, column) == (2, 2))
            }
        }
    }

    @Test func fitsBrightnessAndContrast() {
        let sample = image.map { 0.5 * $0 + 20 }
        let fitted = alignment("contrast").apply(to: image, sample: sample)
        #expect(zip(fitted, sample).allSatisfy { abs($0 - $1) < 1e-3 })
        let flat = [Float](repeating: 9, count: image.count)
        #expect(alignment("contrast").apply(to: flat, sample: sample) == flat)
    }

    @Test func comparesOnlyTheCopiedWindow() {
        let quarter = alignment("patch", "bottom right").apply(to: image, sample: image)
        #expect(pixel(quarter, 3, 4, 0) == pixel(image, 3, 4, 0) && pixel(quarter, 5, 6, 1) == pixel(image, 5, 6, 1))
        #expect(pixel(quarter, 2, 4, 0).isNaN && pixel(quarter, 3, 3, 0).isNaN)
    }

    @Test(arguments: ["", "1 sideways", "x right", "9999999 up", "right"])
    func wordsThatAreNotKnownChangeNothing(detail: String) {
        #expect(alignment("shifted", detail).apply(to: image, sample: image) == image)
        #expect(alignment("rescaled", detail).apply(to: image, sample: image) == image)
        #expect(alignment("patch", detail).apply(to: image, sample: image) == image)
    }

    @Test func imagesOfAnotherSizeAreLeftAlone() {
        #expect(alignment("mirrored").apply(to: [1, 2], sample: image) == [1, 2])
    }
}
