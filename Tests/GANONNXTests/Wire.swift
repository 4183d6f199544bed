/// Writes protocol buffers' wire format by hand, sound or not.
enum Wire {
    static func varint(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    /// A field that holds a number.
    static func number(_ field: UInt64, _ value: UInt64) -> [UInt8] { varint(field << 3) + varint(value) }

    /// A field that holds a message or bytes.
    static func bytes(_ field: UInt64, _ contents: [UInt8]) -> [UInt8] {
        claim(field, UInt64(contents.count)) + contents
    }

    static func text(_ field: UInt64, _ text: String) -> [UInt8] { bytes(field, Array(text.utf8)) }

    /// The beginning of a field that claims a length, whatever follows.
    static func claim(_ field: UInt64, _ length: UInt64) -> [UInt8] { varint(field << 3 | 2) + varint(length) }

    /// An output of an unknown kind.
    static let output = bytes(12, text(1, "y"))

    /// A model around the contents of a graph.
    static func model(graph: [UInt8], irVersion: UInt64 = 8, operatorSet: UInt64 = 17) -> [UInt8] {
        number(1, irVersion) + bytes(7, graph) + bytes(8, number(2, operatorSet))
    }

    /// An initializer with the given fields after its name.
    static func initializer(_ fields: [UInt8]) -> [UInt8] { bytes(5, text(8, "w") + fields) }

    /// An initializer of 4 float32 in another file.
    static func external(_ entries: [(String, String)]) -> [UInt8] {
        let described = entries.flatMap { bytes(13, text(1, $0.0) + text(2, $0.1)) }
        return initializer(number(1, 4) + number(2, 1) + number(14, 1) + described)
    }

    /// A node that holds a graph that holds a node, `depth` deep.
    static func nested(depth: Int) -> [UInt8] {
        var graph: [UInt8] = []
        for _ in 0..<depth { graph = bytes(1, text(4, "If") + bytes(5, bytes(6, graph))) }
        return graph
    }
}
