/// The files in a tar archive (POSIX ustar, with GNU's long names and pax headers): where each one's bytes are.
///
/// Headers are read one after another and checked by their sums; sizes that lead outside of the file are errors. Folders, links and devices are
/// passed over, sparse files are refused.
package struct TarArchive: Sendable {
    /// One regular file.
    package struct Entry: Sendable, Equatable {
        /// The path within the archive.
        package let name: String
        /// Where its bytes begin in the archive.
        package let offset: Int
        /// How many there are.
        package let size: Int
    }

    /// The archive, as it was named.
    package let path: String
    /// Its regular files, in the archive's order.
    package let entries: [Entry]
    private let file: RandomAccessFile

    /// No archive may hold more files.
    private static let mostEntries = 20_000_000
    /// No header that gives a name may be longer.
    private static let longestHeader = 1 << 16
    private static let block = 512

    /// Reads all headers; O(files).
    package init(path: String) throws(ContentError) {
        do throws(FileError) { file = try RandomAccessFile(path: path) } catch { throw .file(error) }
        self.path = path
        var entries: [Entry] = []
        var place = 0
        var (longName, paxSize): (String?, Int?) = (nil, nil)
        while place + Self.block <= file.size {
            let header = try Self.read(file, place, Self.block)
            // Two empty blocks end an archive; one is enough to know.
            if header.allSatisfy({ $0 == 0 }) { break }
            guard Self.sumIsRight(header) else {
                throw .notTar(path: path, reason: "the header at byte \(place) has a wrong sum")
            }
            guard let stated = Self.number(header[124..<136]) else {
                throw .notTar(path: path, reason: "the header at byte \(place) has no readable size")
            }
            let kind = header[156]
            let isFile = kind == 0 || kind == UInt8(ascii: "0") || kind == UInt8(ascii: "7")
            let size = isFile ? paxSize ?? stated : stated
            let start = place + Self.block
            guard size >= 0, size <= file.size - start else {
                throw .tooShort(
                    path: path, what: "the file at byte \(place)", needed: size, found: file.size - start)
            }
            switch kind {
            case UInt8(ascii: "L"), UInt8(ascii: "x"):
                guard size <= Self.longestHeader else {
                    throw .declaredSizeOverLimit(
                        path: path, what: "the name at byte \(place) has \(size) bytes", limit: Self.longestHeader)
                }
                let body = try Self.read(file, start, size)
                if kind == UInt8(ascii: "L") {
                    longName = Self.text(body[...])
                } else {
                    let records = Self.records(body)
                    longName = records["path"] ?? longName
                    paxSize = records["size"].flatMap { Int($0) } ?? paxSize
                }
            case UInt8(ascii: "S"):
                throw .notTar(path: path, reason: "the file at byte \(place) is sparse")
            default:
                if isFile {
                    guard entries.count < Self.mostEntries else {
                        throw .declaredSizeOverLimit(
                            path: path, what: "the number of files", limit: Self.mostEntries)
                    }
                    let name = longName ?? Self.name(header)
                    // An old way to write a folder.
                    if !name.hasSuffix("/") { entries.append(Entry(name: name, offset: start, size: size)) }
                }
                // A global header leaves what belongs to the next file alone.
                if kind != UInt8(ascii: "g") { (longName, paxSize) = (nil, nil) }
            }
            place = start + (size + Self.block - 1) / Self.block * Self.block
        }
        guard !entries.isEmpty else { throw .notTar(path: path, reason: "there is no file in it") }
        self.entries = entries
    }

    /// The bytes of one file; throws where there are more than `limit`.
    package func read(_ entry: Entry, limit: Int) throws(ContentError) -> [UInt8] {
        guard entry.size <= limit else {
            throw .declaredSizeOverLimit(
                path: "\(path), entry \(entry.name)", what: "the file has \(entry.size) bytes", limit: limit)
        }
        return try Self.read(file, entry.offset, entry.size)
    }

    /// The first bytes of one file, as many as there are up to `count`.
    package func head(_ entry: Entry, count: Int) throws(ContentError) -> [UInt8] {
        try Self.read(file, entry.offset, min(count, entry.size))
    }

    private static func read(_ file: RandomAccessFile, _ offset: Int, _ count: Int) throws(ContentError) -> [UInt8] {
        do throws(FileError) { return try file.read(at: offset, count: count) } catch { throw .file(error) }
    }

    /// The sum of all bytes with those of the sum itself as spaces.
    private static func sumIsRight(_ header: [UInt8]) -> Bool {
        guard let stated = number(header[148..<156]) else { return false }
        let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        return sum == stated
    }

    /// Octal digits, or GNU's binary form for large files.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if let first = field.first, first == 0x80 {
            return field.dropFirst().reduce(Int?(0)) { sum, byte in
                sum.flatMap { $0 > Int.max >> 8 ? nil : $0 << 8 | Int(byte) }
            }
        }
        return Int(text(field).filter { $0 != " " }, radix: 8)
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func name(_ header: [UInt8]) -> String {
        let name = text(header[0..<100])
        // Only POSIX's own magic has a prefix; GNU keeps times there.
        guard header[257..<263].elementsEqual(Array("ustar\0".utf8)), header[345] != 0 else { return name }
        return text(header[345..<500]) + "/" + name
    }

    /// "27 path=some/long/name\n" again and again; what is not of this form ends the list.
    private static func records(_ body: [UInt8]) -> [String: String] {
        var found: [String: String] = [:]
        var rest = body[...]
        while let space = rest.firstIndex(of: 0x20) {
            guard let length = Int(String(decoding: rest[..<space], as: UTF8.self)), length > 0, length <= rest.count,
                space < rest.startIndex + length
            else { break }
            let record = rest[(space + 1)..<(rest.startIndex + length)]
            if let equals = record.firstIndex(of: 0x3d) {
                let key = String(decoding: record[..<equals], as: UTF8.self)
                found[key] = String(decoding: record[(equals + 1)...].dropLast(), as: UTF8.self)
            }
            rest = rest.dropFirst(length)
        }
        return found
    }
}
