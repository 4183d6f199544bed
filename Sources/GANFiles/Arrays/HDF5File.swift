/// The arrays in an HDF5 file as h5py writes it without being told otherwise: superblock version 0 or 1, groups by symbol tables, arrays of
/// numbers that are compact, contiguous or in chunks, these plain or by shuffle, deflate, LZF and Fletcher's sum.
///
/// The file is read here and not by libhdf5: every address and size is checked before it is followed, and what is of another kind is listed
/// with the reason. Source: HDF5 File Format Specification, version 3.0, sections II to IV.
package struct HDF5File: Sendable {
    /// An array of numbers.
    package struct Dataset: Sendable {
        /// The names that lead to it: "train/images".
        package let name: String
        /// The sizes of the axes.
        package let shape: [Int]
        /// NumPy's word for the elements: "<f4".
        package let type: String
        let width: Int
        let layout: HDF5Layout
        let filters: [HDF5Filter]

        /// How many bytes its elements take.
        var byteCount: Int? { Int.product(shape + [width]) }
    }

    /// The file, as it was named.
    package let path: String
    /// All arrays of numbers, in the file's order.
    package private(set) var datasets: [Dataset] = []
    /// What else there is, by name, and why it is not read.
    package private(set) var unread: [(name: String, reason: String)] = []
    let file: RandomAccessFile
    private var visited = 0

    /// No file may have more groups and arrays.
    private static let mostObjects = 10_000
    private static let greatestDepth = 8
    /// The signature and what follows it.
    package static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Reads the names, shapes and types of all arrays; no elements.
    package init(path: String) throws(ContentError) {
        self.path = path
        do throws(FileError) { file = try RandomAccessFile(path: path) } catch { throw .file(error) }
        let head = try bytes(0, min(96, file.size))
        guard head.starts(with: Self.signature) else { throw damaged("it does not begin as one") }
        guard head.count == 96, head[8] <= 1, head[13] == 8, head[14] == 8 else {
            throw damaged(
                "it is of a newer form (superblock \(head.count > 8 ? Int(head[8]) : 0)), as libver='latest' writes it")
        }
        let base = head[8] == 1 ? 28 : 24
        guard head.number(base, 8) == 0 else { throw damaged("it does not begin at its first byte") }
        try read(object: try bytes(base + 40, 8).number(0, 8), name: "", depth: 0)
    }

    /// An object is a group where it has a table of names, else an array or something else.
    private mutating func read(object address: UInt64, name: String, depth: Int) throws(ContentError) {
        visited += 1
        guard visited <= Self.mostObjects, depth <= Self.greatestDepth else {
            throw damaged("it has more than \(Self.mostObjects) objects, or groups deeper than \(Self.greatestDepth)")
        }
        let messages = try HDF5Messages(at: address, in: self)
        if let table = messages[0x11] {
            guard table.count >= 16 else { throw damaged("a group has no table") }
            for (member, place) in try members(tree: table.number(0, 8), heap: table.number(8, 8)) {
                try read(object: place, name: name.isEmpty ? member : "\(name)/\(member)", depth: depth + 1)
            }
            return
        }
        if name.isEmpty { throw damaged("it has no group of arrays") }
        switch HDF5Messages.dataset(messages, name: name) {
        case .success(let dataset): datasets.append(dataset)
        case .failure(let reason): unread.append((name, reason.words))
        }
    }

    // MARK: Groups

    private func members(tree: UInt64, heap: UInt64) throws(ContentError) -> [(name: String, object: UInt64)] {
        let header = try bytes(heap, 32)
        guard header.starts(with: Array("HEAP".utf8)) else { throw damaged("a group has no names") }
        let names = try bytes(header.number(24, 8), Int(clamping: min(header.number(8, 8), 1 << 24)))
        var found: [(String, UInt64)] = []
        var left = 1 + file.size / 24
        try nodes(at: tree, type: 0, keySize: 8, level: nil, left: &left) { _, child throws(ContentError) in
            let table = try bytes(child, 8)
            guard table.starts(with: Array("SNOD".utf8)) else { throw damaged("a group's table is none") }
            let count = Int(table.number(6, 2))
            guard found.count + count <= Self.mostObjects else { throw damaged("a group has too many members") }
            let entries = try bytes(child &+ 8, count * 40)
            for entry in 0..<count {
                let offset = Int(clamping: entries.number(entry * 40, 8))
                guard offset < names.count else { throw damaged("a member has no name") }
                let name = names[offset...].prefix { $0 != 0 }
                found.append((String(decoding: name, as: UTF8.self), entries.number(entry * 40 + 8, 8)))
            }
        }
        return found
    }

    /// Calls `body` for each key and child of the leaves of a B-tree of version 1; `left` is how many nodes it may still have.
    func nodes(
        at address: UInt64, type: UInt8, keySize: Int, level: Int?, left: inout Int,
        _ body: (ArraySlice<UInt8>, UInt64) throws(ContentError) -> Void
    ) throws(ContentError) {
        left -= 1
        let head = try bytes(address, 24)
        guard left >= 0, head.starts(with: Array("TREE".utf8)), head[4] == type,
            level.map({ $0 == Int(head[5]) }) ?? true
        else { throw damaged("a tree is broken at byte \(address)") }
        let count = Int(head.number(6, 2))
        let entries = try bytes(address &+ 24, count * (keySize + 8))
        for entry in 0..<count {
            let start = entry * (keySize + 8)
            let child = entries.number(start + keySize, 8)
            if head[5] == 0 {
                try body(entries[start..<start + keySize], child)
            } else {
                try nodes(at: child, type: type, keySize: keySize, level: Int(head[5]) - 1, left: &left, body)
            }
        }
    }

    // MARK: Bytes

    /// The bytes at an address; throws where they are not there.
    func bytes(_ address: some BinaryInteger, _ count: Int) throws(ContentError) -> [UInt8] {
        guard let offset = Int(exactly: address) else { throw damaged("an address leads out of it") }
        return try file.read(at: offset, count: count, what: "the HDF5 file")
    }

    func damaged(_ reason: String) -> ContentError { .notHDF5(path: path, reason: reason) }
}

extension [UInt8] {
    /// A little-endian number of up to eight bytes, which are there.
    func number(_ offset: Int, _ count: Int) -> UInt64 { self[offset..<offset + count].littleEndianNumber }
}

extension ArraySlice<UInt8> {
    /// All bytes, eight at most, as a little-endian number.
    var littleEndianNumber: UInt64 { reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}
