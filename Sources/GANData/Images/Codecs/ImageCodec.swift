import GANFiles
import GANText

/// One kind of image file: a file of its own here, and one line in `ImageCodecs.all`.
///
/// Grey levels are those that the file holds, 0 to 255, channels last: no gamma, no colour profile is applied. An alpha channel is dropped
/// where every pixel is opaque; other images are refused, since any ground behind them would be an invention.
protocol ImageCodec: SendableMetatype {
    /// How sentences name it: "PNG".
    static var name: String { get }
    /// How its files end, in small letters.
    static var endings: [String] { get }
    /// How it is decoded, for the protocol.
    static var rule: String { get }
    /// Whether a file that starts so is of this kind.
    static func claims(_ start: [UInt8]) -> Bool
    /// What an image holds, by its first bytes; nil where these are too few and there are more.
    ///
    /// Throws for an image that can't be decoded or is larger than any image may be.
    static func header(_ start: [UInt8], isWhole: Bool, path: String) throws(DataError) -> ImageHeader?
    /// The grey levels of a whole file, as many as its header says.
    static func decode(_ bytes: [UInt8], path: String) throws(DataError) -> (header: ImageHeader, values: SampleValues)
}

/// What an image holds.
struct ImageHeader: Equatable, Sendable {
    /// As decoded, after the file's orientation is applied.
    var height: Int
    var width: Int
    /// 1 or 3, without alpha.
    var channels: Int
    /// What was done or left undone that a codec's rule does not say of every file.
    var remarks: Set<Remark> = []

    enum Remark: String, Sendable, CaseIterable {
        case turned = "turned as EXIF says"
        case profileIgnored = "colour profiles ignored"
    }

    var imageShape: ImageShape { ImageShape(height: height, width: width, channels: channels) }
    var shape: SampleShape { SampleShape(imageShape) }
}

/// The kinds of image files, and the bounds that hold for all.
enum ImageCodecs {
    /// A new kind is one line here; the order is that of sentences.
    static let all: [any ImageCodec.Type] = [
        PNGDecoder.self, JPEGDecoder.self, WebPDecoder.self, BMPDecoder.self, PNMDecoder.self,
    ]

    /// No image, and no file of one, may need more bytes than this.
    static let greatestBytes = 1 << 28
    static let greatestSide = 32_768

    /// "PNG, JPEG, WebP, BMP or PNM".
    static var names: String { ReportText.alternatives(all.map { $0.name }) }

    /// Whether a file's name is one of an image that is read.
    static func claims(fileNamed name: String) -> Bool {
        let name = name.lowercased()
        return all.contains { $0.endings.contains(where: name.hasSuffix) }
    }

    /// The kind that a file is by its first bytes, whatever its name says.
    static func codec(_ start: [UInt8], path: String) throws(DataError) -> any ImageCodec.Type {
        guard let codec = all.first(where: { $0.claims(start) }) else {
            try DataError.reading(try ForeignContent.refuse(start, path: path))
            throw .notAnImage(path: path, found: start.isEmpty ? "is empty" : nil)
        }
        return codec
    }

    /// The grey levels of a whole file.
    static func decode(_ bytes: [UInt8], path: String) throws(DataError) -> (header: ImageHeader, values: SampleValues)
    {
        try codec(bytes, path: path).decode(bytes, path: path)
    }

    /// A header with sides and a size that an image may have; `what` names the kind.
    static func checked(
        height: Int, width: Int, channels: Int, format: String, path: String
    ) throws(DataError) -> ImageHeader {
        guard width > 0, height > 0 else {
            throw .damagedImage(path: path, format: format, reason: "a side of 0 pixels")
        }
        guard width <= greatestSide, height <= greatestSide else {
            throw .content(.declaredSizeOverLimit(path: path, what: "\(height)×\(width) pixels", limit: greatestSide))
        }
        // An alpha channel may come on top.
        let needed = width * height * (channels + 1)
        guard needed <= greatestBytes else {
            throw .content(
                .declaredSizeOverLimit(path: path, what: "the image needs \(needed) bytes", limit: greatestBytes))
        }
        return ImageHeader(height: height, width: width, channels: channels)
    }

    /// The samples without the alpha channel behind `header.channels`; every alpha must be the greatest value.
    static func withoutAlpha<Sample: FixedWidthInteger>(
        _ samples: [Sample], header: ImageHeader, path: String
    ) throws(DataError) -> [Sample] {
        let channels = header.channels
        var kept: [Sample] = []
        kept.reserveCapacity(header.shape.size)
        for pixel in 0..<header.height * header.width {
            let start = pixel * (channels + 1)
            guard samples[start + channels] == .max else {
                throw .transparentPixel(path: path, row: pixel / header.width, column: pixel % header.width)
            }
            kept.append(contentsOf: samples[start..<start + channels])
        }
        return kept
    }
}
