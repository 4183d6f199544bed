import GANFiles

/// Reads Windows bitmaps that are not compressed: 1, 4, 8 bits with a palette, 16 (with masks), 24 and 32.
///
/// A palette of greys gives grey, as Pillow has it; others RGB. The fourth byte of 32 bits is a filler unless the header gives it a mask as
/// alpha. Run lengths and pictures in other formats within are refused.
enum BMPDecoder: ImageCodec {
    static let name = "BMP"
    static let endings = [".bmp", ".dib"]
    static let rule = "bmp, uncompressed, grey palettes as grey"

    static func claims(_ start: [UInt8]) -> Bool { start.starts(with: [0x42, 0x4d]) && start.count >= 2 }

    static func header(_ start: [UInt8], isWhole: Bool, path: String) throws(DataError) -> ImageHeader? {
        // The palette, which says whether it is grey, stands before the pixels.
        guard isWhole || start.count >= 14 + 124 + 4 * 256 + 16 else { return nil }
        return try Layout(start, path: path).header
    }

    static func decode(_ bytes: [UInt8], path: String) throws(DataError) -> (header: ImageHeader, values: SampleValues)
    {
        let layout = try Layout(bytes, path: path)
        let header = layout.header
        let stride = (header.width * layout.bits + 31) / 32 * 4
        guard layout.start <= bytes.count, bytes.count - layout.start >= stride * header.height else {
            throw .content(
                .tooShort(
                    path: path, what: "the BMP", needed: layout.start + stride * header.height, found: bytes.count))
        }
        let stored = header.channels + (layout.hasAlpha ? 1 : 0)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(header.height * header.width * stored)
        for row in 0..<header.height {
            let line = layout.start + stride * (layout.isTopDown ? row : header.height - 1 - row)
            for column in 0..<header.width {
                switch layout.bits {
                case 1, 4, 8:
                    let perByte = 8 / layout.bits
                    let byte = Int(bytes[line + column / perByte])
                    let shift = 8 - layout.bits * (column % perByte + 1)
                    let index = byte >> shift & (1 << layout.bits - 1)
                    guard index < layout.palette.count else {
                        throw .damagedImage(
                            path: path, format: name, reason: "a pixel's index lies outside the palette")
                    }
                    let colour = layout.palette[index]
                    pixels.append(colour[0])
                    if header.channels == 3 { pixels += colour[1...2] }
                case 24:
                    let place = line + 3 * column
                    pixels += [bytes[place + 2], bytes[place + 1], bytes[place]]
                default:
                    let size = layout.bits / 8
                    let word = (0..<size).reduce(UInt32(0)) {
                        $0 | UInt32(bytes[line + size * column + $1]) << UInt32(8 * $1)
                    }
                    for mask in layout.masks.prefix(stored) { pixels.append(Self.level(word, mask: mask)) }
                }
            }
        }
        return (
            header,
            .bytes(layout.hasAlpha ? try ImageCodecs.withoutAlpha(pixels, header: header, path: path) : pixels)
        )
    }

    /// The bits under a mask as a level of 0 to 255, rounded.
    private static func level(_ word: UInt32, mask: UInt32) -> UInt8 {
        guard mask != 0 else { return 0 }
        let shifted = mask >> UInt32(mask.trailingZeroBitCount)
        let value = UInt64(word & mask) >> UInt64(mask.trailingZeroBitCount)
        return UInt8((value * 255 + UInt64(shifted) / 2) / UInt64(shifted))
    }

    /// What the headers say.
    private struct Layout {
        var header: ImageHeader
        var bits: Int
        var isTopDown: Bool
        /// Where the pixels start.
        var start: Int
        /// Red, green, blue.
        var palette: [[UInt8]] = []
        /// Red, green, blue, alpha.
        var masks: [UInt32] = []
        var hasAlpha = false

        init(_ bytes: [UInt8], path: String) throws(DataError) {
            func damaged(_ reason: String) -> DataError { .damagedImage(path: path, format: name, reason: reason) }
            func number(_ place: Int, _ count: Int) -> Int {
                (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
            }
            guard bytes.count >= 26 else {
                throw .content(.tooShort(path: path, what: "the BMP", needed: 26, found: bytes.count))
            }
            start = number(10, 4)
            let size = number(14, 4)
            let isOld = size == 12
            guard isOld || (40...124).contains(size) else { throw damaged("a header of \(size) bytes") }
            guard bytes.count >= 14 + size else {
                throw .content(.tooShort(path: path, what: "the BMP", needed: 14 + size, found: bytes.count))
            }
            let width = isOld ? number(18, 2) : Int(Int32(truncatingIfNeeded: number(18, 4)))
            let height = isOld ? number(20, 2) : Int(Int32(truncatingIfNeeded: number(22, 4)))
            isTopDown = height < 0
            bits = number(isOld ? 24 : 28, 2)
            let compression = isOld ? 0 : number(30, 4)
            let isMasked = [3, 6].contains(compression)
            guard compression == 0 || isMasked else {
                throw .unsupportedImage(path: path, found: "is a compressed BMP (kind \(compression))")
            }
            switch bits {
            case 1, 4, 8, 24: guard !isMasked else { throw damaged("masks for \(bits) bits") }
            case 16, 32: break
            default: throw damaged("\(bits) bits a pixel")
            }
            var isGrey = false
            if bits <= 8 {
                let declared = isOld ? 0 : number(46, 4)
                let count = declared == 0 ? 1 << bits : declared
                let entry = isOld ? 3 : 4
                guard count <= 1 << bits, bytes.count >= 14 + size + entry * count else {
                    throw damaged("a palette of \(count) colours")
                }
                palette = (0..<count).map { colour in
                    let place = 14 + size + entry * colour
                    return [bytes[place + 2], bytes[place + 1], bytes[place]]
                }
                isGrey = palette.allSatisfy { $0[0] == $0[1] && $0[1] == $0[2] }
            } else if bits != 24 {
                masks = bits == 16 ? [0x7c00, 0x03e0, 0x001f, 0] : [0x00ff_0000, 0x0000_ff00, 0x0000_00ff, 0]
                if isMasked {
                    let count = size >= 56 || compression == 6 ? 4 : 3
                    guard bytes.count >= 54 + 4 * count else { throw damaged("masks beyond its end") }
                    masks = (0..<count).map { UInt32(truncatingIfNeeded: number(54 + 4 * $0, 4)) }
                    hasAlpha = count == 4 && masks[3] != 0
                }
            }
            header = try ImageCodecs.checked(
                height: abs(height), width: width, channels: isGrey ? 1 : 3, format: name, path: path)
        }
    }
}
