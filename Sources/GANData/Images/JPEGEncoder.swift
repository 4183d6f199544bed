import CJPEG

/// Writes 8-bit grey and RGB images as baseline JPEG through libjpeg-turbo, for pictures that people look at; files that are measured are PNG.
package enum JPEGEncoder {
    /// The file's bytes, of `pixels` `[height, width, channels]` with 1 channel (grey) or 3 (red, green, blue).
    ///
    /// `quality` goes from 1 to 100 as in libjpeg. Without chroma subsampling no block shares pixels with another: pictures on a sheet whose
    /// places are multiples of 8 don't touch. Sides are 1 to 65,500. Throws `DataError.unencodableImage` for other sizes. O(pixels).
    package static func encode(
        pixels: [UInt8], height: Int, width: Int, channels: Int, quality: Int
    ) throws(DataError) -> [UInt8] {
        guard (1...greatestSide).contains(height), (1...greatestSide).contains(width), channels == 1 || channels == 3,
            pixels.count == height * width * channels
        else {
            throw .unencodableImage(
                path: "image", reason: "\(height)×\(width)×\(channels) is no size of a JPEG picture")
        }
        precondition((1...100).contains(quality), "quality \(quality)")
        var encoded: UnsafeMutablePointer<UInt8>?
        var count = 0
        var message = [CChar](repeating: 0, count: Int(GANEVAL_JPEG_MESSAGE_SIZE))
        let failed = pixels.withUnsafeBufferPointer {
            ganeval_jpeg_encode(
                $0.baseAddress, UInt32(width), UInt32(height), UInt32(channels), Int32(quality), &encoded, &count,
                &message)
        }
        guard failed == 0 else {
            let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw .unencodableImage(path: "image", reason: text)
        }
        defer { ganeval_jpeg_release(encoded) }
        return Array(UnsafeBufferPointer(start: encoded, count: count))
    }

    /// What libjpeg itself allows.
    private static let greatestSide = 65_500

    /// Encodes an image and writes it in one step; see `AtomicFile`.
    package static func write(
        pixels: [UInt8], height: Int, width: Int, channels: Int, quality: Int, to path: String
    ) throws(DataError) {
        let bytes = try encode(pixels: pixels, height: height, width: width, channels: channels, quality: quality)
        try FileSystem.write([bytes], to: path)
    }
}
