import GANFiles
import GANNumerics

/// One cached file: a header that names its key, shape and digest, and a payload.
///
/// Layout, little-endian: magic and version (16 bytes), element size, rows and columns (8 bytes each), the key and the
/// payload's SHA-256 (64 hexadecimal digits each), then `rows * columns * elementSize` bytes.
struct CacheFile {
    static let magic = Array("ganeval.cache/1\n".utf8)
    static let headerSize = 16 + 3 * 8 + 2 * 64

    var elementSize: Int
    var rows: Int
    var columns: Int
    var sha256: String
    /// The whole file; the payload begins at `headerSize`.
    var contents: [UInt8]

    /// The file's size for a shape, or nil when no computer holds it.
    static func size(elementSize: Int, rows: Int, columns: Int) -> Int? {
        guard elementSize > 0, rows >= 0, columns >= 0 else { return nil }
        let (elements, first) = rows.multipliedReportingOverflow(by: columns)
        let (bytes, second) = elements.multipliedReportingOverflow(by: elementSize)
        let (total, third) = bytes.addingReportingOverflow(headerSize)
        return first || second || third ? nil : total
    }

    /// Writes elements, whole or not at all, and returns the payload's digest.
    static func write<Element: BitwiseCopyable>(
        _ elements: [Element], rows: Int, columns: Int, key: CacheKey, to path: String
    ) throws(FileError) -> String {
        let size = MemoryLayout<Element>.size
        var digest = ContentDigest()
        digest.update([UInt64(size), UInt64(rows), UInt64(columns)].map(\.littleEndian))
        digest.update(elements)
        let sha256 = digest.hexadecimal()
        try AtomicFile.write(to: path) { (writer: inout FileWriter) throws(FileError) in
            try writer.append(magic)
            try writer.append([UInt64(size), UInt64(rows), UInt64(columns)].map(\.littleEndian))
            try writer.append(Array(key.digest.utf8))
            try writer.append(Array(sha256.utf8))
            try writer.append(elements)
        }
        return sha256
    }

    /// Why a file in the cache was not used.
    enum Fault: Error {
        case absent
        case unusable(String)
    }

    /// Reads a file and checks key, shape, size and digest before anything is handed out.
    init(path: String, key: CacheKey, elementSize: Int, limit: Int) throws(Fault) {
        do throws(FileError) {
            contents = try BoundedFile.read(path, limit: limit)
        } catch {
            switch error {
            case .missing, .cannotOpen: throw .absent
            default: throw .unusable(error.reason)
            }
        }
        guard contents.count >= Self.headerSize, contents[0..<16].elementsEqual(Self.magic) else {
            throw .unusable("it does not begin as a cached file of this version does")
        }
        let numbers = contents.withUnsafeBytes { bytes in
            (0..<3).map { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16 + 8 * $0, as: UInt64.self)) }
        }
        guard let size = Int(exactly: numbers[0]), let rows = Int(exactly: numbers[1]),
            let columns = Int(exactly: numbers[2]), size == elementSize,
            Self.size(elementSize: size, rows: rows, columns: columns) == contents.count
        else { throw .unusable("its size does not fit its header") }
        guard contents[40..<104].elementsEqual(key.digest.utf8) else { throw .unusable("it belongs to another key") }
        var digest = ContentDigest()
        contents.withUnsafeBytes { bytes in
            digest.update(UnsafeRawBufferPointer(rebasing: bytes[16..<40]))
            digest.update(UnsafeRawBufferPointer(rebasing: bytes[Self.headerSize...]))
        }
        sha256 = digest.hexadecimal()
        guard contents[104..<168].elementsEqual(sha256.utf8) else {
            throw .unusable("its digest does not fit its content")
        }
        self.elementSize = size
        self.rows = rows
        self.columns = columns
    }
}
