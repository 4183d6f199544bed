import GANNumerics
import Testing

@testable import GANData

@Suite struct PNGEncoderTests {
    @Test(arguments: [(1, 1, 1), (5, 3, 1), (4, 7, 3), (64, 200, 3)])
    func whatIsWrittenIsReadBack(height: Int, width: Int, channels: Int) throws {
        var generator = SeededGenerator(seed: 3)
        let pixels = (0..<height * width * channels).map { _ in UInt8(generator.index(below: 256)) }
        let bytes = try PNGEncoder.encode(pixels: pixels, height: height, width: width, channels: channels)
        let (header, values) = try PNGDecoder.decode(bytes, path: "written.png")
        #expect(header.shape == .image(height: height, width: width, channels: channels))
        guard case .bytes(let read) = values else {
            Issue.record("8 bits became fractions")
            return
        }
        #expect(read == pixels)
        #expect(try PNGEncoder.encode(pixels: pixels, height: height, width: width, channels: channels) == bytes)
    }

    @Test func refusesImagesWithoutPixels() {
        #expect(throws: DataError.unencodableImage(path: "image", reason: "0×4 pixels")) {
            try PNGEncoder.encode(pixels: [], height: 0, width: 4, channels: 1)
        }
    }
}
