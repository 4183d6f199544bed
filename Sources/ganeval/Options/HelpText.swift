/// The text above a command's options, in one shape for all commands: what it does, then three examples.
enum HelpText {
    /// One use of a command.
    struct Example {
        let purpose: String
        /// The command as somebody would type it, without quotes, on one line.
        let command: String

        init(_ purpose: String, _ command: String) {
            self.purpose = purpose
            self.command = command
        }
    }

    /// Columns that no line which must stay whole may pass.
    static let width = 78

    /// The discussion of a command: `text`, of which each paragraph becomes one line, and the examples.
    ///
    /// Paragraphs are broken once, to the reader's terminal, by ArgumentParser; indented lines stay as they are.
    static func discussion(_ text: String = "", examples: Example...) -> String {
        let shown = examples.map { example in
            "  \(example.purpose):\n" + lines(of: example.command).joined(separator: "\n")
        }
        return ([unwrapped(text)].filter { !$0.isEmpty } + ["EXAMPLES:\n" + shown.joined(separator: "\n")])
            .joined(separator: "\n\n")
    }

    /// The text with the lines of each paragraph joined.
    static func unwrapped(_ text: String) -> String {
        var lines: [String] = []
        var isOpen = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let isParagraph = !line.isEmpty && !line.hasPrefix(" ")
            if isParagraph, isOpen {
                lines[lines.count - 1] += " " + line
            } else {
                lines.append(String(line))
            }
            isOpen = isParagraph
        }
        return lines.joined(separator: "\n")
    }

    /// The command on as many lines as it takes, which a shell reads as one.
    private static func lines(of command: String) -> [String] {
        var lines = ["    "]
        for word in words(command) {
            let last = lines[lines.count - 1]
            let isFirst = last.allSatisfy { $0 == " " }
            if !isFirst, last.count + 1 + word.count + 2 > width {
                lines[lines.count - 1] += " \\"
                lines.append("        " + word)
            } else {
                lines[lines.count - 1] += (isFirst ? "" : " ") + word
            }
        }
        return lines
    }

    /// What is kept on one line: an option and its value.
    private static func words(_ command: String) -> [String] {
        command.split(separator: " ").reduce(into: []) { words, word in
            if let last = words.last, last.hasPrefix("--"), !last.contains(" "), !word.hasPrefix("--") {
                words[words.count - 1] = last + " " + word
            } else {
                words.append(String(word))
            }
        }
    }
}

/// The titles under which options stand in `--help` and in manual pages.
enum OptionTitle {
    static let judged = "What is judged"
    static let data = "Against what"
    static let measuring = "How it is measured"
    static let searching = "How it is searched"
    static let model = "Reading the model's file"
    static let discriminator = "Its discriminator"
    static let gates = "Gates"
    static let output = "Output and store"
    static let features = "Files of features"
    static let scored = "What is scored"
    static let conversion = "Converting images"
    static let exported = "What is written"
}
