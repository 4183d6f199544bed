/// The records of an LMDB database (`data.mdb`, version 1, of a 64-bit little-endian machine): where each value's bytes are.
///
/// The B+ tree is walked here and not by liblmdb, which maps the file and believes its pages: every page number, offset and size is checked
/// before it is followed, and no page is seen twice. Databases within the database, and keys with several values, are passed over.
/// Source: the layout in LMDB 0.9's `mdb.c` (`MDB_page`, `MDB_node`, `MDB_meta`).
package struct LMDBFile: Sendable {
    /// One key with its value.
    package struct Record: Sendable, Equatable {
        /// The key's bytes.
        package let key: [UInt8]
        /// Where the value begins in the file.
        package let offset: Int
        /// How many bytes it has.
        package let size: Int
    }

    /// The file, as it was named.
    package let path: String
    /// All records, in the order of their keys.
    package private(set) var records: [Record] = []
    private let file: RandomAccessFile

    /// No file may hold more records.
    private static let mostRecords = 20_000_000
    /// Trees of LMDB are no deeper.
    private static let greatestDepth = 32
    private static let pageHeader = 16
    private static let magic = 0xBEEF_C0DE

    /// Reads all pages of the tree but those of long values; O(records).
    package init(path: String) throws(ContentError) {
        self.path = path
        do throws(FileError) { file = try RandomAccessFile(path: path) } catch { throw .file(error) }
        let first = try meta(at: 0)
        let pageSize = first.pageSize
        guard pageSize >= 512, pageSize <= 1 << 16, pageSize.nonzeroBitCount == 1 else {
            throw damaged("its page size is \(pageSize)")
        }
        let second = try? meta(at: pageSize)
        // Of the two the one that was written last, which is the last that is whole.
        let chosen = second.map { $0.transaction > first.transaction ? $0 : first } ?? first
        guard chosen.root != .max else { return }
        var left = file.size / pageSize
        try walk(page: chosen.root, depth: 0, pageSize: pageSize, left: &left)
    }

    private func meta(at offset: Int) throws(ContentError) -> (pageSize: Int, transaction: UInt64, root: UInt64) {
        let bytes = try file.read(at: offset, count: 152, what: "the first page")
        guard Self.number(bytes, 16, 4) == Self.magic, Self.number(bytes, 20, 4) == 1 else {
            throw damaged("it does not begin as one of version 1")
        }
        // The page's head, then magic, version, address and map size, then the databases of free pages and of records, 48 bytes each.
        return (
            Int(Self.number(bytes, 40, 4)), Self.number(bytes, 144, 8), Self.number(bytes, 128, 8)
        )
    }

    /// Reads the tree below a page; `left` is how many pages it may still have.
    private mutating func walk(
        page number: UInt64, depth: Int, pageSize: Int, left: inout Int
    ) throws(ContentError) {
        left -= 1
        guard left >= 0, depth < Self.greatestDepth else { throw damaged("its tree does not end") }
        let start = try offset(of: number, pageSize)
        let page = try file.read(at: start, count: pageSize, what: "page \(number)")
        let flags = Self.number(page, 10, 2)
        let lower = Int(Self.number(page, 12, 2))
        guard lower >= Self.pageHeader, lower <= page.count, flags & 3 == 1 || flags & 3 == 2, flags & 0x20 == 0 else {
            throw damaged("page \(number) is none of a tree")
        }
        for index in 0..<(lower - Self.pageHeader) / 2 {
            let place = Int(Self.number(page, Self.pageHeader + 2 * index, 2))
            guard place >= lower, place + 8 <= page.count else { throw damaged("page \(number) has a wrong node") }
            let keySize = Int(Self.number(page, place + 6, 2))
            guard place + 8 + keySize <= page.count else { throw damaged("page \(number) has a wrong key") }
            if flags & 1 == 1 {
                try walk(page: Self.number(page, place, 6), depth: depth + 1, pageSize: pageSize, left: &left)
            } else {
                try read(page, at: place, keySize: keySize, pageStart: start, pageSize: pageSize)
            }
        }
    }

    /// A node of a leaf: its value lies behind the key, or on pages of its own.
    private mutating func read(
        _ page: [UInt8], at place: Int, keySize: Int, pageStart: Int, pageSize: Int
    ) throws(ContentError) {
        let flags = Self.number(page, place + 4, 2)
        if flags & 6 != 0 { return }
        let size = Int(Self.number(page, place, 4))
        let data = place + 8 + keySize
        var offset = pageStart + data
        if flags & 1 == 1 {
            guard data + 8 <= page.count else { throw damaged("a long value has no page") }
            offset = try self.offset(of: Self.number(page, data, 8), pageSize) + Self.pageHeader
            guard offset <= file.size, size <= file.size - offset else { throw damaged("a value leads out of it") }
        } else if data + size > page.count {
            throw damaged("a value leads out of its page")
        }
        guard records.count < Self.mostRecords else {
            throw .declaredSizeOverLimit(path: path, what: "the number of records", limit: Self.mostRecords)
        }
        records.append(Record(key: Array(page[place + 8..<place + 8 + keySize]), offset: offset, size: size))
    }

    /// The value of a record; throws where it is longer than `limit`.
    package func read(_ record: Record, limit: Int) throws(ContentError) -> [UInt8] {
        guard record.size <= limit else {
            throw .declaredSizeOverLimit(path: path, what: "a record has \(record.size) bytes", limit: limit)
        }
        return try file.read(at: record.offset, count: record.size, what: "a record")
    }

    /// The first bytes of a record, as many as there are up to `count`.
    package func head(_ record: Record, count: Int) throws(ContentError) -> [UInt8] {
        try file.read(at: record.offset, count: min(count, record.size), what: "a record")
    }

    private func offset(of page: UInt64, _ pageSize: Int) throws(ContentError) -> Int {
        guard page < UInt64(file.size / pageSize) else { throw damaged("it has no page \(page)") }
        return Int(page) * pageSize
    }

    private func damaged(_ reason: String) -> ContentError { .notLMDB(path: path, reason: reason) }

    /// A little-endian number of up to eight bytes.
    private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
        bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
