import GANNumerics
import Synchronization

/// The content digest of a source, computed once.
///
/// SHA-256 over the shape, the count, the values and the labels. Values come in blocks of rows whose length depends on the
/// shape alone. A block of whole numbers from 0 to 255 is written as a 0 byte and one byte for each value, any
/// other as a 1 byte and little-endian float32 (−0 as 0): the encoding follows from the values, not from the file's format.
final class SampleDigest: Sendable {
    private let cached = Mutex<String?>(nil)

    /// About how many values make a block.
    private static let blockValues = 1 << 20

    /// The digest, reading blocks through `read` only the first time; other threads wait for it.
    func value(
        of source: some SampleSource, read: (Range<Int>) throws -> SampleValues
    ) throws -> String {
        try cached.withLock { cached in
            if let cached { return cached }
            var digest = ContentDigest()
            switch source.shape {
            case .image(let height, let width, let channels): digest.update("image \(height) \(width) \(channels)")
            case .vector(let width): digest.update("vector \(width)")
            }
            digest.update("rows \(source.count)")
            let blockRows = max(1, Self.blockValues / max(1, source.shape.size))
            var start = 0
            while start < source.count {
                let end = min(source.count, start + blockRows)
                Self.append(try read(start..<end), to: &digest)
                start = end
            }
            if let labels = source.labels {
                digest.update("labels")
                digest.update(labels.map(Int64.init))
            } else {
                digest.update("no labels")
            }
            let text = digest.hexadecimal()
            cached = text
            return text
        }
    }

    private static func append(_ values: SampleValues, to digest: inout ContentDigest) {
        switch values {
        case .bytes(let bytes):
            digest.update([0 as UInt8])
            digest.update(bytes)
        case .floats(let floats):
            let whole = floats.withUnsafeBufferPointer { $0.allSatisfy { $0 >= 0 && $0 <= 255 && $0 == $0.rounded() } }
            if whole {
                append(.bytes(floats.map { UInt8($0) }), to: &digest)
            } else {
                digest.update([1 as UInt8])
                digest.update(floats.map { $0 == 0 ? 0 : $0 })
            }
        }
    }
}
