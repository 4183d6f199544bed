import Foundation
import TestSupport
import Testing

/// The steps of `action.yml` and of the GitLab example, run in a shell that has nothing but PATH.
@Suite struct ActionTests {
    private let program: Program

    init() throws { program = try Program() }

    private static let root = Fixture.url("README.md").deletingLastPathComponent().deletingLastPathComponent()

    /// The scripts below `run: |` or `script:`, by their own indentation.
    private func scripts(_ file: String, after key: String) throws -> [String] {
        let text = try String(contentsOf: Self.root.appendingPathComponent(file), encoding: .utf8)
        var scripts: [String] = []
        var indent: Int?
        for line in text.components(separatedBy: "\n") {
            let depth = line.prefix { $0 == " " }.count
            if let open = indent, !line.isEmpty, depth <= open { indent = nil }
            if indent != nil { scripts[scripts.count - 1] += line + "\n" }
            if line.trimmingCharacters(in: .whitespaces) == key {
                indent = depth
                scripts.append("")
            }
        }
        return scripts
    }

    private func shell(_ script: String, _ environment: [String: String]) throws -> (code: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["-i"] + environment.map { "\($0.key)=\($0.value)" }
            + ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        let path = program.file("output-\(UUID().uuidString)")
        try Data().write(to: URL(fileURLWithPath: path))
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        process.currentDirectoryURL = URL(fileURLWithPath: program.folder.path)
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOfFile: path, encoding: .utf8))
    }

    private func writePolicy(_ gates: String) throws {
        try "gates: [\(gates)]\n".write(toFile: program.file("policy.yaml"), atomically: false, encoding: .utf8)
    }

    @Test func theActionsStepsRun() throws {
        let steps = try scripts("action.yml", after: "run: |")
        try #require(steps.count == 2)
        let outputs = program.file("outputs")
        let base = ["PATH": "/usr/bin:/bin", "GITHUB_OUTPUT": outputs, "GITHUB_ACTIONS": "true"]
        try Data().write(to: URL(fileURLWithPath: outputs))
        let executable = try Program.path()
        let found = try shell(
            steps[0], base.merging(["GIVEN": executable, "SOURCE": "/nowhere"]) { $1 })
        #expect(found.code == 0, "\(found.output)")
        #expect(try String(contentsOfFile: outputs, encoding: .utf8) == "path=\(executable)\n")
        let onPath = try shell(
            steps[0],
            base.merging([
                "GIVEN": "", "SOURCE": "/nowhere",
                "PATH": "\(URL(fileURLWithPath: executable).deletingLastPathComponent().path):/usr/bin:/bin",
            ]) { $1 })
        #expect(onPath.code == 0, "\(onPath.output)")
        for (gates, code, outcome) in [
            ("{metric: coverage, min: 0}", 0, "passed"), ("{metric: coverage, max: 0}", 3, "failed"),
            ("{metric: covrage, max: 0}", 1, ""),
        ] as [(String, Int32, String)] {
            try writePolicy(gates)
            try Data().write(to: URL(fileURLWithPath: outputs))
            let run = try shell(
                steps[1],
                base.merging([
                    "PROGRAM": executable, "REPORT": GateTests.report("oracle"), "POLICY": "policy.yaml", "AUDIT": "",
                    "BASELINE": "", "INCONCLUSIVE": "", "JUNIT": "junit.xml", "JSON": "gate.json",
                    "GITHUB_STEP_SUMMARY": program.file("summary.md"),
                ]) { $1 })
            #expect(run.code == code, "\(run.output)")
            #expect(try String(contentsOfFile: outputs, encoding: .utf8) == "outcome=\(outcome)\n")
            #expect(run.output.contains("::error file=policy.yaml,line=1") == (code == 3))
        }
        #expect(FileManager.default.fileExists(atPath: program.file("junit.xml")))
    }

    @Test func theGitLabJobRuns() throws {
        let script = try #require(try scripts("gitlab-ci.example.yml", after: "script:").first)
        let command = script.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces).dropFirst(2) }
        let folder = URL(fileURLWithPath: try Program.path()).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: program.file("report"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: GateTests.report("oracle"), toPath: program.file("report/report.json"))
        for (gates, code) in [("{metric: coverage, min: 0}", 0), ("{metric: coverage, max: 0}", 3)] as [(String, Int32)]
        {
            try writePolicy(gates)
            let run = try shell(command.joined(separator: "\n"), ["PATH": "\(folder):/usr/bin:/bin"])
            #expect(run.code == code, "\(run.output)")
        }
        #expect(try String(contentsOfFile: program.file("gate.xml"), encoding: .utf8).contains("<testsuites>"))
    }
}
