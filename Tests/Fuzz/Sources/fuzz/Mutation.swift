import Foundation

/// Files damaged as transfers, other programs and hostile people damage them.
enum Mutation {
    /// Numbers at which something may change: signs, powers of two, the ends of types.
    static let numbers: [String] = [
        "0", "-1", "1", "2", "255", "65536", "2147483647", "2147483648", "-2147483649", "4294967296",
        "9007199254740993",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616", "1e19", "1e300",
        "-1e300",
        "1e999", "1e-300", "5e-324", "0.5", "-0.0", "nan", "inf", "-inf", "NaN", "Infinity", "0x7fffffff", "", " ",
        "1,2", "٣",
    ]

    /// One to four changes of `bytes`; `others` are further files of its kind, of which pieces may get into it.
    static func of(_ bytes: [UInt8], others: [[UInt8]], isText: Bool, by chance: inout Chance) -> [UInt8] {
        var bytes = bytes
        for _ in 0...chance.below(4) {
            if bytes.isEmpty { return bytes }
            if isText, chance.below(3) > 0 {
                changeText(&bytes, by: &chance)
            } else {
                change(&bytes, others, by: &chance)
            }
        }
        if chance.below(3) > 0 { Checksums.repair(&bytes) }
        return bytes
    }

    private static func change(_ bytes: inout [UInt8], _ others: [[UInt8]], by chance: inout Chance) {
        // Structure mostly stands at the beginning and the end.
        let reach = [64, 512, bytes.count][chance.below(3)]
        let distance = chance.below(min(reach, bytes.count))
        let place = chance.below(3) == 0 ? bytes.count - 1 - distance : distance
        switch chance.below(10) {
        case 0: bytes[place] ^= 1 << UInt8(chance.below(8))
        case 1: bytes[place] = UInt8(truncatingIfNeeded: chance.next())
        case 2: bytes[place] = chance.pick([0, 1, 0x7f, 0x80, 0xff, 0x0a, 0x22, 0x2e])
        case 3, 4:
            // A number of 2, 4 or 8 bytes, of either order.
            let width = chance.pick([2, 4, 8])
            let value: UInt64 = chance.pick([
                0, 1, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 1 << 40, UInt64(Int64.max), 1 << 63, .max,
                .max - 1,
            ])
            let isLittle = chance.below(2) == 0
            for index in 0..<width where place + index < bytes.count {
                let shift = UInt64(8 * (isLittle ? index : width - 1 - index))
                bytes[place + index] = UInt8(truncatingIfNeeded: value >> shift)
            }
        case 5: bytes.removeSubrange(place..<min(bytes.count, place + 1 + chance.below(16)))
        case 6:
            let end = min(bytes.count, place + 1 + chance.below(64))
            bytes.insert(contentsOf: Array(bytes[place..<end]), at: chance.below(bytes.count))
        case 7: bytes.removeLast(chance.below(bytes.count))
        case 8: bytes.insert(UInt8(truncatingIfNeeded: chance.next()), at: place)
        default:
            let other = chance.pick(others)
            guard !other.isEmpty else { return }
            let start = chance.below(other.count)
            let piece = other[start..<min(other.count, start + 1 + chance.below(256))]
            bytes.replaceSubrange(place..<min(bytes.count, place + piece.count), with: piece)
        }
    }

    /// Replaces a number by another, or moves a piece of the structure.
    private static func changeText(_ bytes: inout [UInt8], by chance: inout Chance) {
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || byte == 0x2e || byte == 0x2d }
        let place = chance.below(bytes.count)
        switch chance.below(5) {
        case 0, 1:
            guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
            let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
            bytes.replaceSubrange(start..<end, with: Array(chance.pick(numbers).utf8))
        case 2:
            let signs = Array("{}[]\",:\n'&*#-".utf8)
            guard let start = bytes[place...].firstIndex(where: { signs.contains($0) }) else { return }
            bytes[start] = chance.pick(signs)
        case 3:
            // A line twice, or not at all.
            let start = bytes[..<place].lastIndex(of: 0x0a) ?? 0
            let end = bytes[place...].firstIndex(of: 0x0a) ?? bytes.endIndex
            if chance.below(2) == 0 {
                bytes.insert(contentsOf: Array(bytes[start..<end]), at: end)
            } else {
                bytes.removeSubrange(start..<end)
            }
        default:
            let words = [
                "null", "true", "[]", "{}", "\"\"", "[[[[[[[[", "\\u0000", "\u{1B}[2J", "::error::x", "=1+1", "é́́",
                "1e5",
            ]
            bytes.insert(contentsOf: Array(chance.pick(words).utf8), at: place)
        }
    }
}
