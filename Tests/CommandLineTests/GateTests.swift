import Foundation
import TestSupport
import Testing

/// `ganeval gate` on reports of the planted generators, which `fixtures/README.md` describes.
@Suite struct GateTests {
    private let program: Program

    init() throws { program = try Program() }

    static func report(_ name: String) -> String { Fixture.url("gates/\(name)/report.json").path }
    static func audit(_ name: String) -> String { Fixture.url("gates/\(name)/audit.json").path }

    private func policy(_ gates: String..., head: String = "") throws -> String {
        let path = program.file("policy.yaml")
        try "\(head)\ngates:\n\(gates.map { "  - {\($0)}" }.joined(separator: "\n"))\n".write(
            toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    /// The oracle's report with something exchanged.
    private func changed(_ name: String, _ change: (inout [String: Any]) -> Void) throws -> String {
        var report = try object(String(contentsOfFile: Self.report("oracle"), encoding: .utf8))
        change(&report)
        let path = program.file(name)
        try JSONSerialization.data(withJSONObject: report).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func gate(_ policy: String, _ more: String..., report: String = report("oracle")) throws -> Program.Outcome
    {
        try program.run(["gate", report, "--policy", policy] + more)
    }

    @Test func everyOutcomeHasItsCode() throws {
        let passed = try gate(policy("metric: coverage, min: 0.01"))
        #expect(passed.code == 0 && passed.errors.isEmpty && passed.outputLines.first == "The gate passed.")
        let failed = try gate(policy("metric: coverage, max: 0.01", "metric: recall, min: 0.01"))
        #expect(failed.code == 3 && failed.errors.isEmpty)
        #expect(failed.outputLines.first == "1 of 2 gates failed: diversity (coverage).")
        let object = try object(String(contentsOfFile: Self.report("oracle"), encoding: .utf8))
        let coverage = ((object["metrics"] as? [String: Any])?["coverage"] as? [String: Any])?["value"] as? Double
        let value = try #require(coverage)
        let open = try policy("metric: coverage, min: \(value)")
        #expect(try gate(open).code == 4)
        #expect(try gate(open, "--inconclusive", "pass").code == 0)
        #expect(try gate(open, "--inconclusive", "fail").code == 3)
        // A bound near the value: more samples would tell.
        let near = try gate(policy("metric: coverage, min: \(value - 0.002)"))
        #expect(near.code == 4 && near.output.replacing("\n ", with: "").contains("would decide if the value stays"))
        // The policy may say what inconclusive counts as; the command line has the last word.
        let strict = try policy("metric: coverage, min: \(value)", head: "inconclusive: fail")
        #expect(try gate(strict).code == 3 && gate(strict, "--inconclusive", "pass").code == 0)
    }

    @Test func badInputIsToldInWords() throws {
        func fails(_ outcome: Program.Outcome, _ words: String..., location: SourceLocation = #_sourceLocation) {
            #expect(outcome.code == 1 && outcome.output.isEmpty, sourceLocation: location)
            for text in ["error: ", "\n  expected: ", "\n  to do: "] + words {
                #expect(outcome.errors.contains(text), "\(text) in \(outcome.errors)", sourceLocation: location)
            }
        }
        fails(
            try gate(policy("metric: coverge, min: 0.1")), "policy.yaml, line 3, column 14", "Did you mean 'coverage'?")
        fails(try gate(policy("metric: coverage, min: 0.9, max: 0.1")), "contradicts min in line 3")
        fails(try gate(policy("metric: coverage, min: low")), "line 3, column 29", "min is \"low\"")
        fails(try gate(program.file("none.yaml")), "none.yaml")
        let some = try policy("metric: coverage, min: 0.1")
        fails(try gate(some, report: program.file("none.json")), "none.json")
        fails(
            try gate(some, report: changed("new.json") { $0["schema"] = "ganeval.report/2" }),
            "written by a newer ganeval")
        fails(try gate(some, report: Self.audit("oracle")), "its schema is \"ganeval.audit/1\"")
        fails(try gate(policy("metric: audit.copied_share, max: 0.1")), "there is no audit", "--audit AUDIT.json")
        fails(try gate(policy("metric: rarity, max: 0.1")), "has no rarity")
        let other = try changed("other.json") { report in
            var fields = report["protocol"] as? [String: String] ?? [:]
            fields["reference_sha256"] = "ff"
            fields["fingerprint"] = "ff"
            report["protocol"] = fields
            report["run"] = ["identifier": "another", "started_at": "2026-01-01T00:00:00Z"]
        }
        fails(
            try gate(policy("metric: coverage, no_worse_than_baseline: {margin: 0.1}"), "--baseline", other),
            "reference_sha256", "instead of \"ff\"")
        let edited = try changed("edited.json") { report in
            var fields = report["protocol"] as? [String: String] ?? [:]
            fields["tool"] = nil
            fields["protocol_version"] = "1"
            report["protocol"] = fields
        }
        fails(
            try gate(policy("metric: coverage, min: 0.1"), report: edited),
            "its protocol's fingerprint is 72d76e1faebcc565, where its fields give")
        let again = try policy("metric: coverage, min: 0.1")
        fails(try gate(again, "--audit", Self.audit("leaky12")), "it audits leaky12.onnx")
        fails(try gate(again, "--json", "/no/such/folder/gate.json"), "does not exist")
    }

    @Test(arguments: [
        (["gate"], "Missing expected argument"), (["gate", "r.json"], "--policy"),
        (["gate", "r.json", "--policy", "p", "--inconclusive", "maybe"], "maybe"),
        (["gate", "r.json", "--polcy", "p"], "--policy"), (["gate", "init"], "Missing expected argument"),
        (["history", "--json", "--csv"], "exclude each other"),
        (["history", "prune"], "--keep N or --older-than DAYS"),
        (["history", "--metric", "coverge"], "Did you mean 'coverage'?"), (["history", "--last", "0"], "--last is 0"),
        (["history", "prune", "--keep", "-1"], "--keep"),
        (["report", "--generated", "g", "--reference", "r", "--out", "o", "--baseline", "last"], "go with --policy"),
        (["audit", "--generated", "g", "--training", "r", "--out", "o", "--inconclusive", "pass"], "go with --policy"),
    ])
    func mistakesEndWith64(arguments: [String], said: String) throws {
        let outcome = try program.run(arguments)
        #expect(outcome.code == 64 && outcome.output.isEmpty)
        #expect(outcome.errors.contains(said), "\(outcome.errors)")
    }

    @Test func baselinesThatAreNeededOrImpossibleEndWith64() throws {
        let needs = try policy("metric: coverage, no_worse_than_baseline: {margin: 0.1}")
        #expect(try gate(needs).code == 64)
        #expect(try gate(needs, "--baseline", "best:covrage").errors.contains("Did you mean 'coverage'?"))
        #expect(try gate(needs, "--baseline", "best:authenticity").code == 64)
        #expect(try gate(needs, "--baseline", "last", "--no-store").code == 64)
        let empty = try gate(needs, "--baseline", "last")
        #expect(empty.code == 1 && empty.errors.contains("no earlier run"))
    }

    @Test func aBaselineDecidesByTheDifference() throws {
        let better = try changed("better.json") { report in
            var metrics = report["metrics"] as? [String: [String: Any]] ?? [:]
            metrics["frechet_distance"]?["value"] = 0.001
            metrics["frechet_distance"]?["interval"] = [0.0005, 0.0015]
            report["metrics"] = metrics
            report["run"] = ["identifier": "another", "started_at": "2026-01-01T00:00:00Z"]
        }
        let rule = try policy("metric: frechet_distance, no_worse_than_baseline: {margin: 0.001}")
        let worse = try gate(rule, "--baseline", better)
        #expect(worse.code == 3 && worse.output.contains("unpaired"), "\(worse.output)")
        #expect(try gate(rule, "--baseline", Self.report("oracle"), report: better).code == 0)
    }

    /// A rename would put the file in the place of a device, of the report itself, or of the other output.
    @Test func outputsReplaceNothingElse() throws {
        let rule = try policy("metric: coverage, min: 0.01")
        let report = program.file("copy.json")
        try FileManager.default.copyItem(atPath: Self.report("oracle"), toPath: report)
        for (option, path, said) in [
            ("--markdown", "/dev/null", "no regular file"), ("--junit", report, "is the report"),
            ("--json", rule, "is the policy"), ("--junit", program.file("sub/../copy.json"), "is the report"),
        ] {
            let outcome = try gate(rule, option, path, report: report)
            #expect(outcome.code != 0 && outcome.errors.contains(said), "\(path): \(outcome.errors)")
        }
        let twice = try gate(rule, "--junit", program.file("x"), "--markdown", program.file("x"))
        #expect(twice.code == 64 && twice.errors.contains("is another output"))
        #expect(
            FileManager.default.contents(atPath: report) == FileManager.default.contents(atPath: Self.report("oracle")))
        #expect(!FileManager.default.fileExists(atPath: program.file("x")))
    }

    @Test func aReportIsNoBaselineOfItself() throws {
        let rule = try policy("metric: coverage, no_worse_than_baseline: {margin: 0.1}")
        let outcome = try gate(rule, "--baseline", Self.report("oracle"))
        #expect(outcome.code == 64 && outcome.errors.contains("own run"), "\(outcome.errors)")
    }

    @Test func allFilesAreWritten() throws {
        let outcome = try gate(
            policy("metric: coverage, max: 0.01", "metric: recall, min: 0.01"), "--junit", program.file("g.xml"),
            "--markdown", program.file("g.md"), "--json", program.file("g.json"))
        #expect(outcome.code == 3)
        let junit = try String(contentsOfFile: program.file("g.xml"), encoding: .utf8)
        #expect(junit.contains("tests=\"2\" failures=\"1\"") && junit.contains("<failure type=\"failed\""))
        #expect(try String(contentsOfFile: program.file("g.md"), encoding: .utf8).hasPrefix("## 1 of 2 gates failed"))
        let document = try String(contentsOfFile: program.file("g.json"), encoding: .utf8)
        #expect(try object(document)["schema"] as? String == "ganeval.gate/1")
        let printed = try gate(program.file("policy.yaml"), "--json", "-")
        #expect(printed.code == 3 && printed.output == document)
    }

    @Test func gitHubGetsAnnotationsAndASummary() throws {
        let summary = program.file("summary.md")
        try "# before\n".write(toFile: summary, atomically: false, encoding: .utf8)
        let arguments = ["gate", Self.report("oracle"), "--policy", try policy("metric: coverage, max: 0.01")]
        let outcome = try program.run(
            arguments, environment: ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary])
        #expect(outcome.code == 3)
        let annotations = outcome.outputLines.filter { $0.hasPrefix("::") }
        #expect(annotations.count == 1 && annotations[0].hasPrefix("::error file="))
        #expect(annotations[0].contains(",line=3,col=29,title=coverage failed::coverage is"))
        let text = try String(contentsOfFile: summary, encoding: .utf8)
        #expect(text.hasPrefix("# before\n## 1 of 1 gate failed"))
        // Outside of Actions, nothing of the kind.
        #expect(try !program.run(arguments).output.contains("::error"))
        let unwritable = try program.run(arguments, environment: ["GITHUB_STEP_SUMMARY": "/no/such/folder/s.md"])
        #expect(unwritable.code == 3 && unwritable.errors.contains("can't be written"))
    }

    @Test func aDraftIsReadableAndIsNotOverwritten() throws {
        let path = program.file("drafted.yaml")
        let arguments = ["gate", "init", Self.report("oracle"), "--audit", Self.audit("oracle")]
        #expect(try program.run(arguments + ["--out", path]).code == 0)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(try program.run(arguments).output == text)
        let again = try program.run(arguments + ["--out", path])
        #expect(again.code == 1 && again.errors.contains("it exists"))
        let explained = try program.run(
            "gate", "explain", Self.report("dropped2"), "--audit", Self.audit("dropped2"), "--policy", path)
        #expect(explained.code == 0)
        #expect(explained.output.contains("mode_coverage.missing_classes: failed"))
        #expect(explained.output.contains("to flip   Exactly 0."), "\(explained.output)")
    }
}
