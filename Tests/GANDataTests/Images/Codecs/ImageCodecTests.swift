import GANFiles
import GANNumerics
import GANText
import Testing

@testable import GANData

/// Every kind of image file beside what Pillow reads from it, which `fixtures/images/codecs/make.py` keeps.
@Suite struct ImageCodecTests {
    static let readable =
        ["colour-444", "colour-422", "colour-420", "progressive", "grey", "profile"].map { "\($0).jpg" }
        + (2...8).map { "turned-\($0).jpg" } + ["lossy", "lossless", "opaque", "turned"].map { "\($0).webp" }
        + ["colour", "grey", "palette", "bits"].map { "\($0).bmp" }
        + ["colour.ppm", "grey.pgm", "bits.pbm", "deep.pgm", "text.pgm"]

    private func file(_ name: String) -> String { fixture("../images/codecs/\(name)") }

    private func floats(_ values: SampleValues) -> [Float] {
        [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
            values.convert(0..<values.count, into: UnsafeMutableBufferPointer(rebasing: buffer[0..<values.count]))
            count = values.count
        }
    }

    @Test(arguments: readable) func readsWhatPillowReads(name: String) throws {
        let path = file(name)
        let (header, values) = try ImageCodecs.decode(FileSystem.bytes(of: path), path: path)
        let expected = try NPY.read(file("\(name).npy"))
        #expect(expected.shape == [header.height, header.width, header.channels])
        let found = floats(values)
        // The same libraries in another version: a level may round otherwise.
        let slack: Float = name.hasSuffix(".jpg") || name == "lossy.webp" ? 1 : 1e-4
        #expect(zip(found, expected.floats()).allSatisfy { abs($0 - $1) <= slack })
        let source = try SampleSources.open(path)
        #expect(try source.read(rows: 0..<1).scalars == found)
    }

    @Test func saysWhatWasDone() throws {
        func rule(_ name: String) throws -> String { try SampleSources.open(file(name)).rule }
        #expect(try rule("turned-6.jpg").hasSuffix("turned as EXIF says"))
        #expect(try rule("profile.jpg").hasSuffix("colour profiles ignored"))
        #expect(try rule("grey.jpg") == JPEGDecoder.rule)
        #expect(try rule("turned.webp") == "\(WebPDecoder.rule); turned as EXIF says")
        try withTemporaryFolder { folder in
            for name in ["colour.bmp", "colour-444.jpg", "lossless.webp"] {
                try overwrite("\(folder)/\(name)", FileSystem.bytes(of: file(name)))
            }
            let mixed = try SampleSources.open(folder)
            #expect(mixed.rule == [JPEGDecoder.rule, WebPDecoder.rule, BMPDecoder.rule].joined(separator: "; "))
            #expect(mixed.count == 3)
        }
    }

    /// A file is what its first bytes say, whatever it is called.
    @Test func contentDecidesNotTheName() throws {
        try withTemporaryFolder { folder in
            try overwrite("\(folder)/a.png", FileSystem.bytes(of: file("colour-444.jpg")))
            #expect(try SampleSources.open("\(folder)/a.png").rule == JPEGDecoder.rule)
            for (text, found) in [
                ("<!DOCTYPE html><html>", "web page"), ("version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
                ("", "is empty"), ("plain words", "does not start like an image"),
            ] {
                try overwrite("\(folder)/a.png", Array(text.utf8))
                let error = try #require(openingError("\(folder)/a.png"))
                #expect(error.description.contains(found), "\(error)")
            }
        }
    }

    @Test(arguments: [
        ("cmyk.jpg", "CMYK"), ("animated.webp", "animated"), ("transparent.webp", "transparent"),
    ]) func refusesInWords(name: String, word: String) throws {
        do {
            let source = try SampleSources.open(file(name))
            _ = try source.read(rows: 0..<1)
            Issue.record("\(name) was read")
        } catch let error as DataError {
            #expect(error.description.contains(word), "\(error)")
        }
    }

    /// What decoders repair with a warning is an error; sides beyond all bounds are refused before anything is allocated.
    @Test(arguments: ["colour-420.jpg", "lossy.webp", "colour.bmp", "colour.ppm", "text.pgm"])
    func noPrefixIsReadAsAWhole(name: String) throws {
        let bytes = try FileSystem.bytes(of: file(name))
        // White space at the end of a text is not missed, nor is a JPEG's end after its last block.
        for length in 0..<bytes.count - (name == "text.pgm" ? 4 : 2) {
            #expect(throws: DataError.self, "\(length)") { try ImageCodecs.decode(Array(bytes[..<length]), path: name) }
        }
    }

    @Test func refusesBombs() throws {
        var jpeg = try FileSystem.bytes(of: file("grey.jpg"))
        let frame = try #require(jpeg.indices.first { $0 + 1 < jpeg.count && jpeg[$0] == 0xff && jpeg[$0 + 1] == 0xc0 })
        for side in [UInt8(0x7f), 0xff] {
            jpeg.replaceSubrange(frame + 5..<frame + 9, with: [side, 0xff, side, 0xff])
            #expect(throws: DataError.self) { try ImageCodecs.decode(jpeg, path: "bomb.jpg") }
        }
        for text in ["P5 99999 99999 255\n", "P5 30000 30000 255\n", "P4 8 8", "P2 1 1 70000 1", "P2 0 4 255 1"] {
            #expect(throws: DataError.self) { try ImageCodecs.decode(Array(text.utf8), path: "bomb.pgm") }
        }
        var bitmap = try FileSystem.bytes(of: file("colour.bmp"))
        bitmap.replaceSubrange(18..<22, with: [0, 0x70, 0, 0])
        #expect(throws: DataError.self) { try ImageCodecs.decode(bitmap, path: "bomb.bmp") }
    }
}
