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
enum PNGDecoder: ImageCodec {
    static let name = "PNG"
    static let endings = [".png"]
    static let rule = "png, grey levels, no gamma, 16 bits / 257, opaque alpha dropped"
    private static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    /// How much of a file `Header` needs.
    private static let headerSize = 33

    static func claims(_ start: [UInt8]) -> Bool { start.starts(with: signature) }

    static func header(_ start: [UInt8], isWhole: Bool, path: String) throws(DataError) -> ImageHeader? {
        guard isWhole || start.count >= headerSize else { return nil }
        return try Header(start, path: path).image
    }

    /// What the first chunk of a PNG says.
    private struct Header {
        let image: ImageHeader
        let bitDepth: Int

        init(_ bytes: [UInt8], path: String) throws(DataError) {
            guard bytes.count >= headerSize else {
                throw .content(.tooShort(path: path, what: "the PNG", needed: headerSize, found: bytes.count))
            }
            guard bytes[8..<16].elementsEqual([0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]) else {
                throw .damagedImage(path: path, format: name, reason: "the first chunk is not IHDR")
            }
            bitDepth = Int(bytes[24])
            let channels: Int
            switch bytes[25] {
            case 0, 4: channels = 1
            case 2, 3, 6: channels = 3
            default: throw .damagedImage(path: path, format: name, reason: "colour type \(bytes[25])")
            }
            image = try ImageCodecs.checked(
                height: Int(bytes.bigEndian32(20)), width: Int(bytes.bigEndian32(16)), channels: channels, format: name,
                path: path)
        }
    }

    /// The grey levels of one image, `header.shape.size` of them, channels last.
    static func decode(_ bytes: [UInt8], path: String) throws(DataError) -> (header: ImageHeader, values: SampleValues)
    {
        let first = try Header(bytes, path: path)
        let (header, bitDepth) = (first.image, first.bitDepth)
        let pixels = header.height * header.width
        // Room for an alpha channel, which a transparency chunk adds without notice in the header.
        let capacity = pixels * (header.channels + 1) * (bitDepth == 16 ? 2 : 1)
        guard capacity <= ImageCodecs.greatestBytes else {
            throw .content(
                .declaredSizeOverLimit(
                    path: path, what: "the image needs \(capacity) bytes", limit: ImageCodecs.greatestBytes))
        }
        // What the rows hold before palettes are expanded, at least.
        guard Inflater.isPlausible(declared: pixels * bitDepth / 8, stored: bytes.count) else {
            throw .content(
                .declaredSizeImplausible(
                    path: path, declared: pixels * bitDepth / 8, stored: bytes.count))
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
            throw .damagedImage(path: path, format: name, reason: text)
        }
        let stored = Int(layout.channels)
        guard stored == header.channels || stored == header.channels + 1, Int(layout.width) == header.width,
            Int(layout.height) == header.height
        else { throw .damagedImage(path: path, format: name, reason: "the image does not fit its header") }
        let hasAlpha = stored > header.channels
        if layout.bit_depth == 16 {
            let wide = (0..<raw.count / 2).map { UInt16(raw[2 * $0]) << 8 | UInt16(raw[2 * $0 + 1]) }
            let kept = hasAlpha ? try ImageCodecs.withoutAlpha(wide, header: header, path: path) : wide
            return (header, .floats(kept.map { Float($0) / 257 }))
        }
        return (header, .bytes(hasAlpha ? try ImageCodecs.withoutAlpha(raw, header: header, path: path) : raw))
    }
}
