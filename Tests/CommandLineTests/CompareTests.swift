import Foundation
import TestSupport
import Testing

/// Comparisons of small trained models and of samples, run as a person runs them.
@Suite struct CompareTests {
    private let program: Program

    init() throws { program = try Program() }

    private func ring(_ arguments: [String]) -> [String] {
        arguments + ["--reference", "builtin:ring[0:1000]", "--samples", "400", "--permutations", "200", "--quiet"]
    }

    @Test func samplesOfAWorseKindAreWorse() throws {
        let arguments = ring(["compare", "builtin:ring-test[0:400]", "builtin:grid[0:400]", "--json"])
        let first = try program.run(arguments + ["--out", program.file("a"), "--threads", "1"])
        #expect(first.code == 0 && first.errors.isEmpty, "\(first.errors)")
        let found = try object(first.output)
        #expect(found["schema"] as? String == "ganeval.compare/1" && found["paired"] as? Bool == false)
        #expect((found["verdict"] as? [String: Any])?["worse"] as? Bool == true)
        let files = try TemporaryFolder.contents(of: program.file("a")).keys
        #expect(["compare.html", "compare.md", "compare.json"].allSatisfy { files.contains($0) })
        // Again, from the cache and with other threads: the same figures.
        let second = try object(program.run(arguments + ["--out", program.file("b"), "--threads", "3"]).output)
        for key in ["metrics", "verdict", "protocol", "samples"] {
            let (one, two) = ([found[key] as Any], [second[key] as Any])
            #expect(
                try JSONSerialization.data(withJSONObject: one, options: .sortedKeys)
                    == JSONSerialization.data(withJSONObject: two, options: .sortedKeys), "\(key)")
        }
        let gated = try program.run(arguments + ["--out", program.file("c"), "--fail-if-worse"])
        #expect(gated.code == 3)
    }

    @Test func modelsOfOnePriorArePaired() throws {
        let checkpoint = try TrainedOnce.ring().checkpoint
        let outcome = try program.run(
            ring(["compare", checkpoint, checkpoint, "--out", program.file("a"), "--fail-if-worse"]))
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("no difference that 400 samples can show"))
        #expect(
            outcome.output.contains("same prior") && outcome.output.contains("the same model or the same samples"))
    }

    @Test func reportsAreComparedByTheirIntervals() throws {
        for (name, source) in [("one", "builtin:ring-test[0:400]"), ("two", "builtin:grid[0:400]")] {
            let made = try program.run(
                "report", "--generated", source, "--reference", "builtin:ring[0:1000]", "--samples", "400", "--out",
                program.file(name), "--quiet")
            #expect(made.code == 0, "\(made.errors)")
        }
        let outcome = try program.run(
            "compare", program.file("one"), program.file("two/report.json"), "--out", program.file("c"),
            "--fail-if-worse")
        #expect(outcome.code == 3 && outcome.output.contains("worse on"), "\(outcome.output)")
        // Another seed is another protocol.
        _ = try program.run(
            "report", "--generated", "builtin:grid[0:400]", "--reference", "builtin:ring[0:1000]", "--samples", "300",
            "--seed", "2", "--out", program.file("three"), "--quiet")
        let refused = try program.run("compare", program.file("one"), program.file("three"), "--out", program.file("d"))
        #expect(refused.code == 1 && refused.errors.contains("samples is 400 in one and 300 in the other"))
        #expect(
            refused.errors.contains("evaluation_seed") && !FileManager.default.fileExists(atPath: program.file("d")))
        let mixed = try program.run(
            "compare", program.file("one"), "builtin:grid[0:400]", "--reference", "builtin:ring[0:1000]", "--out",
            program.file("d"))
        #expect(mixed.code == 1 && mixed.errors.contains("is a report"))
    }

    @Test func reportsTakeNoOptionsAboutMeasuring() throws {
        let folder = Fixture.url("gates/oracle").path
        for more in [["--samples", "50"], ["--extractor", "pixels"], ["--permutations", "999"]] {
            let outcome = try program.run(["compare", folder, folder, "--out", program.file("c")] + more)
            #expect(outcome.code == 64 && outcome.errors.contains("as they were measured"), "\(outcome.errors)")
        }
    }

    @Test func mistakesEndWith64() throws {
        let cases: [([String], String)] = [
            (["builtin:ring[0:100]"], "at least one candidate"),
            (["builtin:ring[0:100]", "builtin:grid[0:100]"], "--reference"),
            (
                ["builtin:ring[0:100]", "builtin:grid[0:100]", "--reference", "builtin:ring", "--permutations", "3"],
                "--permutations is 3"
            ),
            (
                ["builtin:ring[0:100]", "builtin:grid[0:100]", "--reference", "builtin:ring", "--extractor", "pixel"],
                "pixels"
            ),
            (
                ["builtin:ring[0:100]", "builtin:grid[0:100]", "--reference", "builtin:ring", "--fail-if-wrose"],
                "--fail-if-worse"
            ),
        ]
        for (arguments, text) in cases {
            let outcome = try program.run(["compare"] + arguments + ["--out", program.file("x")])
            #expect(outcome.code == 64 && outcome.errors.contains(text), "\(arguments): \(outcome.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: program.file("x")))
    }
}
