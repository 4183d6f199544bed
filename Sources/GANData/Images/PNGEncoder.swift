import CPNG

/// Writes 8-bit grey and RGB images as PNG; the bytes depend on the pixels and the versions of libpng and zlib alone.
public enum PNGEncoder {
    /// The PNG file of packed rows, `height * width * channels` bytes, channels last; `channels` is 1 or 3.
    ///
    /// Throws `DataError.unencodableImage` when a side is 0 or over 32,768 or there is no memory.
    public static func encode(pixels: [UInt8], height: Int, width: Int, channels: Int) throws(DataError) -> [UInt8] {
        try encode(pixels: pixels, height: height, width: width, channels: channels, path: "image")
    }

    /// Encodes an image and writes it in one step; see `AtomicFile`.
    public static func write(
        pixels: [UInt8], height: Int, width: Int, channels: Int, to path: String, synced: Bool = true
    ) throws(DataError) {
        let bytes = try encode(pixels: pixels, height: height, width: width, channels: channels, path: path)
        try FileSystem.write([bytes], to: path, synced: synced)
    }

    private static func encode(
        pixels: [UInt8], height: Int, width: Int, channels: Int, path: String
    ) throws(DataError) -> [UInt8] {
        precondition(channels == 1 || channels == 3, "\(channels) channels; PNG images have 1 or 3")
        precondition(
            height >= 0 && width >= 0 && pixels.count == height * width * channels,
            "\(pixels.count) bytes for shape [\(height), \(width), \(channels)]")
        guard 1...ImageCodecs.greatestSide ~= height, 1...ImageCodecs.greatestSide ~= width else {
            throw .unencodableImage(path: path, reason: "\(height)×\(width) pixels")
        }
        var encoded: UnsafeMutablePointer<UInt8>?
        var count = 0
        var message = [CChar](repeating: 0, count: Int(GANEVAL_PNG_MESSAGE_SIZE))
        let failed = pixels.withUnsafeBufferPointer {
            ganeval_png_encode(
                $0.baseAddress, UInt32(width), UInt32(height), UInt32(channels), &encoded, &count, &message)
        }
        guard failed == 0 else {
            let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw .unencodableImage(path: path, reason: text)
        }
        defer { ganeval_png_release(encoded) }
        return Array(UnsafeBufferPointer(start: encoded, count: count))
    }
}
