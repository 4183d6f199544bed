import CPNG
import GANFiles
import GANNumerics

/// Reads PNG images as grey levels from 0 to 255, by these rules and no others.
///
/// - Grey of 1, 2, 4 bits is scaled by 255, 85, 17; 8 bits stay; 16 bits become value / 257.
/// - Palettes become RGB. Gamma and colour profiles are not applied.
/// - Alpha, from a channel or a transparency chunk, is dropped when every pixel is opaque; else the image is refused,
///   since any background would be an invention.
/// - Damage that libpng could repair (checksums, palette indices) is an error.
enum PNGDecoder {
    static let rule = "png, grey levels, no gamma, 16 bits / 257, opaque alpha dropped"
    /// No image may need more than this when decoded.
    static let greatestBytes = 1 << 28
    static let greatestSide = 32_768
    /// How much of a file `Header` needs.
    static let headerSize = 33

    /// What the first chunk of a PNG says.
    struct Header {
        let height: Int
        let width: Int
        /// 1 or 3, without alpha.
        let channels: Int
        let bitDepth: Int

        var shape: SampleShape { .image(height: height, width: width, channels: channels) }

        init(_ bytes: [UInt8], path: String) throws(DataError) {
            guard bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) else {
                throw .notPNG(path: path)
            }
            guard bytes.count >= headerSize else {
                throw .content(.tooShort(path: path, what: "the PNG", needed: headerSize, found: bytes.count))
            }
            guard bytes[8..<16].elementsEqual([0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]) else {
                throw .damagedPNG(path: path, reason: "the first chunk is not IHDR")
            }
            width = Int(bytes.bigEndian32(16))
            height = Int(bytes.bigEndian32(20))
            bitDepth = Int(bytes[24])
            guard width > 0, height > 0 else { throw .damagedPNG(path: path, reason: "a side of 0 pixels") }
            guard width <= greatestSide, height <= greatestSide else {
                throw .content(
                    .declaredSizeOverLimit(path: path, what: "\(height)×\(width) pixels", limit: greatestSide))
            }
            switch bytes[25] {
            case 0, 4: channels = 1
            case 2, 3, 6: channels = 3
            default: throw .damagedPNG(path: path, reason: "colour type \(bytes[25])")
            }
        }
    }

    /// The grey levels of one image, `header.shape.size` of them, channels last.
    static func decode(_ bytes: [UInt8], path: String) throws(DataError) -> (header: Header, values: SampleValues) {
        let header = try Header(bytes, path: path)
        let pixels = header.height * header.width
        // Room for an alpha channel, which a transparency chunk adds without notice in the header.
        let capacity = pixels * (header.channels + 1) * (header.bitDepth == 16 ? 2 : 1)
        guard capacity <= greatestBytes else {
            throw .content(
                .declaredSizeOverLimit(path: path, what: "the image needs \(capacity) bytes", limit: greatestBytes))
        }
        // What the rows hold before palettes are expanded, at least.
        guard Inflater.isPlausible(declared: pixels * header.bitDepth / 8, stored: bytes.count) else {
            throw .content(
                .declaredSizeImplausible(
                    path: path, declared: pixels * header.bitDepth / 8, stored: bytes.count))
        }
        var layout = ganeval_png_layout()
        var message = [CChar](repeating: 0, count: Int(GANEVAL_PNG_MESSAGE_SIZE))
        var failed: Int32 = 0
        let raw = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            failed = bytes.withUnsafeBufferPointer {
                ganeval_png_decode($0.baseAddress, $0.count, buffer.baseAddress, capacity, &layout, &message)
            }
            let written = Int(layout.width) * Int(layout.height) * Int(layout.channels) * Int(layout.bit_depth / 8)
            initialized = failed == 0 ? min(written, capacity) : 0
        }
        guard failed == 0 else {
            let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw .damagedPNG(path: path, reason: text)
        }
        let stored = Int(layout.channels)
        guard stored == header.channels || stored == header.channels + 1, Int(layout.width) == header.width,
            Int(layout.height) == header.height
        else { throw .damagedPNG(path: path, reason: "the image does not fit its header") }
        if layout.bit_depth == 16 {
            let wide = (0..<raw.count / 2).map { UInt16(raw[2 * $0]) << 8 | UInt16(raw[2 * $0 + 1]) }
            let kept = try opaque(wide, stored: stored, header: header, path: path)
            return (header, .floats(kept.map { Float($0) / 257 }))
        }
        return (header, .bytes(try opaque(raw, stored: stored, header: header, path: path)))
    }

    /// The samples without the alpha channel, if there is one; every alpha must be the greatest value.
    private static func opaque<Sample: FixedWidthInteger>(
        _ samples: [Sample], stored: Int, header: Header, path: String
    ) throws(DataError) -> [Sample] {
        let channels = header.channels
        if stored == channels { return samples }
        var kept: [Sample] = []
        kept.reserveCapacity(header.shape.size)
        for pixel in 0..<header.height * header.width {
            let start = pixel * stored
            guard samples[start + channels] == .max else {
                throw .transparentPixel(path: path, row: pixel / header.width, column: pixel % header.width)
            }
            kept.append(contentsOf: samples[start..<start + channels])
        }
        return kept
    }
}
