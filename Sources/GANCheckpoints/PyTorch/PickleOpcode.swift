/// The pickle instructions that `torch.save` emits under protocols 2 to 5, and no others.
///
/// Source: CPython's `Lib/pickletools.py`, which documents each one.
enum PickleOpcode: UInt8 {
    case mark = 0x28, stop = 0x2E, pop = 0x30, popMark = 0x31
    case none = 0x4E, newTrue = 0x88, newFalse = 0x89
    case binaryInteger = 0x4A, binaryInteger1 = 0x4B, binaryInteger2 = 0x4D, long1 = 0x8A, long4 = 0x8B
    case binaryFloat = 0x47
    case binaryString = 0x54, shortBinaryString = 0x55
    case binaryUnicode = 0x58, shortBinaryUnicode = 0x8C, binaryUnicode8 = 0x8D
    case binaryBytes = 0x42, shortBinaryBytes = 0x43, binaryBytes8 = 0x8E, byteArray8 = 0x96
    case emptyTuple = 0x29, tuple = 0x74, tuple1 = 0x85, tuple2 = 0x86, tuple3 = 0x87
    case emptyList = 0x5D, append = 0x61, appends = 0x65
    case emptyDictionary = 0x7D, setItem = 0x73, setItems = 0x75
    case emptySet = 0x8F, addItems = 0x90, frozenSet = 0x91
    case binaryPut = 0x71, longBinaryPut = 0x72, memoize = 0x94
    case binaryGet = 0x68, longBinaryGet = 0x6A
    case global = 0x63, stackGlobal = 0x93
    case reduce = 0x52, newObject = 0x81, newObjectByKeywords = 0x92, build = 0x62, persistentIdentifier = 0x51
    case protocolVersion = 0x80, frame = 0x95

    /// What follows an instruction in the stream.
    enum Argument {
        case bytes(Int)
        /// A little-endian count of this many bytes, and as many bytes as it says.
        case counted(width: Int)
        /// Two texts that each end in a line feed.
        case twoLines
    }

    var argument: Argument {
        switch self {
        case .binaryInteger1, .binaryPut, .binaryGet, .protocolVersion: return .bytes(1)
        case .binaryInteger2: return .bytes(2)
        case .binaryInteger, .longBinaryPut, .longBinaryGet: return .bytes(4)
        case .binaryFloat, .frame: return .bytes(8)
        case .long1, .shortBinaryString, .shortBinaryUnicode, .shortBinaryBytes: return .counted(width: 1)
        case .long4, .binaryString, .binaryUnicode, .binaryBytes: return .counted(width: 4)
        case .binaryUnicode8, .binaryBytes8, .byteArray8: return .counted(width: 8)
        case .global: return .twoLines
        default: return .bytes(0)
        }
    }

    /// Whether the argument is a string of bytes, which nothing copies.
    var holdsBytes: Bool {
        switch self {
        case .binaryBytes, .shortBinaryBytes, .binaryBytes8, .byteArray8, .binaryString, .shortBinaryString: return true
        default: return false
        }
    }

    /// The documented names of instructions that are refused, for messages.
    static func name(ofRefused code: UInt8) -> String {
        let names: [UInt8: String] = [
            0x46: "FLOAT", 0x49: "INT", 0x4C: "LONG", 0x50: "PERSID", 0x53: "STRING", 0x56: "UNICODE", 0x64: "DICT",
            0x67: "GET", 0x69: "INST", 0x6C: "LIST", 0x6F: "OBJ", 0x70: "PUT", 0x32: "DUP", 0x82: "EXT1",
            0x83: "EXT2", 0x84: "EXT4", 0x97: "NEXT_BUFFER", 0x98: "READONLY_BUFFER",
        ]
        let digits = String(code, radix: 16)
        return names[code] ?? "0x" + String(repeating: "0", count: 2 - digits.count) + digits
    }
}

/// One instruction of a pickle and where its argument lies.
struct PickleInstruction {
    let opcode: PickleOpcode
    /// Where the instruction stands, counted from the pickle's first byte.
    let offset: Int
    /// The argument's bytes, without their count; for a global its module.
    let argument: Range<Int>
    /// A global's name.
    let name: Range<Int>
}

/// Walks over the instructions of a pickle without acting on any.
struct PickleStream {
    let bytes: ArraySlice<UInt8>
    let place: PicklePlace
    private(set) var position: Int

    /// Most bytes of one text or number in a pickle.
    static let greatestArgument = 1 << 26
    /// Most bytes of a string of bytes: NumPy arrays and tensors of plain pickles are such, and the file holds them.
    static let greatestBytes = 1 << 40

    init(_ bytes: ArraySlice<UInt8>, place: PicklePlace) {
        self.bytes = bytes
        self.place = place
        position = bytes.startIndex
    }

    /// The next instruction; throws `refusedOpcode`, `pickleEnds` or `pickleLimit`.
    mutating func next() throws(CheckpointError) -> PickleInstruction {
        let start = position
        let offset = start - bytes.startIndex
        guard start < bytes.endIndex else { throw place.error(.pickleEnds, at: offset) }
        guard let opcode = PickleOpcode(rawValue: bytes[start]) else {
            throw place.error(.refusedOpcode(PickleOpcode.name(ofRefused: bytes[start])), at: offset)
        }
        position += 1
        var argument = position..<position
        var name = argument
        switch opcode.argument {
        case .bytes(let count): argument = try take(count, offset)
        case .counted(let width):
            let count = unsigned(try take(width, offset))
            let limit = opcode.holdsBytes ? Self.greatestBytes : Self.greatestArgument
            guard count <= UInt64(limit) else {
                throw place.error(.pickleLimit("holds a text or number of \(count) bytes", limit: limit), at: offset)
            }
            argument = try take(Int(count), offset)
        case .twoLines:
            argument = try line(offset)
            name = try line(offset)
        }
        return PickleInstruction(opcode: opcode, offset: offset, argument: argument, name: name)
    }

    private mutating func take(_ count: Int, _ offset: Int) throws(CheckpointError) -> Range<Int> {
        guard count <= bytes.endIndex - position else { throw place.error(.pickleEnds, at: offset) }
        defer { position += count }
        return position..<position + count
    }

    private mutating func line(_ offset: Int) throws(CheckpointError) -> Range<Int> {
        // No name is longer; a hostile file without line feeds is not searched over and over.
        let end = min(bytes.endIndex, position + 1_000)
        guard let feed = bytes[position..<end].firstIndex(of: 0x0A) else { throw place.error(.pickleEnds, at: offset) }
        defer { position = feed + 1 }
        return position..<feed
    }

    /// A little-endian number of up to eight bytes.
    func unsigned(_ range: Range<Int>) -> UInt64 {
        var value: UInt64 = 0
        for index in range.reversed() { value = value << 8 | UInt64(bytes[index]) }
        return value
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

/// Where a pickle lies, for messages.
struct PicklePlace {
    let path: String
    /// The part of the file that the pickle is, "data.pkl"; empty for a file that begins with it.
    let part: String
    /// Where the pickle begins in that part.
    var start = 0

    func error(_ problem: PyTorchError.Problem, at offset: Int) -> CheckpointError {
        let part = part.isEmpty ? "" : ", \(part)"
        return .pyTorch(PyTorchError(place: "\(path)\(part), byte \(start + offset)", problem: problem))
    }
}
