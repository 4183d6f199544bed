/// Where the elements of an array in an HDF5 file are.
enum HDF5Layout: Sendable {
    case compact([UInt8])
    case contiguous(address: UInt64, size: UInt64)
    /// Pieces of this shape, found by a B-tree.
    case chunked(tree: UInt64, chunk: [Int])
}

/// What was done to a piece before it was written.
enum HDF5Filter: Sendable, Equatable {
    case deflate
    /// h5py's own filter.
    case lzf
    /// The first bytes of all elements, then the second ones, and so on.
    case shuffle
    /// Fletcher's sum of four bytes behind a piece.
    case sum
}

/// What an object of an HDF5 file says of itself, message by message (object headers of version 1).
struct HDF5Messages {
    /// The first of each type, by its number.
    private var first: [UInt64: [UInt8]] = [:]
    /// Types whose content is kept elsewhere.
    private var shared: Set<UInt64> = []

    /// No object may have more messages.
    private static let most = 1_000

    /// Why an object is no array that is read, as a clause.
    struct Reason: Error { let words: String }

    subscript(type: UInt64) -> [UInt8]? { first[type] }

    init(at address: UInt64, in file: HDF5File) throws(ContentError) {
        let head = try file.bytes(address, 16)
        guard head[0] == 1 else { throw file.damaged("an object's header is of version \(head[0])") }
        var blocks: [(start: UInt64, size: UInt64)] = [(address &+ 16, head.number(8, 4))]
        var seen = 0
        while let block = blocks.popLast() {
            guard block.size <= 1 << 20 else { throw file.damaged("an object's header is too long") }
            let bytes = try file.bytes(block.start, Int(block.size))
            var place = 0
            while place + 8 <= bytes.count {
                let (type, size) = (bytes.number(place, 2), Int(bytes.number(place + 2, 2)))
                seen += 1
                guard seen <= Self.most, place + 8 + size <= bytes.count else {
                    throw file.damaged("an object's header is broken")
                }
                let content = Array(bytes[place + 8..<place + 8 + size])
                if type == 0x10, size >= 16 {
                    blocks.append((content.number(0, 8), content.number(8, 8)))
                } else if first[type] == nil {
                    first[type] = content
                    if bytes[place + 4] & 2 != 0 { shared.insert(type) }
                }
                place += 8 + size
            }
        }
    }

    /// The array that an object is.
    static func dataset(_ messages: HDF5Messages, name: String) -> Result<HDF5File.Dataset, Reason> {
        do throws(Reason) {
            guard let space = messages[0x01], let type = messages[0x03], let layout = messages[0x08] else {
                throw Reason(words: "is no array")
            }
            guard messages.shared.isDisjoint(with: [0x01, 0x03, 0x08, 0x0B]) else {
                throw Reason(words: "has a type that is kept elsewhere")
            }
            let shape = try shape(space)
            let (code, width) = try element(type)
            return .success(
                HDF5File.Dataset(
                    name: name, shape: shape, type: code, width: width,
                    layout: try Self.layout(layout, rank: shape.count), filters: try filters(messages[0x0B])))
        } catch { return .failure(error) }
    }

    private static func shape(_ bytes: [UInt8]) throws(Reason) -> [Int] {
        guard bytes.count >= 4, bytes[0] == 1 || bytes[0] == 2 else { throw Reason(words: "has no shape") }
        let (rank, start) = (Int(bytes[1]), bytes[0] == 1 ? 8 : 4)
        guard rank <= 32, bytes.count >= start + 8 * rank else { throw Reason(words: "has no shape") }
        var shape: [Int] = []
        for axis in 0..<rank {
            guard let size = Int(exactly: bytes.number(start + 8 * axis, 8)) else {
                throw Reason(words: "has no shape")
            }
            shape.append(size)
        }
        return shape
    }

    /// NumPy's word for a type of numbers, and its bytes.
    private static func element(_ bytes: [UInt8]) throws(Reason) -> (code: String, width: Int) {
        guard bytes.count >= 12 else { throw Reason(words: "has no type") }
        let (kind, flags, width) = (bytes[0] & 15, bytes[1], Int(bytes.number(4, 4)))
        let order = width == 1 ? "|" : flags & 1 == 0 ? "<" : ">"
        guard [1, 2, 4, 8].contains(width), bytes.number(8, 2) == 0, bytes.number(10, 2) == UInt64(8 * width) else {
            throw Reason(words: "holds no plain numbers")
        }
        if kind == 0 { return (order + (flags & 8 == 0 ? "u" : "i") + String(width), width) }
        let exponents: [Int: UInt8] = [2: 5, 4: 8, 8: 11]
        guard kind == 1, flags & 0x40 == 0, bytes.count >= 20, exponents[width] == bytes[13] else {
            throw Reason(words: "holds no plain numbers")
        }
        return (order + "f" + String(width), width)
    }

    private static func layout(_ bytes: [UInt8], rank: Int) throws(Reason) -> HDF5Layout {
        guard bytes.count >= 4, bytes[0] == 3 else { throw Reason(words: "is laid out in another version's way") }
        switch bytes[1] {
        case 0:
            let size = Int(bytes.number(2, 2))
            guard bytes.count >= 4 + size else { throw Reason(words: "is broken") }
            return .compact(Array(bytes[4..<4 + size]))
        case 1:
            guard bytes.count >= 18 else { throw Reason(words: "is broken") }
            return .contiguous(address: bytes.number(2, 8), size: bytes.number(10, 8))
        case 2:
            // The element's width counts as an axis.
            guard Int(bytes[2]) == rank + 1, rank > 0, bytes.count >= 11 + 4 * (rank + 1) else {
                throw Reason(words: "is broken")
            }
            let chunk = (0..<rank).map { Int(bytes.number(11 + 4 * $0, 4)) }
            guard chunk.allSatisfy({ $0 > 0 }) else { throw Reason(words: "is broken") }
            return .chunked(tree: bytes.number(3, 8), chunk: chunk)
        default: throw Reason(words: "is laid out in another version's way")
        }
    }

    private static func filters(_ bytes: [UInt8]?) throws(Reason) -> [HDF5Filter] {
        guard let bytes else { return [] }
        guard bytes.count >= 2, bytes[0] == 1 || bytes[0] == 2 else { throw Reason(words: "is broken") }
        let isFirst = bytes[0] == 1
        var place = isFirst ? 8 : 2
        var filters: [HDF5Filter] = []
        for _ in 0..<bytes[1] {
            guard place + 8 <= bytes.count else { throw Reason(words: "is broken") }
            let known: [UInt64: HDF5Filter] = [1: .deflate, 2: .shuffle, 3: .sum, 32_000: .lzf]
            let number = bytes.number(place, 2)
            guard let filter = known[number] else {
                throw Reason(words: "is packed by filter \(number)")
            }
            filters.append(filter)
            // Of version 2 filters with small numbers have neither a name nor its length.
            let isNamed = isFirst || number >= 256
            let nameLength = isNamed ? Int(bytes.number(place + 2, 2)) : 0
            let values = Int(bytes.number(place + (isNamed ? 6 : 4), 2))
            place += (isNamed ? 8 : 6) + (isFirst ? (nameLength + 7) / 8 * 8 : nameLength)
            place += 4 * (isFirst ? values + values % 2 : values)
        }
        return filters
    }
}
