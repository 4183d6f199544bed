/// Texts out of files that nobody vouches for, made fit for a terminal.
package enum PrintableText {
    /// The text with a question mark for each character that could steer a terminal, and cut at `limit` characters.
    package static func of(_ text: String, limit: Int) -> String {
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit { return result + "…" }
            count += 1
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: result += "?"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
