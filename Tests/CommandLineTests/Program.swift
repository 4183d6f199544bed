import Foundation
import TestSupport

/// The built program, run as a person runs it.
struct Program {
    /// How a run ended and what it said.
    struct Outcome {
        var code: Int32
        var wasKilled: Bool
        var output: String
        /// What it said on standard error but for its progress.
        var errors: String
        /// The lines of its progress: "[0:01] features".
        var progress: [String]

        var outputLines: [String] { output.split(separator: "\n").map(String.init) }
    }

    enum Failure: Error { case notFound([String]), noCheckpoint(String) }

    let folder: TemporaryFolder
    /// The store of these runs, never that of the person who runs the tests.
    var store: String { folder.file("store") }

    init() throws { folder = try TemporaryFolder() }

    func file(_ name: String) -> String { folder.file(name) }

    @discardableResult
    func run(_ arguments: String...) throws -> Outcome { try start(arguments).outcome() }

    @discardableResult
    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
        try start(arguments, environment: environment).outcome()
    }

    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Running {
        try Running(arguments, store: store, environment: environment)
    }

    /// The built program's file.
    static func path() throws -> String { try executable.get().path }

    /// A run under way; its output goes to files, so that no full pipe can stop it.
    final class Running {
        let process = Process()
        private let texts: TemporaryFolder

        init(_ arguments: [String], store: String, environment added: [String: String] = [:]) throws {
            texts = try TemporaryFolder()
            process.executableURL = try Program.executable.get()
            // A job that a shell started in the background is deaf to Ctrl-C, and what it starts would be too.
            signal(SIGINT, SIG_DFL)
            process.arguments = arguments
            var environment = ProcessInfo.processInfo.environment
            environment["GANEVAL_STORE"] = store
            // Tests that run in Actions themselves must not write into the step's own summary.
            for name in ["GANEVAL_THREADS", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"] { environment[name] = nil }
            environment.merge(added) { $1 }
            process.environment = environment
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try handle("output")
            process.standardError = try handle("errors")
            try process.run()
        }

        private func handle(_ name: String) throws -> FileHandle {
            try Data().write(to: URL(fileURLWithPath: texts.file(name)))
            return try FileHandle(forWritingTo: URL(fileURLWithPath: texts.file(name)))
        }

        func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

        /// The most memory that the run was seen to take until its end, in bytes; looked at every few milliseconds, on Linux.
        func peakMemory() throws -> Int {
            var peak = 0
            while process.isRunning {
                let text = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
                let line = text?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
                let size = line?.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap { Int($0) }
                peak = max(peak, (size ?? 0) * 1024)
                usleep(5000)
            }
            return peak
        }

        /// Waits until something is at `path`, at most until the process ends.
        func waitForFile(_ path: String) {
            while process.isRunning && !FileManager.default.fileExists(atPath: path) { usleep(2000) }
        }

        /// Waits until it has said something on standard error, at most until the process ends.
        func waitForErrors(_ text: String) throws {
            while process.isRunning {
                if try String(contentsOfFile: texts.file("errors"), encoding: .utf8).contains(text) { return }
                usleep(2000)
            }
        }

        func outcome() throws -> Outcome {
            process.waitUntilExit()
            func text(_ name: String) throws -> String { try String(contentsOfFile: texts.file(name), encoding: .utf8) }
            let lines = try text("errors").split(separator: "\n", omittingEmptySubsequences: false)
            func isProgress(_ line: Substring) -> Bool { line.prefixMatch(of: #/\[\d+(:\d\d)+\] /#) != nil }
            return Outcome(
                code: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
                output: try text("output"), errors: lines.filter { !isProgress($0) }.joined(separator: "\n"),
                progress: lines.filter(isProgress).map(String.init))
        }
    }

    /// The program lies in the folder of the test bundle.
    private static let executable = Result { () throws -> URL in
        let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
        let places =
            bundles
            + [Bundle.main.executableURL, CommandLine.arguments.first.map { URL(fileURLWithPath: $0) }]
            .compactMap { $0 }
        let candidates = places.map { $0.deletingLastPathComponent().appendingPathComponent("ganeval") }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw Failure.notFound(candidates.map(\.path))
        }
        return found
    }
}

/// Runs that several tests look at, made once.
enum TrainedOnce {
    struct Run: Sendable {
        let folder: TemporaryFolder
        let checkpoint: String
    }

    /// Points on a ring, 40 steps.
    static func ring() throws -> Run { try ringResult.get() }
    /// Small grey images, 3 steps.
    static func shapes() throws -> Run { try shapesResult.get() }

    static let ringArguments = ["--data", "builtin:ring[0:1000]", "--preset", "mlp-ring", "--steps", "40"]
    static let shapesArguments = ["--data", "builtin:shapes[0:600]", "--preset", "dcgan28", "--steps", "3"]

    private static let ringResult = Result { try train(ringArguments) }
    private static let shapesResult = Result { try train(shapesArguments) }

    private static func train(_ arguments: [String]) throws -> Run {
        let program = try Program()
        let outcome = try program.run(["train"] + arguments + ["--out", program.file("run")])
        guard outcome.code == 0, let line = outcome.outputLines.first else {
            throw Program.Failure.noCheckpoint(outcome.errors)
        }
        return Run(folder: program.folder, checkpoint: line)
    }
}

/// A JSON object from a program's output.
func object(_ text: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
}
