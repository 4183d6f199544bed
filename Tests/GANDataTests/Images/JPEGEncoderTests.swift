import GANNumerics
import Testing

@testable import GANData

/// Files that Pillow decodes to within a level or so of its own encoder's at the same quality.
@Suite struct JPEGEncoderTests {
    private func pattern(_ height: Int, _ width: Int, _ channels: Int) -> [UInt8] {
        (0..<height * width * channels).map { place in
            let (y, x, channel) = (place / channels / width, place / channels % width, place % channels)
            return UInt8((x * 5 + y * 3 + channel * 60 + (x * y) % 17 * 3) % 256)
        }
    }

    @Test(arguments: [
        (16, 24, 1, 509, "10ca834f74b5be5a03a1fc5e36030ddcde3b006967d2ffd36125cb1e25f7da02"),
        (16, 24, 3, 995, "1ecb7b1d2f1c933ec9e8dc4330875f205b3098b1fd782e66eb7e695f6f52585e"),
        (13, 9, 3, 721, "97bd85e383366c35706a526f2827aa30b4073e9a0e4304ccc44899f451a99910"),
    ])
    func bytesAreThoseThatWereDecodedElsewhere(
        height: Int, width: Int, channels: Int, count: Int, digest: String
    ) throws {
        let file = try JPEGEncoder.encode(
            pixels: pattern(height, width, channels), height: height, width: width, channels: channels, quality: 90)
        #expect(file.count == count)
        var found = ContentDigest()
        found.update(file)
        #expect(found.hexadecimal() == digest)
    }

    @Test func lowerQualityTakesFewerBytes() throws {
        let pixels = pattern(64, 64, 3)
        let sizes = try [95, 80, 50, 10].map {
            try JPEGEncoder.encode(pixels: pixels, height: 64, width: 64, channels: 3, quality: $0).count
        }
        #expect(sizes == sizes.sorted(by: >) && sizes[3] < sizes[0] / 3)
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
