import GANFiles

/// Reads Netpbm images: bitmaps, grey and colour maps (P1 to P6), up to 16 bits.
///
/// A level is value · 255 / the file's greatest value; a bitmap's 1 is black, 0 is 255. Of several images in one file the first is read.
enum PNMDecoder: ImageCodec {
    static let name = "PNM"
    static let endings = [".pnm", ".pbm", ".pgm", ".ppm"]
    static let rule = "pnm, value · 255 / greatest value"

    static func claims(_ start: [UInt8]) -> Bool {
        start.count >= 3 && start[0] == 0x50 && (0x31...0x36).contains(start[1])
            && (Self.isSpace(start[2]) || start[2] == 0x23)
    }

    static func header(_ start: [UInt8], isWhole: Bool, path: String) throws(DataError) -> ImageHeader? {
        guard isWhole || start.count >= 1024 else { return nil }
        return try Layout(start, path: path).header
    }

    static func decode(_ bytes: [UInt8], path: String) throws(DataError) -> (header: ImageHeader, values: SampleValues)
    {
        var layout = try Layout(bytes, path: path)
        let header = layout.header
        let count = header.shape.size
        let size = layout.isBitmap ? (header.width + 7) / 8 * header.height : count * (layout.greatest > 255 ? 2 : 1)
        guard bytes.count - layout.reader.place >= (layout.isText ? count : size) else {
            throw .content(
                .tooShort(
                    path: path, what: "the PNM", needed: layout.reader.place + (layout.isText ? count : size),
                    found: bytes.count))
        }
        var values: [Int] = []
        values.reserveCapacity(count)
        if layout.isText {
            for _ in 0..<count { values.append(try layout.reader.number(digits: layout.isBitmap ? 1 : 5, path: path)) }
        } else if layout.isBitmap {
            let stride = (header.width + 7) / 8
            for row in 0..<header.height {
                for column in 0..<header.width {
                    values.append(
                        Int(bytes[layout.reader.place + row * stride + column / 8] >> UInt8(7 - column % 8) & 1))
                }
            }
        } else {
            let start = layout.reader.place
            values = (0..<count).map {
                layout.greatest > 255
                    ? Int(bytes[start + 2 * $0]) << 8 | Int(bytes[start + 2 * $0 + 1]) : Int(bytes[start + $0])
            }
        }
        if let outside = values.first(where: { $0 > layout.greatest }) {
            throw .damagedImage(
                path: path, format: name, reason: "a value of \(outside), beyond its greatest, \(layout.greatest)")
        }
        if layout.isBitmap { return (header, .bytes(values.map { $0 == 0 ? 255 : 0 })) }
        if layout.greatest == 255 { return (header, .bytes(values.map { UInt8($0) })) }
        let scale = 255 / Float(layout.greatest)
        return (header, .floats(values.map { Float($0) * scale }))
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    private struct Layout {
        var header: ImageHeader
        let isText: Bool
        let isBitmap: Bool
        let greatest: Int
        /// At the first pixel.
        var reader: Reader

        init(_ bytes: [UInt8], path: String) throws(DataError) {
            guard claims(bytes) else { throw .damagedImage(path: path, format: name, reason: "no P1 to P6") }
            let kind = Int(bytes[1]) - 0x30
            isText = kind <= 3
            isBitmap = kind == 1 || kind == 4
            reader = Reader(bytes: bytes, place: 2)
            let width = try reader.number(digits: 9, path: path)
            let height = try reader.number(digits: 9, path: path)
            greatest = isBitmap ? 1 : try reader.number(digits: 9, path: path)
            guard (1...65_535).contains(greatest) else {
                throw .damagedImage(path: path, format: name, reason: "a greatest value of \(greatest)")
            }
            header = try ImageCodecs.checked(
                height: height, width: width, channels: kind == 3 || kind == 6 ? 3 : 1, format: name, path: path)
            // One white space, then the pixels.
            if !isText { reader.place += 1 }
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var place: Int

        /// The next number of at most so many digits, after white space and comments.
        mutating func number(digits: Int, path: String) throws(DataError) -> Int {
            while place < bytes.count, isSpace(bytes[place]) || bytes[place] == 0x23 {
                if bytes[place] == 0x23 {
                    while place < bytes.count, bytes[place] != 0x0a { place += 1 }
                } else {
                    place += 1
                }
            }
            var value = 0
            var count = 0
            while place < bytes.count, (0x30...0x39).contains(bytes[place]), count < digits {
                value = 10 * value + Int(bytes[place] - 0x30)
                place += 1
                count += 1
            }
            guard count > 0 else {
                throw .damagedImage(path: path, format: name, reason: "no number at byte \(place)")
            }
            return value
        }
    }
}
