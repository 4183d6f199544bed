import Foundation
import TestSupport
import Testing

/// Libraries are guests in their process: they read no environment and change nothing of it behind the caller's back.
@Suite struct HostProcessTests {
    /// What reads the environment or changes the whole process, as sources write it.
    private static let calls = [
        "getenv(", "setenv(", "putenv(", "processInfo.environment", "environ[", "setrlimit(", "setpriority(",
        "signal(", "sigaction(", "sigprocmask(", "chdir(", "changeCurrentDirectoryPath(", "umask(", "setlocale(",
        "mallopt(", "fesetround(", "srand(", "atexit(", "dup2(", "exit(", "UserDefaults",
    ]

    /// Each exception, and why it is one.
    private static let known: [String: Set<String>] = [
        // OpenBLAS has no other way to be told its kernel; `OpenBLAS.setup` says so.
        "COpenBLAS/prepare.c": ["getenv(", "setenv("],
        // Only where the process' owner asked for it, by `ONNXRuntime.prepare`.
        "CONNXRuntime/runtime.c": ["setrlimit("],
        // Only where a program that trains asks for it, by `HeldMemory.keep`.
        "GANTraining/HeldMemory.swift": ["mallopt("],
    ]

    @Test func librariesLeaveTheirProcessAlone() throws {
        let sources = Fixture.url("../Sources").path
        var files = 0
        for path in try FileManager.default.subpathsOfDirectory(atPath: sources).sorted() {
            guard !path.hasPrefix("ganeval/"), path.hasSuffix(".swift") || path.hasSuffix(".c") || path.hasSuffix(".h")
            else { continue }
            files += 1
            let text = try String(contentsOfFile: "\(sources)/\(path)", encoding: .utf8)
            let code = text.split(separator: "\n").filter { line in
                !line.drop(while: \.isWhitespace).hasPrefix("//")
            }
            let found = Set(Self.calls.filter { call in code.contains { Self.calls(call, in: $0) } })
            #expect(found == Self.known[path] ?? [], "\(path)")
        }
        #expect(files > 400)
    }

    /// Whether a line holds a call's name as a word of its own.
    private static func calls(_ name: String, in line: Substring) -> Bool {
        line.ranges(of: name).contains { range in
            guard let before = line[..<range.lowerBound].last else { return true }
            return !(before.isLetter || before.isNumber || before == "_")
        }
    }
}
