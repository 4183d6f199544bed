import CJPEG
import GANFiles
import GANNumerics

/// Reads JPEG images through libjpeg-turbo: baseline, progressive and arithmetic, grey, YCbCr and RGB, 8 bits.
///
/// Chroma is upsampled smoothly and the transform is the slow integer one, as Pillow and torchvision have it. EXIF's orientation is
/// applied, which they leave to the caller; colour profiles are not. CMYK is refused. What libjpeg repairs with a warning, as a file that
/// ends early, is an error.
enum JPEGDecoder: ImageCodec {
    static let name = "JPEG"
    static let endings = [".jpg", ".jpeg", ".jpe", ".jfif"]
    static let rule =
        "jpeg (\(String(cString: ganeval_jpeg_version())), slow integer transform, smooth chroma upsampling)"

    static func claims(_ start: [UInt8]) -> Bool { start.starts(with: [0xff, 0xd8, 0xff]) }

    static func header(_ start: [UInt8], isWhole: Bool, path: String) throws(DataError) -> ImageHeader? {
        guard let segments = try JPEGSegments(start, isWhole: isWhole, path: path) else { return nil }
        return try header(segments, path: path)
    }

    static func decode(_ bytes: [UInt8], path: String) throws(DataError) -> (header: ImageHeader, values: SampleValues)
    {
        guard let segments = try JPEGSegments(bytes, isWhole: true, path: path) else {
            throw .damagedImage(path: path, format: name, reason: "the file ends before its image starts")
        }
        let header = try header(segments, path: path)
        let capacity = header.shape.size
        // One bit a block of 64 samples and less is what no encoder reaches.
        guard capacity <= 65_536 + bytes.count * 1024 else {
            throw .content(.declaredSizeImplausible(path: path, declared: capacity, stored: bytes.count))
        }
        var layout = ganeval_jpeg_layout()
        var message = [CChar](repeating: 0, count: Int(GANEVAL_JPEG_MESSAGE_SIZE))
        var failed: Int32 = 0
        let pixels = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            failed = bytes.withUnsafeBufferPointer {
                ganeval_jpeg_decode($0.baseAddress, $0.count, buffer.baseAddress, capacity, &layout, &message)
            }
            initialized =
                failed == 0 ? min(Int(layout.width) * Int(layout.height) * Int(layout.channels), capacity) : 0
        }
        guard failed == 0 else {
            let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw .damagedImage(path: path, format: name, reason: text)
        }
        guard Int(layout.height) == segments.height, Int(layout.width) == segments.width,
            Int(layout.channels) == header.channels
        else { throw .damagedImage(path: path, format: name, reason: "the image does not fit its header") }
        let upright = segments.orientation.applied(
            to: pixels, height: segments.height, width: segments.width, channels: header.channels)
        return (header, .bytes(upright))
    }

    private static func header(_ segments: JPEGSegments, path: String) throws(DataError) -> ImageHeader {
        guard segments.precision == 8 else {
            throw .unsupportedImage(path: path, found: "is a JPEG of \(segments.precision) bits a sample")
        }
        switch segments.components {
        case 1, 3: break
        case 4: throw .unsupportedImage(path: path, found: "is a JPEG in CMYK, whose colours depend on a printer")
        default: throw .unsupportedImage(path: path, found: "is a JPEG of \(segments.components) channels")
        }
        let isSideways = segments.orientation.isSideways
        var header = try ImageCodecs.checked(
            height: isSideways ? segments.width : segments.height, width: isSideways ? segments.height : segments.width,
            channels: segments.components, format: name, path: path)
        if segments.orientation != .asStored { header.remarks.insert(.turned) }
        if segments.hasProfile { header.remarks.insert(.profileIgnored) }
        return header
    }
}

/// What stands before a JPEG's image: its size, and what its markers say of orientation and colour.
struct JPEGSegments {
    private(set) var height = 0
    private(set) var width = 0
    private(set) var components = 0
    private(set) var precision = 0
    private(set) var orientation = ImageOrientation.asStored
    private(set) var hasProfile = false

    /// Reads markers up to the frame's; nil where the bytes end before it and there are more.
    init?(_ bytes: [UInt8], isWhole: Bool, path: String) throws(DataError) {
        func damaged(_ reason: String) -> DataError { .damagedImage(path: path, format: "JPEG", reason: reason) }
        var place = 2
        while true {
            guard place + 4 <= bytes.count else { break }
            guard bytes[place] == 0xff else {
                // What stands between segments is passed over, as libjpeg does.
                place += 1
                continue
            }
            let marker = bytes[place + 1]
            // Filling bytes, and markers without a segment.
            if marker == 0xff || marker == 0 || marker == 1 || (0xd0...0xd8).contains(marker) {
                place += marker == 0xff ? 1 : 2
                continue
            }
            if marker == 0xd9 || marker == 0xda { throw damaged("no frame stands before its image") }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            guard length >= 2 else { throw damaged("a segment of \(length) bytes") }
            let end = place + 2 + length
            guard end <= bytes.count else { break }
            let body = bytes[place + 4..<end]
            if (0xc0...0xcf).contains(marker), ![0xc4, 0xc8, 0xcc].contains(marker) {
                guard body.count >= 6 else { throw damaged("a frame of \(body.count) bytes") }
                let start = body.startIndex
                precision = Int(body[start])
                height = Int(body[start + 1]) << 8 | Int(body[start + 2])
                width = Int(body[start + 3]) << 8 | Int(body[start + 4])
                components = Int(body[start + 5])
                return
            }
            if marker == 0xe1, body.starts(with: Array("Exif\0\0".utf8)) {
                orientation = ImageOrientation(tiff: body.dropFirst(6))
            }
            if marker == 0xe2, body.starts(with: Array("ICC_PROFILE\0".utf8)) { hasProfile = true }
            place = end
        }
        guard isWhole else { return nil }
        throw damaged("the file ends before its image starts")
    }
}
