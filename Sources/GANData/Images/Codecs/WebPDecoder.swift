import CWebP
import GANFiles
import GANNumerics

/// Reads still WebP images through libwebp, lossy and lossless, always as RGB; animations are refused.
///
/// EXIF's orientation is applied; colour profiles are not.
enum WebPDecoder: ImageCodec {
    static let name = "WebP"
    static let endings = [".webp"]
    static let rule: String = {
        let version = WebPGetDecoderVersion()
        return "webp (libwebp \(version >> 16).\(version >> 8 & 255).\(version & 255)), opaque alpha dropped"
    }()

    static func claims(_ start: [UInt8]) -> Bool {
        start.count >= 12 && start.starts(with: Array("RIFF".utf8)) && start[8..<12].elementsEqual(Array("WEBP".utf8))
    }

    static func header(_ start: [UInt8], isWhole: Bool, path: String) throws(DataError) -> ImageHeader? {
        // What a picture is turned by stands behind it.
        guard isWhole else { return nil }
        return try read(start, path: path).header
    }

    static func decode(_ bytes: [UInt8], path: String) throws(DataError) -> (header: ImageHeader, values: SampleValues)
    {
        let (header, stored, orientation, hasAlpha) = try read(bytes, path: path)
        let channels = hasAlpha ? 4 : 3
        let size = stored.height * stored.width * channels
        guard size <= 65_536 + bytes.count * 4096 else {
            throw .content(.declaredSizeImplausible(path: path, declared: size, stored: bytes.count))
        }
        var isDone = false
        let pixels = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
            bytes.withUnsafeBufferPointer { source in
                let decode = hasAlpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto
                isDone =
                    decode(
                        source.baseAddress, source.count, buffer.baseAddress, size, Int32(stored.width * channels))
                    != nil
            }
            initialized = isDone ? size : 0
        }
        guard isDone else { throw .damagedImage(path: path, format: name, reason: "libwebp can't decode it") }
        let upright = orientation.applied(to: pixels, height: stored.height, width: stored.width, channels: channels)
        return (header, .bytes(hasAlpha ? try ImageCodecs.withoutAlpha(upright, header: header, path: path) : upright))
    }

    private static func read(
        _ bytes: [UInt8], path: String
    ) throws(DataError) -> (
        header: ImageHeader, stored: (height: Int, width: Int), orientation: ImageOrientation, hasAlpha: Bool
    ) {
        var features = WebPBitstreamFeatures()
        let status = bytes.withUnsafeBufferPointer { WebPGetFeatures($0.baseAddress, $0.count, &features) }
        guard status == VP8_STATUS_OK else {
            throw .damagedImage(path: path, format: name, reason: "its header makes no sense (code \(status.rawValue))")
        }
        guard features.has_animation == 0 else { throw .unsupportedImage(path: path, found: "is an animated WebP") }
        let (orientation, hasProfile) = chunks(bytes)
        let (height, width) = (Int(features.height), Int(features.width))
        var header = try ImageCodecs.checked(
            height: orientation.isSideways ? width : height, width: orientation.isSideways ? height : width,
            channels: 3,
            format: name, path: path)
        if orientation != .asStored { header.remarks.insert(.turned) }
        if hasProfile { header.remarks.insert(.profileIgnored) }
        return (header, (height, width), orientation, features.has_alpha != 0)
    }

    /// What the container says beside the picture.
    private static func chunks(_ bytes: [UInt8]) -> (orientation: ImageOrientation, hasProfile: Bool) {
        var found = (orientation: ImageOrientation.asStored, hasProfile: false)
        var place = 12
        while place + 8 <= bytes.count {
            let size = (0..<4).reduce(0) { $0 | Int(bytes[place + 4 + $1]) << (8 * $1) }
            let end = place + 8 + size
            guard end <= bytes.count else { break }
            let name = bytes[place..<place + 4]
            if name.elementsEqual(Array("EXIF".utf8)) {
                var body = bytes[place + 8..<end]
                if body.starts(with: Array("Exif\0\0".utf8)) { body = body.dropFirst(6) }
                found.orientation = ImageOrientation(tiff: body)
            }
            if name.elementsEqual(Array("ICCP".utf8)) { found.hasProfile = true }
            place = end + size % 2
        }
        return found
    }
}
