import CZlib

/// The entries of a zip file, read through its central directory (APPNOTE 4.3; zip64 too), trusting no size in it.
package final class ZipArchive: Sendable {
    package struct Entry: Sendable {
        package let name: String
        package let size: Int
        package let deflated: Bool
        fileprivate let storedSize: Int
        fileprivate let headerOffset: Int
        package let checksum: UInt32
    }

    package let path: String
    /// The entries that are files, in the order of the directory.
    package let entries: [Entry]
    let file: ByteRegion

    /// Most entries that are accepted; the directory alone of more would take over 100 MB.
    private static let greatestCount = 2_000_000

    /// Opens the archive in a file.
    package convenience init(path: String) throws(ContentError) { try self.init(ByteRegion(path: path)) }

    /// Opens the archive that `bytes` are; `path` names it in errors.
    package convenience init(bytes: [UInt8], path: String) throws(ContentError) {
        try self.init(ByteRegion(bytes: bytes, path: path))
    }

    init(_ file: ByteRegion) throws(ContentError) {
        let path = file.path
        let (offset, size, count) = try Self.locateDirectory(in: file)
        guard count <= Self.greatestCount, size <= file.count else {
            throw .declaredSizeOverLimit(
                path: path, what: "the zip directory declares \(count) entries", limit: Self.greatestCount)
        }
        let directory = try file.read(at: offset, count: size, what: "the zip directory")
        var entries: [Entry] = []
        var position = 0
        for _ in 0..<count {
            let (entry, length) = try Self.entry(in: directory, at: position, archiveSize: file.count, path: path)
            position += length
            if !entry.name.hasSuffix("/") { entries.append(entry) }
        }
        try Self.verifyApart(entries, directoryOffset: offset, path: path)
        self.path = path
        self.file = file
        self.entries = entries
    }

    private static func locateDirectory(in file: ByteRegion) throws(ContentError) -> (Int, Int, Int) {
        // The end record is 22 bytes and a comment of at most 65,535.
        let length = min(file.count, 22 + 65_535)
        let start = file.count - length
        let tail = try file.read(at: start, count: length, what: "the zip end record")
        var position = length - 22
        while position >= 0, tail.littleEndian32(position) != 0x0605_4b50 { position -= 1 }
        guard position >= 0 else { throw .notZip(path: file.path, reason: "no end record") }
        var count = Int(tail.littleEndian16(position + 10))
        var size = Int(tail.littleEndian32(position + 12))
        var offset = Int(tail.littleEndian32(position + 16))
        if count == 0xffff || size == 0xffff_ffff || offset == 0xffff_ffff {
            guard position >= 20, tail.littleEndian32(position - 20) == 0x0706_4b50,
                let record = Int(exactly: tail.littleEndian64(position - 12))
            else { throw .notZip(path: file.path, reason: "no zip64 locator") }
            let large = try file.read(at: record, count: 56, what: "the zip64 end record")
            guard large.littleEndian32(0) == 0x0606_4b50, let largeCount = Int(exactly: large.littleEndian64(32)),
                let largeSize = Int(exactly: large.littleEndian64(40)),
                let largeOffset = Int(exactly: large.littleEndian64(48))
            else { throw .notZip(path: file.path, reason: "no zip64 end record") }
            (count, size, offset) = (largeCount, largeSize, largeOffset)
        }
        return (offset, size, count)
    }

    private static func entry(
        in directory: [UInt8], at position: Int, archiveSize: Int, path: String
    ) throws(ContentError) -> (Entry, Int) {
        guard position + 46 <= directory.count, directory.littleEndian32(position) == 0x0201_4b50 else {
            throw .notZip(path: path, reason: "an entry is cut short")
        }
        let nameLength = Int(directory.littleEndian16(position + 28))
        let extraLength = Int(directory.littleEndian16(position + 30))
        let commentLength = Int(directory.littleEndian16(position + 32))
        let length = 46 + nameLength + extraLength + commentLength
        guard position + length <= directory.count else { throw .notZip(path: path, reason: "an entry is cut short") }
        let name = String(decoding: directory[position + 46..<position + 46 + nameLength], as: UTF8.self)
        if directory.littleEndian16(position + 8) & 1 != 0 {
            throw .unsupportedZipEntry(path: path, entry: name, reason: "is encrypted")
        }
        let method = directory.littleEndian16(position + 10)
        guard method == 0 || method == 8 else {
            throw .unsupportedZipEntry(path: path, entry: name, reason: "uses compression method \(method)")
        }
        var sizes = [position + 24, position + 20, position + 42].map { UInt64(directory.littleEndian32($0)) }
        // The zip64 field holds, in this order, those of the three that did not fit 32 bits.
        var extra = position + 46 + nameLength
        let end = extra + extraLength
        while extra + 4 <= end {
            let fieldEnd = extra + 4 + Int(directory.littleEndian16(extra + 2))
            if directory.littleEndian16(extra) == 1 {
                var field = extra + 4
                for index in 0..<3 where sizes[index] == 0xffff_ffff && field + 8 <= min(fieldEnd, end) {
                    sizes[index] = directory.littleEndian64(field)
                    field += 8
                }
            }
            extra = fieldEnd
        }
        guard let size = Int(exactly: sizes[0]), let stored = Int(exactly: sizes[1]),
            let offset = Int(exactly: sizes[2])
        else { throw .notZip(path: path, reason: "the size of entry \(name) does not fit 63 bits") }
        guard stored <= archiveSize, offset <= archiveSize else {
            throw .notZip(path: path, reason: "entry \(name) runs past the data")
        }
        let deflated = method == 8
        guard deflated ? Inflater.isPlausible(declared: size, stored: stored) : size == stored else {
            throw .declaredSizeImplausible(path: "\(path), entry \(name)", declared: size, stored: stored)
        }
        let checksum = directory.littleEndian32(position + 16)
        let entry = Entry(
            name: name, size: size, deflated: deflated, storedSize: stored, headerOffset: offset, checksum: checksum)
        return (entry, length)
    }

    /// Archives whose entries share compressed bytes unpack to far more than the file could hold (Fifield 2019).
    private static func verifyApart(_ entries: [Entry], directoryOffset: Int, path: String) throws(ContentError) {
        var end = 0
        for entry in entries.sorted(by: { $0.headerOffset < $1.headerOffset }) {
            guard entry.headerOffset >= end else { throw .overlappingZipEntries(path: path, entry: entry.name) }
            let (dataEnd, overflow) = (entry.headerOffset + 30).addingReportingOverflow(entry.storedSize)
            guard !overflow, dataEnd <= directoryOffset else {
                throw .notZip(path: path, reason: "entry \(entry.name) runs past the data")
            }
            end = dataEnd
        }
    }

    /// The uncompressed content of an entry, verified by its checksum; one of more than `limit` bytes is refused.
    package func read(_ entry: Entry, limit: Int) throws(ContentError) -> [UInt8] {
        let bytes = try unpacked(entry, limit: limit)
        let checksum = bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
        guard UInt32(truncatingIfNeeded: checksum) == entry.checksum else {
            throw .checksumMismatch(path: "\(path), entry \(entry.name)")
        }
        return bytes
    }

    /// The uncompressed content of an entry, not verified.
    func unpacked(_ entry: Entry, limit: Int) throws(ContentError) -> [UInt8] {
        let start = try dataOffset(of: entry, limit: limit)
        let stored = try file.read(at: start, count: entry.storedSize, what: "entry \(entry.name)")
        guard entry.deflated else { return stored }
        return try stored.withUnsafeBufferPointer { input throws(ContentError) in
            var inflater = try Inflater(input: input, format: .raw, path: "\(path), entry \(entry.name)")
            return try inflater.readToEnd(count: entry.size, what: "the entry")
        }
    }

    /// The uncompressed content of an entry to be read in pieces; `name` is how errors call it.
    ///
    /// Content that is stored as it is stays in the file, and its checksum is left to the reader; other content is
    /// unpacked into memory and verified, unless it has more than `limit` bytes.
    package func region(of entry: Entry, limit: Int, name: String) throws(ContentError) -> ByteRegion {
        if entry.deflated { return ByteRegion(bytes: try read(entry, limit: limit), path: name) }
        return file.part(try dataRange(of: entry, limit: .max), path: name, checksum: entry.checksum)
    }

    func dataRange(of entry: Entry, limit: Int) throws(ContentError) -> Range<Int> {
        let start = try dataOffset(of: entry, limit: limit)
        guard start <= file.count, entry.storedSize <= file.count - start else {
            throw .notZip(path: path, reason: "entry \(entry.name) runs past the data")
        }
        return start..<start + entry.storedSize
    }

    /// Where an entry's stored bytes begin.
    private func dataOffset(of entry: Entry, limit: Int) throws(ContentError) -> Int {
        guard entry.size <= limit else {
            throw .declaredSizeOverLimit(
                path: "\(path), entry \(entry.name)", what: "unpacks to \(entry.size) bytes", limit: limit)
        }
        let header = try file.read(at: entry.headerOffset, count: 30, what: "an entry's header")
        guard header.littleEndian32(0) == 0x0403_4b50 else {
            throw .notZip(path: path, reason: "entry \(entry.name) has no header")
        }
        return entry.headerOffset + 30 + Int(header.littleEndian16(26)) + Int(header.littleEndian16(28))
    }
}

extension [UInt8] {
    package func littleEndian16(_ offset: Int) -> UInt16 { UInt16(self[offset]) | UInt16(self[offset + 1]) << 8 }

    package func littleEndian32(_ offset: Int) -> UInt32 {
        UInt32(littleEndian16(offset)) | UInt32(littleEndian16(offset + 2)) << 16
    }

    package func littleEndian64(_ offset: Int) -> UInt64 {
        UInt64(littleEndian32(offset)) | UInt64(littleEndian32(offset + 4)) << 32
    }

    package func bigEndian32(_ offset: Int) -> UInt32 { littleEndian32(offset).byteSwapped }
}
