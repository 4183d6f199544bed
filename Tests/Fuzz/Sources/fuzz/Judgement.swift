import Foundation

/// What is wrong with how a run ended; nil where the program kept its promises.
///
/// It ends with a code that it documents, says why it failed, within bounded time and memory, and prints nothing that a terminal or a
/// CI system would obey, whatever its input is.
func fault(of run: Run, seconds limit: Double, memory most: Int) -> String? {
    if run.isLate { return "took more than \(Int(limit)) s" }
    guard let code = run.code else { return "ended by signal \(run.signal)" }
    if run.errorText.contains("Fatal error") || [132, 133, 134, 136, 139].contains(code) {
        return "crashed, code \(code)"
    }
    if ![0, 1, 3, 4, 64].contains(code) { return "ended with the undocumented code \(code)" }
    if code == 1, !run.errorText.contains("error: ") { return "failed without a word" }
    if code == 64, !run.errorText.contains("rror: ") { return "refused its arguments without a word" }
    if run.memory > most { return "took \(run.memory >> 20) MB" }
    for bytes in [run.output, run.errors] {
        if bytes.contains(where: { $0 < 0x20 && ![0x09, 0x0a, 0x0d].contains($0) || $0 == 0x7f }) {
            return "printed a character that steers terminals"
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let obeyed = text.split(separator: "\n").contains { line in
            line.drop { $0.isWhitespace }.hasPrefix("::") && !line.contains("ganeval") && line.contains("pwned")
        }
        if obeyed || text.contains("##[pwned") { return "printed a command to a CI system" }
    }
    return nil
}
