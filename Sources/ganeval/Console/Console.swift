import Foundation
import GANText

/// The one place that prints: results on standard output, everything else on standard error.
enum Console {
    /// A result, for people or pipes.
    static func result(_ text: String) {
        FileHandle.standardOutput.write(Data((harmless(text) + "\n").utf8))
    }

    /// A command to the CI system that runs the program.
    static func command(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// In GitHub Actions, the text without lines that its runner would take for commands: names come from outside.
    ///
    /// The runner reads `::word` where a line begins with it, and `##[word]` anywhere.
    static func harmless(
        _ text: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String {
        guard environment["GITHUB_ACTIONS"] == "true", text.contains("::") || text.contains("##[") else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let start = line.drop { $0.isWhitespace }
            let safe = start.hasPrefix("::") ? line.prefix(line.count - start.count) + ": :" + start.dropFirst(2) : line
            return safe.replacing("##[", with: "## [")
        }.joined(separator: "\n")
    }

    /// A result that has its own line ends.
    static func raw(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    /// Something to know that does not stop the work.
    static func warning(_ text: String) { note("warning: \(text)") }

    /// A line about what is going on.
    static func note(_ text: String) {
        FileHandle.standardError.write(Data((harmless(text) + "\n").utf8))
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
