/// What the JSON header of a safetensors file says, before anything in it is believed.
struct SafetensorsHeader {
    struct Entry {
        var name: String
        var type: String
        var shape: [Int]
        var begin: Int
        var end: Int
    }

    var entries: [Entry] = []
    var metadata: [String: String] = [:]

    static let metadataName = "__metadata__"
    static let axisLimit = 16
    static let tensorLimit = 100_000
    /// Longer than any tensor's name, in bytes.
    static let nameLimit = 2048
}

/// Parses the header by its grammar, not by a general JSON reader.
///
/// The grammar is two objects deep and knows strings and whole numbers only, so nesting cannot exhaust the stack, a
/// number cannot lose digits, and a name that comes twice is seen (general readers keep the last one in silence).
struct SafetensorsHeaderParser {
    private let bytes: ArraySlice<UInt8>
    private let path: String
    private var position: Int

    /// `bytes` must be valid UTF-8.
    init(_ bytes: ArraySlice<UInt8>, path: String) {
        self.bytes = bytes
        self.path = path
        position = bytes.startIndex
    }

    mutating func parse() throws(CheckpointError) -> SafetensorsHeader {
        var header = SafetensorsHeader()
        var names: Set<String> = []
        // The format wants the brace as the very first byte.
        guard bytes.first == UInt8(ascii: "{") else { throw malformed("does not begin with \"{\"") }
        try members { (parser: inout Self, name: String) throws(CheckpointError) in
            guard names.insert(name).inserted else { throw .duplicateName(path: parser.path, name: name) }
            if name == SafetensorsHeader.metadataName {
                header.metadata = try parser.metadata()
            } else {
                guard header.entries.count < SafetensorsHeader.tensorLimit else {
                    throw .tooManyTensors(path: parser.path, limit: SafetensorsHeader.tensorLimit)
                }
                // One name may fill the header, and everything that is done with names takes its length.
                guard name.utf8.count <= SafetensorsHeader.nameLimit else {
                    throw parser.malformed(
                        "has a name of \(name.utf8.count) bytes, of at most \(SafetensorsHeader.nameLimit)")
                }
                header.entries.append(try parser.entry(name))
            }
        }
        // Padding: the format allows spaces only.
        while position < bytes.endIndex, bytes[position] == UInt8(ascii: " ") { position += 1 }
        if position < bytes.endIndex { throw malformed("goes on after its end") }
        return header
    }

    private mutating func metadata() throws(CheckpointError) -> [String: String] {
        var result: [String: String] = [:]
        // The format's own writers may put null where there are no metadata.
        skipSpace()
        if bytes[position...].starts(with: "null".utf8) {
            position += 4
            return result
        }
        try members { (parser: inout Self, key: String) throws(CheckpointError) in
            guard result[key] == nil else { throw .duplicateName(path: parser.path, name: key) }
            result[key] = try parser.string()
        }
        return result
    }

    private mutating func entry(_ name: String) throws(CheckpointError) -> SafetensorsHeader.Entry {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
        let start = position
        try members { (parser: inout Self, field: String) throws(CheckpointError) in
            switch field {
            case "dtype" where type == nil: type = try parser.string()
            case "shape" where shape == nil: shape = try parser.numbers(tensor: name)
            case "data_offsets" where offsets == nil: offsets = try parser.numbers(tensor: name)
            case "dtype", "shape", "data_offsets": throw .duplicateName(path: parser.path, name: "\(name).\(field)")
            default: throw parser.malformed("has the unknown field \"\(field)\" in tensor \"\(name)\"")
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2 else {
            position = start
            throw malformed("lacks dtype, shape or two data_offsets in tensor \"\(name)\"")
        }
        return .init(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
    }

    /// Parses an object and calls `body` at each value.
    private mutating func members(
        _ body: (inout Self, String) throws(CheckpointError) -> Void
    ) throws(CheckpointError) {
        try expect("{")
        if take("}") { return }
        repeat {
            let name = try string()
            try expect(":")
            try body(&self, name)
        } while take(",")
        try expect("}")
    }

    private mutating func numbers(tensor: String) throws(CheckpointError) -> [Int] {
        var values: [Int] = []
        try expect("[")
        if take("]") { return values }
        repeat {
            guard values.count < SafetensorsHeader.axisLimit else {
                throw .tooManyAxes(
                    path: path, tensor: tensor, axes: values.count + 1, limit: SafetensorsHeader.axisLimit)
            }
            values.append(try number())
        } while take(",")
        try expect("]")
        return values
    }

    private mutating func number() throws(CheckpointError) -> Int {
        skipSpace()
        let start = position
        var value = 0
        while position < bytes.endIndex, let digit = Self.decimal(bytes[position]) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(digit)
            if overflow || carry { throw malformed("has a number above \(Int.max)") }
            value = sum
            position += 1
        }
        if position == start { throw malformed("has no whole number where one belongs") }
        if position - start > 1, bytes[start] == UInt8(ascii: "0") {
            throw malformed("has a number with a leading zero")
        }
        return value
    }

    private mutating func string() throws(CheckpointError) -> String {
        try expect("\"")
        var text: [UInt8] = []
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
            case 0..<0x20: throw malformed("has a control character in a string")
            default: text.append(byte)
            }
        }
        throw malformed("ends inside a string")
    }

    private mutating func escape() throws(CheckpointError) -> [UInt8] {
        guard position < bytes.endIndex else { throw malformed("ends inside a string") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"):
            var code = try codeUnit()
            if code >> 10 == 0x36 {
                guard position + 1 < bytes.endIndex, bytes[position] == UInt8(ascii: "\\"),
                    bytes[position + 1] == UInt8(ascii: "u")
                else { throw malformed("has half a surrogate pair") }
                position += 2
                let low = try codeUnit()
                guard low >> 10 == 0x37 else { throw malformed("has half a surrogate pair") }
                code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
            }
            guard let scalar = Unicode.Scalar(code) else { throw malformed("has half a surrogate pair") }
            return Array(String(Character(scalar)).utf8)
        default: throw malformed("has an unknown escape in a string")
        }
    }

    private mutating func codeUnit() throws(CheckpointError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.endIndex, let digit = Self.hexadecimal(bytes[position]) else {
                throw malformed("has an escape without four hexadecimal digits")
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    private static func decimal(_ byte: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): return UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): return UInt32(byte - UInt8(ascii: "A") + 10)
        default: return nil
        }
    }

    private mutating func skipSpace() {
        while position < bytes.endIndex {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.endIndex, bytes[position] == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ mark: Unicode.Scalar) throws(CheckpointError) {
        if !take(mark) { throw malformed("lacks a \"\(mark)\"") }
    }

    private func malformed(_ problem: String) -> CheckpointError {
        .headerMalformed(path: path, offset: position - bytes.startIndex, problem: problem)
    }
}
