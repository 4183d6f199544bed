import GANFiles

/// A stretch of bytes, in a file or in memory, that is read in pieces.
struct ByteRegion {
    private enum Storage {
        case file(RandomAccessFile, start: Int)
        case memory([UInt8])
    }

    private let storage: Storage
    let count: Int
    /// How errors call it.
    let path: String
    /// The CRC-32 of all bytes, where somebody else wrote it down and nobody has verified it yet.
    let checksum: UInt32?

    /// Bytes that lie in a file.
    init(file: RandomAccessFile, range: Range<Int>, path: String, checksum: UInt32?) {
        storage = .file(file, start: range.lowerBound)
        count = range.count
        self.path = path
        self.checksum = checksum
    }

    /// Bytes that lie in memory.
    init(bytes: [UInt8], path: String) {
        storage = .memory(bytes)
        count = bytes.count
        self.path = path
        checksum = nil
    }

    /// A whole file.
    init(path: String) throws(DataError) {
        let file = try FileSystem.open(path)
        self.init(file: file, range: 0..<file.size, path: path, checksum: nil)
    }

    /// The bytes in `range`, which must lie within the region.
    func bytes(_ range: Range<Int>) throws(DataError) -> [UInt8] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
        switch storage {
        case .file(let file, let start):
            return try file.read(at: start + range.lowerBound, count: range.count, what: "the file")
        case .memory(let bytes): return Array(bytes[range])
        }
    }
}
