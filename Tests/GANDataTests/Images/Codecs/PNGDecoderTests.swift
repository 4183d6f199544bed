import GANFiles
import Testing

@testable import GANData

@Suite struct PNGDecoderTests {
    static let readable =
        [1, 2, 4, 8, 16].flatMap { ["grey\($0)", "grey\($0)-interlaced"] }
        + [8, 16].flatMap { ["rgb\($0)", "rgba\($0)-opaque", "grey-alpha\($0)-opaque"] }
        + [1, 2, 4, 8].map { "palette\($0)" }

    @Test(arguments: readable) func readsEveryKind(name: String) throws {
        let path = fixture("png/\(name).png")
        let (header, values) = try PNGDecoder.decode(FileSystem.bytes(of: path), path: path)
        let expected = try NPY.read(fixture("png/\(name).npy"))
        #expect(expected.shape == [header.height, header.width, header.channels])
        let found = [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
            values.convert(0..<values.count, into: UnsafeMutableBufferPointer(rebasing: buffer[0..<values.count]))
            count = values.count
        }
        #expect(found == expected.floats())
    }

    @Test func sixteenBitsKeepTheirFractions() throws {
        let path = fixture("png/grey16.png")
        guard case .floats(let values) = try PNGDecoder.decode(FileSystem.bytes(of: path), path: path).values else {
            Issue.record("16 bits were not read as fractions")
            return
        }
        #expect(values.contains { $0 != $0.rounded() })
    }

    @Test func refusesTransparencyAndNamesThePixel() {
        #expect(
            openingAndReading("png/rgba8-transparent.png")
                == .transparentPixel(path: fixture("png/rgba8-transparent.png"), row: 4, column: 7))
        for name in ["png/palette-transparent.png", "png/grey-transparent.png"] {
            #expect(openingAndReading(name) == .transparentPixel(path: fixture(name), row: 0, column: 0))
        }
    }

    @Test func refusesPaletteIndicesOutsideThePalette() {
        guard case .damagedImage = openingAndReading("png/palette-index-outside.png") else {
            Issue.record("an index outside the palette was repaired")
            return
        }
    }

    @Test func refusesSidesAndSizesBeyondTheLimits() throws {
        var bytes = try FileSystem.bytes(of: fixture("png/grey8.png"))
        bytes.replaceSubrange(16..<20, with: UInt32(40_000).bigEndianBytes)
        #expect(throws: DataError.self) { try PNGDecoder.decode(bytes, path: "wide.png") }
        // Within the side limit, but far more than this file can hold.
        bytes.replaceSubrange(16..<24, with: UInt32(16_000).bigEndianBytes + UInt32(16_000).bigEndianBytes)
        #expect(
            throws: DataError.content(
                .declaredSizeOverLimit(
                    path: "large.png", what: "the image needs 512000000 bytes", limit: ImageCodecs.greatestBytes))
        ) { try PNGDecoder.decode(bytes, path: "large.png") }
        bytes.replaceSubrange(16..<24, with: UInt32(8_000).bigEndianBytes + UInt32(8_000).bigEndianBytes)
        #expect(
            throws: DataError.content(
                .declaredSizeImplausible(path: "bomb.png", declared: 64_000_000, stored: bytes.count))
        ) {
            try PNGDecoder.decode(bytes, path: "bomb.png")
        }
    }

    @Test func everyPrefixIsAnError() throws {
        let bytes = try FileSystem.bytes(of: fixture("png/palette4.png"))
        for length in 0..<bytes.count {
            #expect(throws: DataError.self) { try PNGDecoder.decode(Array(bytes[..<length]), path: "cut.png") }
        }
    }

    private func openingAndReading(_ name: String) -> DataError? {
        do {
            let source = try SampleSources.open(fixture(name))
            _ = try source.read(rows: 0..<source.count)
            return nil
        } catch { return error as? DataError }
    }
}
