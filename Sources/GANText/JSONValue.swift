/// A JSON document as data, with its keys in the order in which they are written.
package enum JSONValue: Equatable {
    case null
    case bool(Bool)
    case count(Int)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([(String, JSONValue)])

    package static func == (first: JSONValue, second: JSONValue) -> Bool { first.serialized() == second.serialized() }

    /// A text, or null.
    package static func optional(_ text: String?) -> JSONValue { text.map { .text($0) } ?? .null }

    /// The document as text: two spaces of indentation, lists of plain values in one line, the same bytes for the same data.
    ///
    /// A number that is not finite becomes null, for JSON has no other word for it.
    package func serialized() -> String {
        var text = ""
        write(to: &text, depth: 0)
        text += "\n"
        return text
    }

    private func write(to text: inout String, depth: Int) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .count(let value): text += String(value)
        case .number(let value): text += value.isFinite ? value.description : "null"
        case .text(let value): Self.write(value, to: &text)
        case .list(let values):
            let isFlat = values.allSatisfy(\.isPlain)
            Self.write(values.count, open: "[", close: "]", isFlat: isFlat, to: &text, depth: depth) { text, index in
                values[index].write(to: &text, depth: depth + 1)
            }
        case .object(let members):
            Self.write(members.count, open: "{", close: "}", isFlat: false, to: &text, depth: depth) { text, index in
                Self.write(members[index].0, to: &text)
                text += ": "
                members[index].1.write(to: &text, depth: depth + 1)
            }
        }
    }

    private var isPlain: Bool {
        switch self {
        case .list, .object: return false
        default: return true
        }
    }

    private static func write(
        _ count: Int, open: String, close: String, isFlat: Bool, to text: inout String, depth: Int,
        element: (inout String, Int) -> Void
    ) {
        text += open
        for index in 0..<count {
            if index > 0 { text += isFlat ? ", " : "," }
            if !isFlat { text += "\n" + String(repeating: "  ", count: depth + 1) }
            element(&text, index)
        }
        if count > 0, !isFlat { text += "\n" + String(repeating: "  ", count: depth) }
        text += close
    }

    /// RFC 8259, section 7; whatever could act in a page or a terminal is escaped as well.
    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar.value {
            case 0x22: text += "\\\""
            case 0x5c: text += "\\\\"
            case 0x0a: text += "\\n"
            case 0x09: text += "\\t"
            case 0x00..<0x20, 0x3c, 0x7f..<0xa0, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
