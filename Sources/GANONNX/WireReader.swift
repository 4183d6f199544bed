/// A cursor over bytes in protocol buffers' wire format.
///
/// It trusts nothing: each length is checked against the message that holds it, and the number of fields is bounded, so
/// that a small file can't keep it busy. Payloads are ranges into the file; nothing is copied.
///
/// Source: the encoding's description, protobuf.dev/programming-guides/encoding.
struct WireReader {
    /// One field of a message.
    struct Field {
        let number: UInt64
        let payload: Payload
    }

    /// A field's value, as far as the wire format knows it.
    enum Payload {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        /// Text, bytes, a message or packed numbers.
        case bytes(Range<Int>)
    }

    /// More fields than any real model has outside its payloads; walking them takes a fraction of a second.
    static let fieldLimit = 1 << 24
    /// The longest text that is read, in bytes.
    static let textLimit = 16 << 20

    let bytes: [UInt8]
    /// The file as the person named it, for messages.
    let path: String
    private var offset = 0
    private var fields = 0

    init(bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    /// Moves to the beginning of a message.
    mutating func enter(_ message: Range<Int>) { offset = message.lowerBound }

    /// The next field before `end`, or nil there; the cursor is behind the field afterwards.
    mutating func next(before end: Int) throws(ONNXError) -> Field? {
        guard offset < end else { return nil }
        let start = offset
        fields += 1
        guard fields <= Self.fieldLimit else { throw .tooMany(path: path, what: "fields", limit: Self.fieldLimit) }
        let tag = try varint(before: end)
        let number = tag >> 3
        guard number > 0, tag <= UInt64(UInt32.max) else { throw damaged(start, "a field has the tag \(tag)") }
        switch tag & 7 {
        case 0: return Field(number: number, payload: .varint(try varint(before: end)))
        case 1: return Field(number: number, payload: .fixed64(try fixed(8, before: end)))
        case 2:
            let length = try varint(before: end)
            guard length <= UInt64(end - offset) else {
                throw damaged(start, "field \(number) claims \(length) bytes where \(end - offset) are left")
            }
            let range = offset..<offset + Int(length)
            offset = range.upperBound
            return Field(number: number, payload: .bytes(range))
        case 5: return Field(number: number, payload: .fixed32(UInt32(try fixed(4, before: end))))
        default: throw damaged(start, "field \(number) has the wire type \(tag & 7)")
        }
    }

    private mutating func varint(before end: Int) throws(ONNXError) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < end, shift < 70 {
            let byte = bytes[offset]
            offset += 1
            // The tenth byte has room for one bit; what does not fit is dropped, as other readers do.
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw damaged(start, shift < 70 ? "a number is cut short" : "a number has more than 10 bytes")
    }

    private mutating func fixed(_ count: Int, before end: Int) throws(ONNXError) -> UInt64 {
        guard count <= end - offset else { throw damaged(offset, "a number is cut short") }
        let value = (0..<count).reduce(UInt64(0)) { $0 | UInt64(bytes[offset + $1]) << (8 * UInt64($1)) }
        offset += count
        return value
    }

    /// The text in `range`; throws `damaged` unless it is UTF-8 of a sensible length.
    func text(_ range: Range<Int>) throws(ONNXError) -> String {
        guard range.count <= Self.textLimit else { throw damaged(range.lowerBound, "a text has \(range.count) bytes") }
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw damaged(range.lowerBound, "a text is not UTF-8")
        }
        return text
    }

    /// The payload of a message's last field with `number` that holds bytes; the cursor is at the message's end then.
    mutating func last(_ number: UInt64, in message: Range<Int>) throws(ONNXError) -> Range<Int>? {
        enter(message)
        var found: Range<Int>?
        while let field = try next(before: message.upperBound) {
            if field.number == number, case .bytes(let range) = field.payload { found = range }
        }
        return found
    }

    /// The packed variable-length numbers in `range`, at most `limit` of them.
    mutating func packedVarints(_ range: Range<Int>, limit: Int, what: String) throws(ONNXError) -> [UInt64] {
        enter(range)
        var values: [UInt64] = []
        while offset < range.upperBound {
            guard values.count < limit else { throw .tooMany(path: path, what: what, limit: limit) }
            values.append(try varint(before: range.upperBound))
        }
        return values
    }

    /// The number of packed variable-length numbers in `range`, counted by their last bytes.
    func packedVarintCount(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 + ($1 < 0x80 ? 1 : 0) } }

    func damaged(_ offset: Int, _ problem: String) -> ONNXError {
        .damaged(path: path, offset: offset, problem: problem)
    }
}
