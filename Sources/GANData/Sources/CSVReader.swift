#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Splits the bytes of a CSV file into records and fields.
struct CSVReader {
    /// Where a field's content lies, without quotes and the space around it.
    struct Field {
        let range: Range<Int>
        let hasDoubledQuotes: Bool
    }

    /// The file and one zero byte behind its `count` bytes.
    private let bytes: UnsafeBufferPointer<UInt8>
    private let count: Int
    private let path: String
    private var position: Int
    /// What parts fields.
    private let separator: UInt8
    /// The number of the record read last, from 1.
    private(set) var row = 0

    init(bytes: UnsafeBufferPointer<UInt8>, count: Int, path: String, isTabbed: Bool = false) {
        precondition(bytes.count > count && bytes[count] == 0, "no zero byte behind the table")
        self.bytes = bytes
        self.count = count
        self.path = path
        // A byte order mark, as some spreadsheets write it.
        separator = isTabbed ? 0x09 : Self.separator(of: bytes[..<count])
        position = count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf ? 3 : 0
    }

    /// The first of comma, semicolon and tab that stands in the first row outside of quotes.
    private static func separator(of bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8 {
        var found: Set<UInt8> = []
        var isQuoted = false
        for byte in bytes {
            if byte == 0x22 { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0a || byte == 0x0d { break }
            found.insert(byte)
        }
        return [0x2c, 0x3b, 0x09].first(where: found.contains) ?? 0x2c
    }

    /// Reads the next record; false at the end of the file.
    ///
    /// Empty lines count only when something follows them.
    mutating func next(_ fields: inout [Field]) throws(DataError) -> Bool {
        fields.removeAll(keepingCapacity: true)
        guard bytes[position..<count].contains(where: { $0 != 0x0a && $0 != 0x0d }) else { return false }
        row += 1
        while true {
            fields.append(try field(column: fields.count + 1))
            guard position < count else { return true }
            let delimiter = bytes[position]
            position += 1
            if delimiter == separator { continue }
            if delimiter == 0x0d, position < count, bytes[position] == 0x0a { position += 1 }
            return true
        }
    }

    /// Reads up to the delimiter behind a field.
    private mutating func field(column: Int) throws(DataError) -> Field {
        skipSpace()
        guard position < count, bytes[position] == 0x22 else {
            let start = position
            while position < count, !isDelimiter(bytes[position]) { position += 1 }
            var end = position
            while end > start, isSpace(bytes[end - 1]) { end -= 1 }
            return Field(range: start..<end, hasDoubledQuotes: false)
        }
        position += 1
        let start = position
        var doubled = false
        while position < count {
            if bytes[position] == 0x22 {
                guard position + 1 < count, bytes[position + 1] == 0x22 else { break }
                doubled = true
                position += 1
            }
            position += 1
        }
        let end = position
        position += 1
        if end < count { skipSpace() }
        guard end < count, position >= count || isDelimiter(bytes[position]) else {
            throw .malformedQuotes(path: path, row: row, column: column)
        }
        return Field(range: start..<end, hasDoubledQuotes: doubled)
    }

    private mutating func skipSpace() {
        while position < count, isSpace(bytes[position]) { position += 1 }
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 && separator != 0x09 }
    private func isDelimiter(_ byte: UInt8) -> Bool { byte == separator || byte == 0x0a || byte == 0x0d }

    func text(_ field: Field) -> String {
        let raw = bytes[field.range]
        guard field.hasDoubledQuotes else { return String(decoding: raw, as: UTF8.self) }
        var kept: [UInt8] = []
        var afterQuote = false
        for byte in raw {
            afterQuote = byte == 0x22 && !afterQuote
            if byte != 0x22 || afterQuote { kept.append(byte) }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// The field as a decimal number, NaN or infinity (also one too large for float32); nil for any other text.
    func number(_ field: Field) -> Float? {
        guard !field.range.isEmpty, let base = bytes.baseAddress else { return nil }
        // Whole numbers of few digits, the most frequent case by far, are exact without `strtof`.
        if field.range.count <= 7 {
            var whole: Int32 = 0
            var digits = 0
            while digits < field.range.count, 48...57 ~= bytes[field.range.lowerBound + digits] {
                whole = whole * 10 + Int32(bytes[field.range.lowerBound + digits]) - 48
                digits += 1
            }
            if digits == field.range.count { return Float(whole) }
        }
        // `strtof` would take hexadecimal numbers too.
        let decimal = bytes[field.range].allSatisfy { 48...57 ~= $0 || [0x2b, 0x2d, 0x2e, 0x45, 0x65].contains($0) }
        if !decimal {
            let word = text(field).lowercased()
            if ["nan", "+nan", "-nan"].contains(word) { return .nan }
            if ["inf", "+inf", "infinity", "+infinity"].contains(word) { return .infinity }
            return ["-inf", "-infinity"].contains(word) ? -.infinity : nil
        }
        let start = UnsafeRawPointer(base + field.range.lowerBound).assumingMemoryBound(to: CChar.self)
        var end: UnsafeMutablePointer<CChar>?
        let value = strtof(start, &end)
        guard let end, UnsafePointer(end) == start + field.range.count else { return nil }
        return value
    }
}
