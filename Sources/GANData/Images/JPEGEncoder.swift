import Foundation
import GANText

/// Writes baseline JPEG files in memory, for pictures that people look at; files that are measured are PNG.
///
/// Sequential DCT, 8 bits, all channels at full resolution, the Huffman and quantization tables that the standard gives as examples. Source:
/// ITU-T T.81 (1992), annexes A, F and K; JFIF 1.02 for colours.
package enum JPEGEncoder {
    /// The file's bytes, of `pixels` `[height, width, channels]` with 1 channel (grey) or 3 (red, green, blue).
    ///
    /// `quality` goes from 1 to 100 as in libjpeg. Without chroma subsampling no block shares pixels with another: pictures on a sheet whose
    /// places are multiples of 8 don't touch. Sides are 1 to 65,535. Throws `DataError.unencodableImage` for other sizes. O(pixels).
    package static func encode(
        pixels: [UInt8], height: Int, width: Int, channels: Int, quality: Int
    ) throws(DataError) -> [UInt8] {
        guard (1...65_535).contains(height), (1...65_535).contains(width), channels == 1 || channels == 3,
            pixels.count == height * width * channels
        else {
            throw .unencodableImage(
                path: "image", reason: "\(height)×\(width)×\(channels) is no size of a JPEG picture")
        }
        let tables = [JPEGTables.luminance, JPEGTables.chrominance].map { $0.scaled(quality: quality) }
        var file: [UInt8] = [0xff, 0xd8]
        func segment(_ marker: UInt8, _ body: [UInt8]) {
            let length = body.count + 2
            file += [0xff, marker, UInt8(length >> 8), UInt8(length & 255)] + body
        }
        segment(0xe0, Array("JFIF".utf8) + [0, 1, 2, 0, 0, 1, 0, 1, 0, 0])
        let kinds = channels == 1 ? 1 : 2
        for kind in 0..<kinds {
            segment(0xdb, [UInt8(kind)] + JPEGTables.zigzag.map { UInt8(tables[kind].divisors[$0]) })
        }
        var frame: [UInt8] = [8, UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255)]
        var header: [UInt8] = []
        for channel in 0..<channels {
            let (number, kind) = (UInt8(channel + 1), UInt8(min(1, channel)))
            frame += (channel == 0 ? [UInt8(channels)] : []) + [number, 0x11, kind]
            header += [number, kind * 0x11]
        }
        segment(0xc0, frame)
        for kind in 0..<kinds {
            segment(0xc4, [UInt8(kind)] + tables[kind].dc.definition)
            segment(0xc4, [UInt8(0x10 + kind)] + tables[kind].ac.definition)
        }
        segment(0xda, [UInt8(channels)] + header + [0, 63, 0])
        var scan = JPEGScan()
        var previous = [Int](repeating: 0, count: channels)
        var block = [Double](repeating: 0, count: 64)
        for top in stride(from: 0, to: height, by: 8) {
            for left in stride(from: 0, to: width, by: 8) {
                for channel in 0..<channels {
                    for y in 0..<8 {
                        // Beyond an edge its last pixels go on.
                        let row = min(top + y, height - 1) * width
                        for x in 0..<8 {
                            let place = (row + min(left + x, width - 1)) * channels
                            block[y * 8 + x] = level(pixels, place, channel, of: channels)
                        }
                    }
                    let table = tables[channel == 0 ? 0 : 1]
                    let values = JPEGTransform.quantized(block, divisors: table.divisors)
                    scan.write(values, table, after: &previous[channel])
                }
            }
        }
        return file + scan.finished() + [0xff, 0xd9]
    }

    /// Light or one of the two colour differences of a pixel, less 128.
    private static func level(_ pixels: [UInt8], _ place: Int, _ channel: Int, of channels: Int) -> Double {
        if channels == 1 { return Double(pixels[place]) - 128 }
        let (red, green, blue) = (Double(pixels[place]), Double(pixels[place + 1]), Double(pixels[place + 2]))
        switch channel {
        case 0: return 0.299 * red + 0.587 * green + 0.114 * blue - 128
        case 1: return -0.168735892 * red - 0.331264108 * green + 0.5 * blue
        default: return 0.5 * red - 0.418687589 * green - 0.081312411 * blue
        }
    }
}

/// The cosine transform of a block of 8×8 pixels.
private enum JPEGTransform {
    /// cos((2x + 1)·u·π/16)·c(u)/2, row u, column x.
    private static let basis: [Double] = (0..<64).map { place in
        let (u, x) = (place / 8, place % 8)
        return cos(Double((2 * x + 1) * u) * .pi / 16) * (u == 0 ? 0.5.squareRoot() : 1) / 2
    }

    /// The coefficients `[v, u]` divided and rounded.
    static func quantized(_ block: [Double], divisors: [Int]) -> [Int] {
        var rows = [Double](repeating: 0, count: 64)
        for y in 0..<8 {
            for u in 0..<8 {
                var sum = 0.0
                for x in 0..<8 { sum += block[y * 8 + x] * basis[u * 8 + x] }
                rows[y * 8 + u] = sum
            }
        }
        var result = [Int](repeating: 0, count: 64)
        for v in 0..<8 {
            for u in 0..<8 {
                var sum = 0.0
                for y in 0..<8 { sum += rows[y * 8 + u] * basis[v * 8 + y] }
                result[v * 8 + u] = Int((sum / Double(divisors[v * 8 + u])).rounded())
            }
        }
        return result
    }
}

/// The bits of a scan.
private struct JPEGScan {
    private var bytes: [UInt8] = []
    private var bits: UInt32 = 0
    private var count = 0

    /// A block's coefficients; `previous` is the last block's first one.
    mutating func write(_ values: [Int], _ table: JPEGTables, after previous: inout Int) {
        let step = values[0] - previous
        previous = values[0]
        let size = Self.size(step)
        put(table.dc, UInt8(size))
        put(step, size: size)
        var zeros = 0
        for place in JPEGTables.zigzag.dropFirst() {
            let value = values[place]
            if value == 0 {
                zeros += 1
                continue
            }
            while zeros > 15 {
                put(table.ac, 0xf0)
                zeros -= 16
            }
            let size = Self.size(value)
            put(table.ac, UInt8(zeros << 4 | size))
            put(value, size: size)
            zeros = 0
        }
        if zeros > 0 { put(table.ac, 0) }
    }

    /// The bytes so far, the last one filled up with ones.
    mutating func finished() -> [UInt8] {
        if count > 0 { put(UInt32(1) << UInt32(8 - count) - 1, length: 8 - count) }
        return bytes
    }

    /// How many bits a coefficient takes.
    private static func size(_ value: Int) -> Int { Int.bitWidth - value.magnitude.leadingZeroBitCount }

    private mutating func put(_ code: JPEGTables.Code, _ symbol: UInt8) {
        let (word, length) = code.words[Int(symbol)]
        put(UInt32(word), length: length)
    }

    private mutating func put(_ value: Int, size: Int) {
        if size > 0 { put(UInt32(value < 0 ? value + (1 << size) - 1 : value), length: size) }
    }

    private mutating func put(_ word: UInt32, length: Int) {
        bits = bits << UInt32(length) | word
        count += length
        while count >= 8 {
            let byte = UInt8(bits >> UInt32(count - 8) & 255)
            bytes.append(byte)
            // A byte of ones would begin a marker.
            if byte == 0xff { bytes.append(0) }
            count -= 8
        }
        bits &= (1 << UInt32(count)) - 1
    }
}
