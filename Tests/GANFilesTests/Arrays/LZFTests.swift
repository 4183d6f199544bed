import Testing

@testable import GANFiles

@Suite struct LZFTests {
    /// "abcabcabcX": three letters, six of three bytes back, which overlap, and one more.
    @Test func copiesMayOverlap() {
        let packed: [UInt8] = [2, 97, 98, 99, 4 << 5, 2, 0, 88]
        #expect(LZF.unpacked(packed, size: 10) == Array("abcabcabcX".utf8))
    }

    /// A length of 7 goes on in the next byte, and a distance of 13 bits has its upper five in the first.
    @Test func longCopiesFromFarBack() {
        let letters = (0..<300).map { UInt8($0 % 251) }
        var packed: [UInt8] = []
        for first in stride(from: 0, to: 300, by: 32) {
            let run = letters[first..<min(300, first + 32)]
            packed += [UInt8(run.count - 1)] + run
        }
        // 20 bytes from 290 back.
        packed += [7 << 5 | 1, 11, 33]
        #expect(LZF.unpacked(packed, size: 320) == letters + letters[10..<30])
    }

    @Test(
        arguments: [
            ([0], 1), ([2, 97], 3), ([32], 3), ([0, 97, 32, 1], 4), ([0, 97, 7 << 5], 20), ([0, 97, 7 << 5, 3], 20),
            ([0, 97, 32, 0], 3), ([0, 97, 32, 0], 5), ([1, 97, 98], 1), ([], 1),
        ] as [([UInt8], Int)])
    func whatIsBrokenIsRefused(packed: [UInt8], size: Int) {
        #expect(LZF.unpacked(packed, size: size) == nil)
    }

    @Test func nothingIsNothing() { #expect(LZF.unpacked([], size: 0) == []) }
}
