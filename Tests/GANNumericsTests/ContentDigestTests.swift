import Testing

@testable import GANNumerics

@Suite struct ContentDigestTests {
    private func digest(_ bytes: [UInt8]) -> String {
        var digest = ContentDigest()
        digest.update(bytes)
        return digest.hexadecimal()
    }

    /// The examples of FIPS 180-4 and its validation programme, and the empty message.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func standardVectors(message: String, expected: String) {
        #expect(digest(Array(message.utf8)) == expected)
    }

    @Test func aMillionLetters() {
        #expect(
            digest([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test(arguments: [1, 3, 55, 56, 63, 64, 65, 119, 128])
    func piecesGiveTheDigestOfTheWhole(piece: Int) {
        let bytes = (0..<500).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        var pieces = ContentDigest()
        for start in stride(from: 0, to: bytes.count, by: piece) {
            pieces.update(Array(bytes[start..<min(bytes.count, start + piece)]))
        }
        #expect(pieces.hexadecimal() == digest(bytes))
    }

    /// Both paths see the same bytes, at every offset from a block's start.
    @Test(.enabled(if: ContentDigest.hasInstructions)) func instructionsAndPlainPathAgree() {
        var generator = SeededGenerator(seed: 5)
        let bytes = (0..<5_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        for length in Array(0..<200) + [1_024, 4_095, 4_096, 5_000] {
            var (fast, plain) = (
                ContentDigest(usingInstructions: true), ContentDigest(usingInstructions: false)
            )
            for piece in [bytes[..<(length / 3)], bytes[(length / 3)..<length]] {
                fast.update(Array(piece))
                plain.update(Array(piece))
            }
            #expect(fast.hexadecimal() == plain.hexadecimal(), "\(length) bytes")
        }
    }

    @Test func readingADigestDoesNotEndTheStream() {
        var stream = ContentDigest()
        stream.update(Array("ab".utf8))
        _ = stream.hexadecimal()
        stream.update(Array("c".utf8))
        #expect(stream.hexadecimal() == digest(Array("abc".utf8)))
    }

    @Test func neighbouringTextsDoNotRunTogether() {
        var (first, second) = (ContentDigest(), ContentDigest())
        first.update("ab")
        first.update("c")
        second.update("a")
        second.update("bc")
        #expect(first.hexadecimal() != second.hexadecimal())
    }

    @Test func elementsAreDigestedAsLittleEndianMemory() {
        var digest = ContentDigest()
        digest.update([UInt32(0x0403_0201)])
        #expect(digest.hexadecimal() == self.digest([1, 2, 3, 4]))
    }
}
