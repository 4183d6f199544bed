/// Text broken at spaces for a terminal.
package enum WrappedText {
    /// The lines of `text`, each at most `width` characters with its indent; a longer word stands on a line of its own.
    ///
    /// Lines after the first begin with `indent` spaces. The first does not, and has `indent` characters less: the caller puts a
    /// label there.
    package static func lines(_ text: String, width: Int, indent: Int = 0) -> [String] {
        let room = max(1, width - indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > room {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        lines.append(line)
        return lines.enumerated().map { $0 == 0 ? $1 : String(repeating: " ", count: indent) + $1 }
    }

    /// `label`, filled up to `column`, then the text; further lines begin below it.
    package static func labelled(_ label: String, _ text: String, width: Int, column: Int) -> [String] {
        var lines = lines(text, width: width, indent: column)
        lines[0] = label + String(repeating: " ", count: max(1, column - label.count)) + lines[0]
        return lines
    }
}
