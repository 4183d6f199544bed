import Foundation
import TestSupport
import Testing

/// `report --policy`, `audit --policy`, baselines from the store, and `ganeval history`.
@Suite struct GatedRunTests {
    private let program: Program

    init() throws { program = try Program() }

    private func policy(_ gates: String) throws -> String {
        let path = program.file("policy-\(abs(gates.hashValue)).yaml")
        try "gates: [\(gates)]\n".write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    private func report(_ folder: String, _ more: [String] = []) throws -> Program.Outcome {
        try program.run(
            [
                "report", "--generator", try TrainedOnce.ring().checkpoint, "--reference", "builtin:ring[0:1000]",
                "--held-out", "builtin:ring-test[0:500]", "--samples", "300", "--out", program.file(folder),
            ] + more)
    }

    @Test func reportsAreHeldAgainstAPolicyAtOnce() throws {
        let passed = try report("a", ["--policy", policy("{metric: coverage, min: 0}")])
        #expect(passed.code == 0 && passed.output.contains("The gate passed."), "\(passed.output)\(passed.errors)")
        let files = try TemporaryFolder.contents(of: program.file("a")).keys.sorted()
        #expect(
            files == [
                "contributions.safetensors", "gate.json", "gate.md", "gate.xml", "index.html", "metrics.csv",
                "per_sample.csv", "report.json", "report.md",
            ])
        let page = try String(contentsOfFile: program.file("a/index.html"), encoding: .utf8)
        #expect(page.contains("id=\"gates\"") && page.contains("Room left") && page.contains("The gate passed."))
        #expect(try String(contentsOfFile: program.file("a/report.md"), encoding: .utf8).contains("The gate passed."))
        let failed = try report("b", ["--policy", policy("{metric: frechet_distance, max: 0}"), "--json"])
        #expect(failed.code == 3)
        #expect(try object(failed.output)["schema"] as? String == "ganeval.report/1")
        #expect(failed.errors.contains("Gates: 1 of 1 gate failed"))
        // Everything that is wrong with a policy is said before the work begins.
        for (gates, code, words) in [
            ("{metric: covrage, min: 0}", 1, "Did you mean"), ("{metric: audit.copies, max: 0}", 64, "--audit"),
            ("{metric: coverage, no_worse_than_baseline: {margin: 0}}", 64, "--baseline"),
        ] as [(String, Int32, String)] {
            let outcome = try report("c", ["--policy", policy(gates)])
            #expect(outcome.code == code && outcome.errors.contains(words), "\(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: program.file("c")))
        }
    }

    @Test func auditsAreHeldAgainstAPolicyAtOnce() throws {
        func audit(_ gates: String) throws -> Program.Outcome {
            try program.run(
                "audit", "--generated", "builtin:ring[0:400]", "--training", "builtin:ring[0:1000]", "--held-out",
                "builtin:ring-test[0:500]", "--out", program.file("audit"), "--policy", policy(gates))
        }
        let failed = try audit("{metric: audit.verdict, equals: no_evidence}")
        #expect(failed.code == 3 && failed.output.contains("audit.verdict  copying  no_evidence"))
        #expect(FileManager.default.fileExists(atPath: program.file("audit/gate.xml")))
        #expect(try audit("{metric: audit.verdict, equals: copying}").code == 0)
        let needsReport = try audit("{metric: coverage, min: 0}")
        #expect(needsReport.code == 64 && needsReport.errors.contains("--report REPORT.json"))
    }

    @Test func theStoreHasBaselinesAndAHistory() throws {
        let empty = try program.run("history")
        #expect(empty.code == 0 && empty.output.contains("has no "))
        for arguments in [["--json"], ["--csv"], ["--markdown"], ["prune", "--keep", "1", "--yes"]] {
            #expect(try program.run(["history"] + arguments).code == 0)
        }
        #expect(
            try object(program.run("history", "--json").output)["metrics"] as? [String] == [],
            "nothing is kept, which is no error")
        let lone = try program.run(
            "gate", Fixture.url("gates/oracle/report.json").path, "--policy", policy("{metric: coverage, min: 0}"),
            "--baseline", "last")
        #expect(lone.code == 1 && lone.errors.contains("no earlier run"), "\(lone.errors)")
        // Whoever only looks makes no store.
        #expect(!FileManager.default.fileExists(atPath: program.store))
        #expect(try report("a").code == 0 && report("b").code == 0)
        #expect(try report("c", ["--seed", "2"]).code == 0)
        let rule = try policy("{metric: coverage, no_worse_than_baseline: {margin: 0.9}}")
        for baseline in ["last", "best:coverage", "best:frechet_distance", program.file("a/report.json")] {
            let outcome = try program.run(
                "gate", program.file("b/report.json"), "--policy", rule, "--baseline", baseline)
            #expect(outcome.code == 0, "\(baseline): \(outcome.output)\(outcome.errors)")
        }
        // The report's folder may be gone; the store has the figures.
        try FileManager.default.removeItem(atPath: program.file("a"))
        let outcome = try program.run(
            "gate", program.file("b/report.json"), "--policy", rule, "--baseline", "last", "--json", "-")
        #expect(outcome.code == 0 && outcome.output.contains("of the store"))
        // Another seed is another protocol.
        let alone = try program.run("gate", program.file("c/report.json"), "--policy", rule, "--baseline", "last")
        #expect(alone.code == 1 && alone.errors.contains("no earlier run of the protocol"))

        #expect(try program.run("history").output.contains("coverage"))
        let runs = try program.run("history", "--metric", "coverage")
        #expect(runs.output.contains("new protocol:") && runs.output.contains("sampling_seed 1 → 2"), "\(runs.output)")
        let document = try object(program.run("history", "--json").output)
        #expect(document["schema"] as? String == "ganeval.history/1")
        let metrics = try #require(document["metrics"] as? [[String: Any]])
        #expect(metrics.allSatisfy { ($0["points"] as? [Any])?.count == 3 } && metrics.count > 5)
        let csv = try program.run("history", "--csv", "--metric", "coverage,recall").output
        #expect(csv.components(separatedBy: "\r\n").count == 8)
        #expect(try program.run("history", "--markdown").output.hasPrefix("## History\n"))

        let dry = try program.run("history", "prune", "--keep", "1")
        #expect(dry.code == 0 && dry.outputLines.last?.hasPrefix("2 of 3 runs would be forgotten.") == true)
        #expect(try object(program.run("history", "--json", "--last", "9").output)["metrics"] as? [Any] != nil)
        #expect(try program.run("history", "prune", "--older-than", "1", "--yes").output.hasPrefix("0 of 3 runs"))
        let pruned = try program.run("history", "prune", "--keep", "1", "--yes")
        #expect(pruned.outputLines.last?.hasPrefix("2 of 3 runs forgotten") == true)
        let left = try #require(object(program.run("history", "--json").output)["metrics"] as? [[String: Any]])
        #expect(left.allSatisfy { ($0["points"] as? [Any])?.count == 1 })
        #expect(FileManager.default.fileExists(atPath: program.file("b/report.json")), "reports stay")
    }
}
