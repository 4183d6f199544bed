/// Text from outside (paths, class names, messages) made safe for one place in a report.
///
/// All functions work on Unicode scalars, not on characters: a quote followed by a combining accent is one character, and
/// an escape that looks for the character `"` would let it through.
package enum ReportText {
    /// The text in one line, without control characters and without marks that reorder what stands around them.
    package static func cleaned(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0a, 0x0d, 0x2028, 0x2029: result.append(" ")
            case 0x00..<0x20, 0x7f..<0xa0: continue
            case 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069, 0xfeff: result.append("\u{fffd}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// The text for HTML or SVG, inside an element or a quoted attribute.
    package static func markup(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in cleaned(text).unicodeScalars {
            switch scalar {
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// The text for a Markdown paragraph or table cell; mentions and references of code hosts stay dead.
    package static func markdown(_ text: String, limit: Int = 300) -> String {
        var result = String.UnicodeScalarView()
        for scalar in shortened(cleaned(text), to: limit).unicodeScalars {
            switch scalar {
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "@": result.append(contentsOf: "&#64;".unicodeScalars)
            case "#": result.append(contentsOf: "&#35;".unicodeScalars)
            case "\\", "`", "*", "_", "[", "]", "|", "~", "!":
                result.append("\\")
                result.append(scalar)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// At most `limit` characters, with the middle left out: names differ at their ends.
    package static func shortened(_ text: String, to limit: Int) -> String {
        guard text.count > limit, limit > 4 else { return text }
        let tail = (limit - 1) / 2
        return "\(text.prefix(limit - 1 - tail))…\(text.suffix(tail))"
    }

    /// "a, b and c".
    package static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }

    /// "a, b or c".
    package static func alternatives(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " or " + last
    }
}
