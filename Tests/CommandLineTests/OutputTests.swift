import Foundation
import TestSupport
import Testing

/// No command writes over what it reads, or takes away what others wrote.
@Suite struct OutputTests {
    private let program: Program

    init() throws { program = try Program() }

    /// A command whose input IN is where one of its outputs would go; OUT is the folder.
    struct Case: CustomTestStringConvertible, Sendable {
        var arguments: [String]
        /// The name of the input and of the output.
        var name: String

        init(_ arguments: String, _ name: String) {
            self.arguments = arguments.split(separator: " ").map(String.init)
            self.name = name
        }

        var testDescription: String { "\(arguments.joined(separator: " ")), IN being \(name)" }
    }

    /// A working folder so deep that the system can't name it is one like any other.
    @Test func deepWorkingFoldersAreWrittenTo() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let name = String(repeating: "d", count: 200)
        let script = """
            cd "$1" && top=$PWD
            for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22; do mkdir \(name) && cd -P \(name) || exit 9; done
            "$0" report --generated 'builtin:ring[:50]' --reference 'builtin:ring[50:100]' --no-store --quiet --out a/rep
            code=$?
            [ -f a/rep/index.html ] || code=8
            cd "$top" && rm -rf \(name)
            exit $code
            """
        process.arguments = ["-c", script, try Program.path(), program.folder.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    private static let report = "report --out OUT --generated builtin:ring --reference builtin:ring"
    private static let audit = "audit --out OUT --generated builtin:ring --training builtin:ring"

    static let cases: [Case] = [
        Case("report --out OUT --generator IN --reference builtin:ring", "index.html"),
        Case("report --out OUT --generated IN[0:9] --reference builtin:ring", "report.md"),
        Case("report --out OUT --generated IN --reference builtin:ring", "samples"),
        Case("report --out OUT --generated builtin:ring --reference IN", "contributions.safetensors"),
        Case(report + " --held-out IN", "report.json"), Case(report + " --reference-labels IN", "report.json"),
        Case(report + " --extractor IN", "report.json"),
        Case("report --out OUT --generator c.pth --reference builtin:ring --architecture IN", "report.json"),
        Case(report + " --policy IN", "gate.json"), Case(report + " --policy p.yaml --audit IN", "report.json"),
        Case(report + " --policy p.yaml --baseline IN", "report.json"),
        Case(report + " --policy p.yaml --baseline OUT/other.json", "contributions.safetensors"),
        Case("audit --out OUT --generator IN --training builtin:ring", "audit.html"),
        Case("audit --out OUT --generated IN --training builtin:ring", "audit.md"),
        Case("audit --out OUT --generated builtin:ring --training IN[0:9]", "copies.csv"),
        Case(audit + " --held-out IN", "audit.json"), Case(audit + " --training-labels IN", "copies.csv"),
        Case(audit + " --held-out builtin:ring-test --discriminator IN", "audit.json"),
        Case(audit + " --extractor IN", "audit.json"),
        Case("audit --out OUT --generator c.pth --training builtin:ring --architecture IN", "audit.json"),
        Case(audit + " --policy IN", "gate.json"), Case(audit + " --policy IN", "audit.json"),
        Case(audit + " --policy p.yaml --report IN", "gate.xml"),
        Case(audit + " --policy p.yaml --report r.json --baseline IN", "audit.json"),
        Case("compare --out OUT IN builtin:ring --reference builtin:ring", "compare.html"),
        Case("compare --out OUT builtin:ring model:IN --reference builtin:ring", "compare.md"),
        Case("compare --out OUT builtin:ring samples:IN[0:9] --reference builtin:ring", "compare.md"),
        Case("compare --out OUT IN other.json", "compare.json"),
        Case("compare --out OUT builtin:ring builtin:ring --reference IN", "compare.html"),
        Case("compare --out OUT builtin:ring builtin:ring --reference builtin:ring --held-out IN", "compare.html"),
        Case("series IN --out OUT --reference builtin:ring", "series.json"),
        Case("series c.onnx --out OUT --watch --reference IN", "series.html"),
        Case("series c.onnx --out OUT --watch --reference builtin:ring --held-out IN", "series.html"),
        Case("series c.onnx --out OUT --watch --reference builtin:ring --policy IN", "series.json"),
        Case("series c.onnx --out OUT --watch --reference builtin:ring --policy p --baseline IN", "series.json"),
        Case("measure --out IN --generated g.npy --real IN", "m.npy"),
        Case("measure --out IN --generated IN --real r.npy", "m.npy"),
        Case("measure --out IN --generated g.npy --real r.npy --held-out IN", "m.npy"),
        Case("measure --out IN --generated g.npy --real r.npy --probabilities IN", "m.npy"),
        Case("measure --out IN --generated g.npy --real r.npy --real-probabilities IN", "m.npy"),
        Case("score IN --data builtin:ring --out IN", "s.npy"), Case("score c.pth --data IN[0:9] --out IN", "s.npy"),
        Case("score c.pth --data builtin:ring --architecture IN --out IN", "s.npy"),
        Case("sample IN --out IN", "s.npy"), Case("sample c.pth --latents IN --out IN", "s.npy"),
        Case("sample c.pth --architecture IN --out IN", "s.png"),
        Case("export IN --onnx IN", "c.pth"), Case("export c.pth --architecture IN --onnx IN", "a.yaml"),
        Case("train --preset mlp-ring --data IN --out OUT", "run.json"),
        Case("train --preset mlp-ring --data IN --out OUT --resume", "state.safetensors"),
        Case("gate IN --policy p.yaml --junit IN", "r.json"), Case("gate r.json --policy IN --markdown IN", "p.yaml"),
        Case("gate r.json --policy p.yaml --audit IN --json IN", "a.json"),
        Case("gate r.json --policy p.yaml --baseline IN --junit IN", "b.json"),
        Case("gate r.json --policy p.yaml --baseline OUT/b.json --junit IN", "contributions.safetensors"),
        Case("gate OUT/r.json --policy p.yaml --json IN", "contributions.safetensors"),
        Case("gate r.json --policy p.yaml --junit IN --json IN", "twice.json"),
    ]

    @Test(arguments: cases)
    func noInputIsWrittenOver(_ one: Case) throws {
        let folder = program.file("out")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(folder)/\(one.name)"
        try "what somebody needs".write(toFile: path, atomically: false, encoding: .utf8)
        // By another name of the same folder: what counts is where a file is.
        let arguments = one.arguments.map {
            $0.replacing("IN", with: "\(folder)/../out/\(one.name)").replacing("OUT", with: folder)
        }
        let outcome = try program.run(arguments)
        #expect(outcome.code == 64 && outcome.output.isEmpty, "\(outcome.code) \(outcome.errors)")
        #expect(outcome.errors.contains("; write to another file."), "\(outcome.errors)")
        #expect(try TemporaryFolder.contents(of: folder) == [one.name: Data("what somebody needs".utf8)])
    }

    /// A hard link is the file, by another name.
    @Test func anInputIsKnownThroughLinks() throws {
        let (path, link) = (program.file("z.npy"), program.file("same.npy"))
        try "latents".write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.linkItem(atPath: path, toPath: link)
        let outcome = try program.run("sample", "c.pth", "--latents", path, "--out", link)
        #expect(outcome.code == 64 && outcome.errors.contains("is the latents; write to another file."))
    }

    /// Pictures of a report in a folder of images would be samples of the next run.
    @Test func noResultsLieAmongData() throws {
        let folder = program.file("data")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: program.file("link"), withDestinationPath: folder)
        for (reference, out) in [
            (folder, folder), (folder, "\(folder)/a/report"), ("\(folder)[0:5]", program.file("link/report")),
        ] {
            let outcome = try program.run(
                "report", "--generated", "builtin:ring", "--reference", reference, "--out", out)
            #expect(
                outcome.code == 64 && outcome.errors.contains("results would be read as data there"),
                "\(outcome.errors)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }

    @Test func aDraftedPolicyReplacesNothing() throws {
        let report = Fixture.url("gates/oracle/report.json").path
        let path = program.file("policy.yaml")
        try "mine".write(toFile: path, atomically: false, encoding: .utf8)
        let outcome = try program.run("gate", "init", report, "--out", path)
        #expect(outcome.code == 1 && outcome.errors.contains("it exists"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    }

    private func ring(_ folder: String, _ more: String...) throws -> Program.Outcome {
        try program.run(
            [
                "report", "--generator", try TrainedOnce.ring().checkpoint, "--reference", "builtin:ring[0:500]",
                "--samples", "250", "--out", program.file(folder),
            ] + more)
    }

    /// A policy that is kept beside the reports as gate.json, which JSON policies may be called.
    @Test func gateFilesOfOthersStay() throws {
        let rule = #"{"gates": [{"metric": "coverage", "min": 0}]}"#
        try FileManager.default.createDirectory(atPath: program.file("a"), withIntermediateDirectories: true)
        let path = program.file("a/gate.json")
        try rule.write(toFile: path, atomically: false, encoding: .utf8)
        #expect(try ring("a").code == 0)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == rule)
        let other = program.file("other.json")
        try rule.write(toFile: other, atomically: false, encoding: .utf8)
        let replaced = try ring("a", "--policy", other)
        #expect(replaced.code == 1 && replaced.errors.contains("ganeval did not write it"), "\(replaced.errors)")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == rule)
        // Its own are taken away with the report that they speak of.
        #expect(try ring("b", "--policy", other).code == 0)
        #expect(try gateFiles(program.file("b")).count == 3)
        #expect(try ring("b").code == 0)
        #expect(try gateFiles(program.file("b")).isEmpty)
    }

    private func gateFiles(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("gate.") }
    }

    /// What an earlier run wrote is kept beside what replaces it, and can be compared with it.
    @Test func anEarlierReportIsKept() throws {
        let first = try ring("a")
        #expect(first.code == 0 && first.errors.isEmpty, "\(first.errors)")
        // Nothing is silent for minutes where no terminal shows a bar.
        #expect(first.progress.count > 2 && first.progress.allSatisfy { $0.hasPrefix("[0:") }, "\(first.progress)")
        let before = try String(contentsOfFile: program.file("a/report.json"), encoding: .utf8)
        let second = try ring("a", "--seed", "2")
        #expect(second.code == 0 && second.errors.contains("is kept in \(program.file("a"))/previous"))
        #expect(try String(contentsOfFile: program.file("a/previous/report.json"), encoding: .utf8) == before)
        #expect(try ring("a", "--seed", "3", "--quiet").errors.isEmpty)
        #expect(try ring("b", "--quiet").progress.isEmpty)
    }

    /// The run that is compared with is read before its report is replaced.
    @Test func aBaselineMayLieWhereTheReportGoes() throws {
        let rule = program.file("policy.yaml")
        try "gates: [{metric: kernel_distance, no_worse_than_baseline: {margin: 1}}]\n".write(
            toFile: rule, atomically: false, encoding: .utf8)
        #expect(try ring("a").code == 0)
        let outcome = try ring("a", "--policy", rule, "--baseline", "last")
        #expect(outcome.code == 0, "\(outcome.output) \(outcome.errors)")
        let document = try object(String(contentsOfFile: program.file("a/gate.json"), encoding: .utf8))
        let baseline = try #require(document["baseline"] as? [String: Any])
        #expect((baseline["path"] as? String)?.hasSuffix("a/report.json") == true)
        let gates = try #require(document["gates"] as? [[String: Any]])
        #expect(gates.first?["paired"] as? Bool == true)
        // A first report has no earlier run; it is written all the same.
        let first = try ring("c", "--seed", "9", "--policy", rule, "--baseline", "last")
        #expect(first.code == 1 && first.errors.contains("no earlier run"))
        #expect(FileManager.default.fileExists(atPath: program.file("c/report.json")))
    }
}
