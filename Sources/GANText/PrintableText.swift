/// Texts out of files that nobody vouches for, made fit for a terminal.
package enum PrintableText {
    /// The text with a question mark for each character that could steer a terminal, and cut at `limit` characters.
    package static func of(_ text: String, limit: Int) -> String {
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit { return result + "…" }
            count += 1
            result.unicodeScalars.append(isSteering(scalar) ? "?" : scalar)
        }
        return result
    }

    /// The same for a text of several lines: their ends, be they LF or CRLF, and tabulators stay.
    package static func lines(_ text: String) -> String {
        func isPlain(_ byte: UInt8) -> Bool { (0x20..<0x7F).contains(byte) || byte == 0x0A || byte == 0x09 }
        // Nearly all texts are of this kind.
        if text.utf8.allSatisfy(isPlain) { return text }
        var result = String.UnicodeScalarView()
        let scalars = text.unicodeScalars
        for place in scalars.indices {
            let scalar = scalars[place]
            let after = scalars.index(after: place)
            let endsLine = scalar == "\r" && after < scalars.endIndex && scalars[after] == "\n"
            let isKept = endsLine || scalar == "\n" || scalar == "\t" || !isSteering(scalar)
            result.append(isKept ? scalar : "?")
        }
        return String(result)
    }

    /// Whether a terminal may do something other than show it.
    private static func isSteering(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: return true
        default: return false
        }
    }
}
