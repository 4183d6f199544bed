/// Checksums made right again after bytes were changed, so that damage gets past them to the readers behind.
enum Checksums {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { word, _ in word & 1 == 1 ? 0xedb8_8320 ^ (word >> 1) : word >> 1 }
    }

    static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(0xffff_ffff as UInt32) { table[Int(($0 ^ UInt32($1)) & 255)] ^ ($0 >> 8) }
    }

    /// Repairs what a PNG or zip file says of its own bytes, as far as its structure still stands.
    static func repair(_ bytes: inout [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) { repairPNG(&bytes) }
        if bytes.starts(with: [0x50, 0x4b]) { repairZip(&bytes) }
        repairTar(&bytes)
    }

    /// Each header's sum of its own bytes, its own place taken for spaces.
    private static func repairTar(_ bytes: inout [UInt8]) {
        let blocks = stride(from: 0, through: bytes.count - 512, by: 512)
        for start in blocks where bytes[start + 257..<start + 262].elementsEqual("ustar".utf8) {
            bytes.replaceSubrange(start + 148..<start + 156, with: Array(repeating: 0x20, count: 8))
            let sum = bytes[start..<start + 512].reduce(0) { $0 + Int($1) }
            let digits = String(sum, radix: 8)
            let text = String(repeating: "0", count: max(0, 6 - digits.count)) + digits + "\0 "
            bytes.replaceSubrange(start + 148..<start + 156, with: Array(text.utf8))
        }
    }

    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }

    private static func repairPNG(_ bytes: inout [UInt8]) {
        var place = 8
        while place + 12 <= bytes.count {
            let length = (0..<4).reduce(0) { $0 << 8 | Int(bytes[place + $1]) }
            let end = place + 8 + length
            guard end + 4 <= bytes.count else { return }
            let sum = crc32(bytes[place + 4..<end])
            for index in 0..<4 { bytes[end + index] = UInt8(truncatingIfNeeded: sum >> UInt32(24 - 8 * index)) }
            place = end + 4
        }
    }

    /// Of entries that are stored, not compressed, as PyTorch writes them.
    private static func repairZip(_ bytes: inout [UInt8]) {
        for place in bytes.indices where place + 46 <= bytes.count && bytes[place] == 0x50 {
            // An entry of the directory at the end, which names the place of the entry's own header.
            guard bytes[place + 1] == 0x4b, bytes[place + 2] == 1, bytes[place + 3] == 2,
                number(bytes, place + 10, 2) == 0
            else { continue }
            let (size, header) = (number(bytes, place + 20, 4), number(bytes, place + 42, 4))
            guard header + 30 <= bytes.count else { continue }
            let start = header + 30 + number(bytes, header + 26, 2) + number(bytes, header + 28, 2)
            guard start + size <= bytes.count else { continue }
            let sum = crc32(bytes[start..<start + size])
            for index in 0..<4 {
                let byte = UInt8(truncatingIfNeeded: sum >> UInt32(8 * index))
                bytes[place + 16 + index] = byte
                bytes[header + 14 + index] = byte
            }
        }
    }
}
