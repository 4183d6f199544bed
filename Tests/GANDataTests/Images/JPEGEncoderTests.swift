import GANNumerics
import Testing

@testable import GANData

@Suite struct JPEGEncoderTests {
    private func pattern(_ height: Int, _ width: Int, _ channels: Int) -> [UInt8] {
        (0..<height * width * channels).map { place in
            let (y, x, channel) = (place / channels / width, place / channels % width, place % channels)
            return UInt8(min(255, x * 5 + y * 3 + channel * 40))
        }
    }

    private func decoded(_ file: [UInt8]) throws -> (header: ImageHeader, levels: [UInt8]) {
        let (header, values) = try JPEGDecoder.decode(file, path: "picture")
        return (header, values.quantized)
    }

    @Test(arguments: [(16, 24, 1), (16, 24, 3), (13, 9, 3), (1, 1, 1), (300, 400, 3)])
    func whatIsWrittenLooksLikeThePixels(height: Int, width: Int, channels: Int) throws {
        let pixels = pattern(height, width, channels)
        let file = try JPEGEncoder.encode(
            pixels: pixels, height: height, width: width, channels: channels, quality: 95)
        let (header, levels) = try decoded(file)
        #expect(header == ImageHeader(height: height, width: width, channels: channels))
        let furthest = zip(pixels, levels).map { abs(Int($0) - Int($1)) }.max() ?? 256
        #expect(furthest <= 12)
        let again = try JPEGEncoder.encode(
            pixels: pixels, height: height, width: width, channels: channels, quality: 95)
        #expect(again == file)
    }

    /// Noise makes a file that outgrows the first buffer.
    @Test func largeFilesComeWhole() throws {
        var generator = SeededGenerator(seed: 3)
        let pixels = (0..<256 * 256 * 3).map { _ in UInt8(generator.index(below: 256)) }
        let file = try JPEGEncoder.encode(pixels: pixels, height: 256, width: 256, channels: 3, quality: 100)
        #expect(file.count > 1 << 17)
        #expect(try decoded(file).levels.count == pixels.count)
    }

    /// Chroma has full resolution, so that neighbours on a sheet of blocks don't touch.
    @Test func blocksShareNothing() throws {
        var pixels = [UInt8](repeating: 0, count: 8 * 16 * 3)
        for y in 0..<8 { for x in 8..<16 { pixels[(y * 16 + x) * 3] = 255 } }
        let (_, levels) = try decoded(
            JPEGEncoder.encode(pixels: pixels, height: 8, width: 16, channels: 3, quality: 90))
        for y in 0..<8 { for x in 0..<8 { #expect(levels[(y * 16 + x) * 3] <= 3) } }
    }

    @Test func lowerQualityTakesFewerBytes() throws {
        let pixels = pattern(64, 64, 3)
        let sizes = try [95, 80, 50, 10].map {
            try JPEGEncoder.encode(pixels: pixels, height: 64, width: 64, channels: 3, quality: $0).count
        }
        #expect(sizes == sizes.sorted(by: >))
    }

    @Test func sizesThatNoFileCanHaveAreRefused() {
        for (height, width, channels) in [(0, 4, 1), (4, 0, 1), (4, 4, 2), (65_536, 1, 1)] {
            #expect(throws: DataError.self) {
                try JPEGEncoder.encode(
                    pixels: [UInt8](repeating: 0, count: height * width * channels), height: height, width: width,
                    channels: channels, quality: 90)
            }
        }
    }
}
