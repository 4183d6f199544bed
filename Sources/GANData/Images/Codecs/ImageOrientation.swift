/// How a camera held the picture: EXIF's tag 0x0112.
enum ImageOrientation: Int, Sendable {
    case asStored = 1
    case mirrored, upsideDown, flipped, transposed, quarterRight, transversed, quarterLeft

    /// Whether height and width change places.
    var isSideways: Bool { rawValue >= 5 }

    /// Reads the tag from a TIFF structure, as EXIF holds it; `asStored` where there is none or it makes no sense.
    init(tiff bytes: ArraySlice<UInt8>) {
        self = Self.tag(bytes).flatMap(Self.init(rawValue:)) ?? .asStored
    }

    private static func tag(_ bytes: ArraySlice<UInt8>) -> Int? {
        let isLittle = bytes.starts(with: [0x49, 0x49, 0x2a, 0])
        guard isLittle || bytes.starts(with: [0x4d, 0x4d, 0, 0x2a]) else { return nil }
        func number(_ offset: Int, _ count: Int) -> Int? {
            guard offset >= 0, offset <= bytes.count - count else { return nil }
            let part = bytes[bytes.startIndex + offset..<bytes.startIndex + offset + count]
            return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
        for entry in 0..<entries {
            let start = directory + 2 + 12 * entry
            guard let name = number(start, 2) else { return nil }
            // A short, one of them; it stands first in the four bytes of its value.
            if name == 0x0112 { return number(start + 2, 2) == 3 ? number(start + 8, 2) : nil }
        }
        return nil
    }

    /// The picture upright: `pixels` are `height` rows of `width` pixels of `channels` samples as stored.
    func applied(to pixels: [UInt8], height: Int, width: Int, channels: Int) -> [UInt8] {
        if self == .asStored { return pixels }
        let (rows, columns) = isSideways ? (width, height) : (height, width)
        return [UInt8](unsafeUninitializedCapacity: pixels.count) { target, count in
            var place = 0
            for row in 0..<rows {
                for column in 0..<columns {
                    let (y, x) =
                        switch self {
                        case .asStored: (row, column)
                        case .mirrored: (row, width - 1 - column)
                        case .upsideDown: (height - 1 - row, width - 1 - column)
                        case .flipped: (height - 1 - row, column)
                        case .transposed: (column, row)
                        case .quarterRight: (height - 1 - column, row)
                        case .transversed: (height - 1 - column, width - 1 - row)
                        case .quarterLeft: (column, width - 1 - row)
                        }
                    let start = (y * width + x) * channels
                    for channel in 0..<channels { target[place + channel] = pixels[start + channel] }
                    place += channels
                }
            }
            count = place
        }
    }
}
