/// The dictionary of a `.npy` header, read by the only grammar that NumPy writes, not as Python.
package struct NPYHeader {
    package let shape: [Int]
    package let elementType: NPYElementType
    package let bigEndian: Bool
    package let fortranOrder: Bool

    /// NumPy itself allows 64 axes.
    private static let greatestRank = 64

    init(_ bytes: ArraySlice<UInt8>, path: String) throws(ContentError) {
        var scanner = Scanner(bytes: bytes, path: path)
        var descriptor: String?
        var fortranOrder: Bool?
        var shape: [Int]?
        try scanner.expect("{")
        while !scanner.take("}") {
            let key = try scanner.text()
            try scanner.expect(":")
            switch key {
            case "descr" where descriptor == nil: descriptor = try scanner.descriptor()
            case "fortran_order" where fortranOrder == nil: fortranOrder = try scanner.boolean()
            case "shape" where shape == nil: shape = try scanner.tuple(limit: Self.greatestRank)
            default: throw .malformedNPYHeader(path: path, reason: "the key '\(key)' does not belong there")
            }
            if !scanner.take(",") {
                try scanner.expect("}")
                break
            }
        }
        try scanner.expectEnd()
        guard let descriptor, let fortranOrder, let shape else {
            throw .malformedNPYHeader(path: path, reason: "a key is missing")
        }
        (elementType, bigEndian) = try Self.elementType(descriptor, path: path)
        self.fortranOrder = fortranOrder
        self.shape = shape
    }

    /// "<f4" and its kind: byte order, letter, width.
    private static func elementType(_ text: String, path: String) throws(ContentError) -> (NPYElementType, Bool) {
        let letters = Array(text.utf8)
        if letters.contains(UInt8(ascii: "O")) { throw .objectArray(path: path) }
        guard letters.count == 3, let order = text.first, "<>|=".contains(order), 49...57 ~= letters[2] else {
            throw .unsupportedNPYType(path: path, descriptor: text)
        }
        let width = Int(letters[2]) - 48
        let bigEndian = order == ">"
        switch (letters[1], width) {
        case (UInt8(ascii: "b"), 1): return (.boolean, false)
        case (UInt8(ascii: "i"), 1), (UInt8(ascii: "i"), 2), (UInt8(ascii: "i"), 4), (UInt8(ascii: "i"), 8):
            return (.signed(width: width), bigEndian)
        case (UInt8(ascii: "u"), 1), (UInt8(ascii: "u"), 2), (UInt8(ascii: "u"), 4), (UInt8(ascii: "u"), 8):
            return (.unsigned(width: width), bigEndian)
        case (UInt8(ascii: "f"), 2), (UInt8(ascii: "f"), 4), (UInt8(ascii: "f"), 8):
            return (.float(width: width), bigEndian)
        default: throw .unsupportedNPYType(path: path, descriptor: text)
        }
    }
}

/// Walks over the header's bytes; white space may stand anywhere between tokens.
private struct Scanner {
    let bytes: ArraySlice<UInt8>
    let path: String
    var position: Int

    init(bytes: ArraySlice<UInt8>, path: String) {
        self.bytes = bytes
        self.path = path
        position = bytes.startIndex
    }

    private mutating func skipSpace() {
        while position < bytes.endIndex, [0x20, 0x0a, 0x09, 0x0d].contains(bytes[position]) { position += 1 }
    }

    mutating func take(_ token: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.endIndex, bytes[position] == UInt8(ascii: token) else { return false }
        position += 1
        return true
    }

    mutating func expect(_ token: Unicode.Scalar) throws(ContentError) {
        if !take(token) { throw .malformedNPYHeader(path: path, reason: "no '\(token)' at byte \(position)") }
    }

    mutating func expectEnd() throws(ContentError) {
        skipSpace()
        guard position == bytes.endIndex else {
            throw .malformedNPYHeader(path: path, reason: "text after the dictionary")
        }
    }

    /// A text in single or double quotes without escapes.
    mutating func text() throws(ContentError) -> String {
        let quote: UInt8 = take("\"") ? 0x22 : 0x27
        if quote == 0x27 { try expect("'") }
        guard let end = bytes[position...].firstIndex(of: quote), end - position <= 100 else {
            throw .malformedNPYHeader(path: path, reason: "a text does not end")
        }
        defer { position = end + 1 }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    /// The element type; that of a structured array is a list.
    mutating func descriptor() throws(ContentError) -> String {
        if take("[") { throw .unsupportedNPYType(path: path, descriptor: "a structure of fields") }
        return try text()
    }

    mutating func boolean() throws(ContentError) -> Bool {
        skipSpace()
        for (word, value) in [("True", true), ("False", false)] where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        throw .malformedNPYHeader(path: path, reason: "fortran_order is neither True nor False")
    }

    mutating func tuple(limit: Int) throws(ContentError) -> [Int] {
        var values: [Int] = []
        try expect("(")
        while !take(")") {
            skipSpace()
            let digits = bytes[position...].prefix { 48...57 ~= $0 }
            guard let value = Int(String(decoding: digits, as: UTF8.self)), values.count < limit else {
                throw .malformedNPYHeader(path: path, reason: "the shape is not a tuple of sizes")
            }
            position += digits.count
            values.append(value)
            if !take(",") {
                try expect(")")
                break
            }
        }
        return values
    }
}
