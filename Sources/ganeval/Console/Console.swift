import Foundation
import GANText

/// The one place that prints: results on standard output, everything else on standard error.
enum Console {
    /// A result, for people or pipes.
    static func result(_ text: String) { StandardStream.output.write(harmless(text) + "\n") }

    /// A result that has its own line ends.
    static func raw(_ text: String) { StandardStream.output.write(harmless(text)) }

    /// A JSON document with its line end, whose data stay what they are: where a runner would take a text for a command, another
    /// spelling of the same text stands.
    static func document(_ json: String, environment: [String: String] = ProcessInfo.processInfo.environment) {
        let text = isRunner(environment) ? json.replacing("##", with: "#\\u0023") : json
        StandardStream.output.write(text.hasSuffix("\n") ? text : text + "\n")
    }

    /// A command to the CI system that runs the program.
    static func command(_ text: String) { StandardStream.output.write(text + "\n") }

    /// What may stand in a terminal and in the log of a CI system: names come from outside.
    ///
    /// No character that steers a terminal is left but ends of lines and tabulators. Where a CI system reads along, commands are
    /// taken apart: GitHub's runner reads `::word` where a line begins with it, and it and Azure's, TeamCity's and GitLab's read
    /// `##[word]`, `##vso[word`, `##teamcity[word` and `section_start:` anywhere.
    static func harmless(
        _ text: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String {
        let printable = PrintableText.lines(text)
        guard isRunner(environment), ["::", "##", "section_"].contains(where: { printable.contains($0) }) else {
            return printable
        }
        return printable.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let start = line.drop { $0.isWhitespace }
            let safe = start.hasPrefix("::") ? line.prefix(line.count - start.count) + ": :" + start.dropFirst(2) : line
            return safe.replacing(/##(?=[a-z]*\[)/, with: "## ").replacing(/section_(start|end):/) {
                "section \($0.1):"
            }
        }.joined(separator: "\n")
    }

    /// Whether a CI system shows what is printed.
    private static func isRunner(_ environment: [String: String]) -> Bool {
        ["CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION", "GITLAB_CI"].contains { name in
            environment[name].map { !["", "false", "0"].contains($0) } ?? false
        }
    }

    /// Something to know that does not stop the work.
    static func warning(_ text: String) { note("warning: \(text)") }

    /// A line about what is going on.
    static func note(_ text: String) { StandardStream.errors.write(harmless(text) + "\n") }

    /// Draws the line of a terminal again that stands last, with nothing in it for the empty text.
    static func redraw(_ text: String) { StandardStream.errors.write("\r\u{1B}[2K\(PrintableText.lines(text))") }

    /// Ends the program with `code`, or with 1 where results that were all its work could not be printed; a verdict's code stands.
    static func end(_ code: Int32, isVerdict: Bool = false) -> Never {
        if let reason = StandardStream.output.loss {
            let isLost = code == 0 && !isVerdict
            note(
                "\(isLost ? "error" : "warning"): standard output: could not be written: \(reason)\n"
                    + "  expected: a file with room, a terminal or a pipe\n  to do: Print to another place, and run again."
            )
            exit(isLost ? 1 : code)
        }
        exit(code)
    }

    /// Why the work stopped: what happened and where, what was expected, what to do.
    static func error(_ error: any ExplainedError) {
        let parts = [error.location, error.fact, error.expectation, error.remedy].map {
            PrintableText.of($0, limit: 4000)
        }
        note("error: \(parts[0]): \(parts[1])\n  expected: \(parts[2])\n  to do: \(parts[3])")
    }

    /// Whether standard error is a terminal that can redraw a line.
    static let drawsProgress: Bool = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    /// The columns of the terminal that shows standard output, at most 120 for the eye's sake; 80 where there is none.
    static let width: Int = {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else {
            return 80
        }
        return min(120, Int(size.ws_col))
    }()
}
