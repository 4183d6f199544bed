/// Tables in the form of RFC 4180: commas, CRLF, quotes where needed, UTF-8.
package enum CSVTable {
    /// What a field holds: who wrote it decides what a spreadsheet may make of it.
    package enum Field {
        /// A word or figure of our own.
        case plain(String)
        /// A name from outside: what terminals or spreadsheets would execute is made visible or led by an apostrophe.
        case outside(String)

        /// A figure with all its digits; empty for one that there is not or that is not finite.
        package static func number(_ value: Double?) -> Field {
            .plain(value.flatMap { $0.isFinite ? $0.description : nil } ?? "")
        }

        package static func count(_ value: Int?) -> Field { .plain(value.map(String.init) ?? "") }

        var text: String {
            switch self {
            case .plain(let text): return text
            case .outside(let name): return CSVTable.harmless(name)
            }
        }
    }

    /// A record with its line end.
    package static func line(_ fields: [Field]) -> String {
        fields.map { quoted($0.text) }.joined(separator: ",") + "\r\n"
    }

    /// A field with separators, quotes, line ends or outer spaces in quotes, whose own quotes are doubled.
    ///
    /// By scalars: a quote before a combining accent is another character, and would slip through.
    static func quoted(_ field: String) -> String {
        let isSpecial = field.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
        guard isSpecial || field.hasPrefix(" ") || field.hasSuffix(" ") else { return field }
        var result = String.UnicodeScalarView()
        result.append("\"")
        for scalar in field.unicodeScalars {
            if scalar == "\"" { result.append("\"") }
            result.append(scalar)
        }
        result.append("\"")
        return String(result)
    }

    /// A name whose first character no spreadsheet takes for a formula.
    private static func harmless(_ name: String) -> String {
        let printable = PrintableText.of(name, limit: 4000)
        // By scalars: a sign before a combining accent is another character.
        return printable.unicodeScalars.first.map { "=+-@".unicodeScalars.contains($0) } == true
            ? "'" + printable : printable
    }
}
