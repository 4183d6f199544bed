import CZlib

/// A stretch of bytes, in a file or in memory, that is read in pieces.
package struct ByteRegion {
    private enum Storage {
        case file(RandomAccessFile, start: Int)
        case memory(ArraySlice<UInt8>)
    }

    private let storage: Storage
    package let count: Int
    /// How errors call it.
    package let path: String
    /// The CRC-32 of all bytes, where somebody else wrote it down and nobody has verified it yet.
    package let checksum: UInt32?

    /// Bytes that lie in a file.
    package init(file: RandomAccessFile, range: Range<Int>, path: String, checksum: UInt32?) {
        storage = .file(file, start: range.lowerBound)
        count = range.count
        self.path = path
        self.checksum = checksum
    }

    /// Bytes that lie in memory.
    package init(bytes: ArraySlice<UInt8>, path: String, checksum: UInt32? = nil) {
        storage = .memory(bytes)
        count = bytes.count
        self.path = path
        self.checksum = checksum
    }

    /// A whole array.
    package init(bytes: [UInt8], path: String) { self.init(bytes: bytes[...], path: path) }

    /// A whole file.
    package init(path: String) throws(ContentError) {
        let file: RandomAccessFile
        do throws(FileError) { file = try RandomAccessFile(path: path) } catch { throw .file(error) }
        self.init(file: file, range: 0..<file.size, path: path, checksum: nil)
    }

    /// How many of the bytes are held in memory: none of a file's.
    package var residentBytes: Int {
        if case .memory = storage { return count }
        return 0
    }

    /// The `size` bytes from `offset` on; `what` names them in the error when the region has fewer.
    package func read(at offset: Int, count size: Int, what: String) throws(ContentError) -> [UInt8] {
        guard offset >= 0, size >= 0, offset <= count, size <= count - offset else {
            throw .tooShort(path: path, what: what, needed: size, found: max(0, min(size, count - offset)))
        }
        return try bytes(offset..<offset + size)
    }

    /// The CRC-32 of bytes that follow those of a given checksum, 0 for none.
    package static func checksum(of bytes: [UInt8], after previous: UInt32) -> UInt32 {
        bytes.withUnsafeBufferPointer {
            UInt32(truncatingIfNeeded: crc32_z(UInt(previous), $0.baseAddress, $0.count))
        }
    }

    /// Reads all bytes where somebody wrote down their checksum, and throws when they are not those.
    package func verify() throws(ContentError) {
        guard let expected = checksum else { return }
        var found: UInt32 = 0
        for offset in stride(from: 0, to: count, by: 1 << 20) {
            found = try Self.checksum(of: bytes(offset..<min(count, offset + 1 << 20)), after: found)
        }
        guard found == expected else { throw .checksumMismatch(path: path) }
    }

    /// A part of the region, `range` of it, which must lie within.
    package func part(_ range: Range<Int>, path: String, checksum: UInt32?) -> ByteRegion {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
        switch storage {
        case .file(let file, let start):
            return ByteRegion(
                file: file, range: start + range.lowerBound..<start + range.upperBound, path: path, checksum: checksum)
        case .memory: return ByteRegion(bytes: slice(range) ?? [], path: path, checksum: checksum)
        }
    }

    /// The bytes in `range` without copying them, where the region lies in memory.
    package func slice(_ range: Range<Int>) -> ArraySlice<UInt8>? {
        guard case .memory(let bytes) = storage else { return nil }
        return bytes[bytes.startIndex + range.lowerBound..<bytes.startIndex + range.upperBound]
    }

    /// The bytes in `range`, which must lie within the region.
    package func bytes(_ range: Range<Int>) throws(ContentError) -> [UInt8] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
        switch storage {
        case .file(let file, let start):
            return try file.read(at: start + range.lowerBound, count: range.count, what: "the file")
        case .memory: return Array(slice(range) ?? [])
        }
    }
}

extension RandomAccessFile {
    /// The `count` bytes from `offset` on; `what` names them in the error when the file has fewer.
    package func read(at offset: Int, count: Int, what: String) throws(ContentError) -> [UInt8] {
        guard offset >= 0, count >= 0, offset <= size, count <= size - offset else {
            throw .tooShort(path: path, what: what, needed: count, found: max(0, min(count, size - offset)))
        }
        do throws(FileError) { return try read(at: offset, count: count) } catch { throw .file(error) }
    }
}
