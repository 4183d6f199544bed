import Foundation
import Synchronization

/// Counts of what was tried and found, and what is kept of it; may be told from any thread.
final class Tally: Sendable {
    private struct Counts {
        var inputs: [String: Int] = [:]
        var refused: [String: Int] = [:]
        var codes: [String: [Int: Int]] = [:]
        var faults = 0
        var memory = 0
        var seconds = 0.0
    }

    private let counts = Mutex(Counts())
    private let keep: String

    /// What fails is kept in the folder `keep`.
    init(keep: String) { self.keep = keep }

    func count(_ kind: String, inputs: Int, _ run: Run) {
        // One message each, whatever there is in it besides.
        let messages = run.errorText.split(separator: "\n").count { $0.lowercased().hasPrefix("error: ") }
        let refused = min(inputs, messages)
        counts.withLock { counts in
            counts.inputs[kind, default: 0] += inputs
            counts.refused[kind, default: 0] += refused
            counts.codes[kind, default: [:]][Int(run.code ?? -run.signal), default: 0] += 1
            counts.memory = max(counts.memory, run.memory)
            counts.seconds = max(counts.seconds, run.seconds)
        }
    }

    /// Keeps `file`, if there is one, with the command that failed on it and what it said.
    func keep(_ fault: String, kind: String, command: [String], label: String, file: String? = nil, run: Run) {
        let number = counts.withLock { counts in
            counts.faults += 1
            return counts.faults
        }
        say("FAULT \(kind), \(label): \(fault)")
        guard number <= 200 else { return }
        let folder = "\(keep)/\(number)-\(kind.replacingOccurrences(of: " ", with: "-"))"
        let manager = FileManager.default
        try? manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if let file {
            try? manager.copyItem(atPath: file, toPath: folder + "/" + URL(fileURLWithPath: file).lastPathComponent)
        }
        let words = command.map { "'" + $0.replacingOccurrences(of: "'", with: "'\\''") + "'" }.joined(separator: " ")
        let text = "\(fault)\n\(label)\n\(words)\n\n\(run.errorText.suffix(4000))"
        try? text.write(toFile: folder + "/fault.txt", atomically: false, encoding: .utf8)
    }

    var faults: Int { counts.withLock { $0.faults } }
    var inputs: Int { counts.withLock { $0.inputs.values.reduce(0, +) } }

    /// A line a kind, and the whole.
    func lines() -> [String] {
        counts.withLock { counts in
            counts.inputs.sorted { $0.key < $1.key }.map { kind, inputs in
                let codes = (counts.codes[kind] ?? [:]).sorted { $0.key < $1.key }.map {
                    "\($0.value) runs ended with \($0.key)"
                }
                return
                    "\(kind): \(inputs) inputs, \(inputs - (counts.refused[kind] ?? 0)) of them taken; \(codes.joined(separator: ", "))"
            } + [
                "\(counts.inputs.values.reduce(0, +)) inputs, \(counts.faults) faults; the longest run took "
                    + String(format: "%.1f s, the largest %d MB", counts.seconds, counts.memory >> 20)
            ]
        }
    }
}

/// Prints a line at once, wherever the output goes.
func say(_ line: String) {
    print(line)
    fflush(nil)
}
