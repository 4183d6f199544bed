import Foundation
import TestSupport
import Testing

/// Series of a short training run of points, by the built program.
@Suite struct SeriesTests {
    private let program: Program

    init() throws { program = try Program() }

    private func arguments(_ inputs: [String], out: String = "series", samples: Int = 200) -> [String] {
        ["series"] + inputs + [
            "--reference", "builtin:ring[0:400]", "--held-out", "builtin:ring[400:700]", "--samples", "\(samples)",
            "--out", program.file(out),
        ]
    }

    private func document(_ out: String = "series") throws -> [String: Any] {
        try object(String(contentsOfFile: program.file(out) + "/series.json", encoding: .utf8))
    }

    private func copyRun() throws -> String {
        let run = program.file("run")
        try FileManager.default.copyItem(atPath: try TrainedOnce.ring().folder.file("run"), toPath: run)
        return run
    }

    private func checkpoints(_ run: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: run + "/checkpoints").sorted().map {
            run + "/checkpoints/" + $0
        }
    }

    @Test func aRunGivesTwoTrajectoriesAndAVerdict() throws {
        let run = try copyRun()
        let outcome = try program.run(arguments([run]))
        #expect(outcome.code == 0, "\(outcome.errors)")
        let document = try document()
        let sentence = try #require(document["sentence"] as? String)
        #expect(outcome.output.replacing("\n", with: " ").hasPrefix(sentence))
        #expect(document["trajectories"] as? [String] == ["moving average", "raw"])
        let count = try checkpoints(run).count
        #expect((document["checkpoints"] as? [Any])?.count == count)
        #expect((document["candidates"] as? [Any])?.count == 2 * count)
        #expect(document["step_basis"] as? String == "told by the files")
        let lines = outcome.outputLines
        #expect(
            lines.filter { $0.hasPrefix("*") && !$0.hasPrefix("* best") }.count == 1
                && lines.last == "Series: \(program.file("series"))/series.html")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: program.file("series")).sorted()
                == ["series.html", "series.json", "series.md"])
        // Every candidate but the first of its trajectory has moved.
        let candidates = try #require(document["candidates"] as? [[String: Any]])
        let changes = candidates.map { ($0["drift"] as? [String: Any])?["change"] as? Double }
        #expect(changes[0] == nil && changes[count] == nil && changes[1..<count].allSatisfy { ($0 ?? 0) > 0 })
    }

    @Test func storeThreadsAndWatchingChangeNoByte() throws {
        let run = try copyRun()
        #expect(try program.run(arguments([run])).code == 0)
        let expected = try TemporaryFolder.contents(of: program.file("series"))
        for extra in [["--no-store", "--threads", "1"], [], ["--watch", "--poll", "0.05", "--quiet"]] {
            try FileManager.default.removeItem(atPath: program.file("series"))
            let outcome = try program.run(arguments([run]) + extra)
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(try TemporaryFolder.contents(of: program.file("series")) == expected, "\(extra)")
        }
    }

    /// Everybody against everybody, and each side on against the other; what was trained once comes from the store.
    @Test func adversariesAreRatedAndAnswered() throws {
        let run = try copyRun()
        let files = [String](try checkpoints(run).filter { $0.hasSuffix(".safetensors") }.suffix(2))
        try #require(files.count == 2)
        func series(_ out: String) throws -> [String: Any] {
            let outcome = try program.run(arguments(files, out: out) + ["--skill-rating", "--duality-gap"])
            #expect(outcome.code == 0, "\(outcome.errors)")
            return try document(out)
        }
        let first = try #require(try series("first")["adversaries"] as? [String: Any])
        let skill = try #require(first["skill"] as? [String: Any])
        #expect((skill["generators"] as? [Any])?.count == 2 && (skill["scores"] as? [[Double]])?.count == 2)
        let gaps = try #require(first["duality_gaps"] as? [[String: Any]])
        #expect(gaps.compactMap { $0["checkpoint"] as? Int } == [0, 1])
        let again = try series("again")
        #expect(again["adversaries"] as? NSDictionary == first as NSDictionary)
        let page = try String(contentsOfFile: program.file("first") + "/series.html", encoding: .utf8)
        #expect(page.lowercased().contains("duality gap"))
    }

    @Test func aCheckpointHasTheFiguresOfItsReport() throws {
        let run = try copyRun()
        let path = try #require(try checkpoints(run).last)
        #expect(try program.run(arguments([path]) + ["--weights", "average"]).code == 0)
        let report = try program.run([
            "report", "--generator", path, "--reference", "builtin:ring[0:400]", "--held-out", "builtin:ring[400:700]",
            "--samples", "200", "--out", program.file("report"), "--json",
        ])
        let candidates = try #require(try document()["candidates"] as? [[String: Any]])
        #expect(candidates.count == 1)
        let pair = try [
            #require(candidates[0]["metrics"]), #require(try object(report.output)["metrics"]),
        ].map { try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys) }
        #expect(pair[0] == pair[1])
    }

    /// The last checkpoint's own report is the baseline: no pair differs, and one of 200 would be within the margin.
    @Test func aPolicyComparesCheckpointsWithABaselineInPairs() throws {
        let run = try copyRun()
        let path = try #require(try checkpoints(run).last)
        let policy = program.file("policy.yaml")
        try "gates:\n  - {metric: coverage, no_worse_than_baseline: {margin: 0.02}}\n".write(
            toFile: policy, atomically: false, encoding: .utf8)
        let missing = try program.run(arguments([run]) + ["--policy", policy])
        #expect(missing.code == 64 && missing.errors.contains("give --baseline"), "\(missing.errors)")
        let none = try program.run(arguments([run]) + ["--policy", policy, "--baseline", "last"])
        #expect(none.code == 1 && none.errors.contains("no earlier run"), "\(none.errors)")
        let report = try program.run([
            "report", "--generator", path, "--reference", "builtin:ring[0:400]", "--held-out", "builtin:ring[400:700]",
            "--samples", "200", "--out", program.file("report"),
        ])
        #expect(report.code == 0, "\(report.errors)")
        for baseline in [program.file("report") + "/report.json", "last", "best:coverage"] {
            let outcome = try program.run(arguments([run]) + ["--policy", policy, "--baseline", baseline])
            #expect([0, 3, 4].contains(outcome.code), "\(outcome.errors)")
            let candidates = try #require(try document()["candidates"] as? [[String: Any]])
            let found = try candidates.map { candidate in
                try #require((candidate["gates"] as? [[String: Any]])?.first)
            }
            let reasons = found.compactMap { $0["reason"] as? String }
            #expect(reasons.count == candidates.count && reasons.allSatisfy { $0.contains("Compared in pairs") })
            // The moving averages come first, by their steps.
            #expect(found[candidates.count / 2 - 1]["outcome"] as? String == "passed", "\(reasons)")
        }
        let lenient = arguments([run]) + ["--policy", policy, "--baseline", "last", "--inconclusive", "pass"]
        #expect([0, 3].contains(try program.run(lenient).code))
    }

    /// A rule that no checkpoint has a figure for ends the series at the first; with --keep-going it is told and undecided.
    @Test func aRuleWithoutAFigureIsNotFoundOutAtTheEnd() throws {
        let run = try copyRun()
        func policy(_ metric: String) throws -> String {
            let path = program.file("policy.yaml")
            try "gates: [{metric: \(metric), max: 1}]\n".write(toFile: path, atomically: false, encoding: .utf8)
            return path
        }
        let never = try program.run(arguments([run]) + ["--policy", policy("energy_distance")])
        #expect(never.code == 1 && never.errors.contains("energy_distance can't be judged: it is not measured"))
        let part = arguments([run]) + ["--policy", try policy("coverage.no_such_part")]
        let stopped = try program.run(part)
        #expect(stopped.code == 1 && stopped.errors.contains("coverage has no no_such_part"), "\(stopped.errors)")
        #expect(!FileManager.default.fileExists(atPath: program.file("series")))
        let whole = try program.run(part + ["--keep-going"])
        #expect(whole.code == 4 && whole.errors.contains("warning: ") && whole.errors.contains("can't be judged"))
        let candidates = try #require(try document()["candidates"] as? [[String: Any]])
        let gates = try candidates.map { try #require(($0["gates"] as? [[String: Any]])?.first) }
        #expect(gates.allSatisfy { $0["outcome"] as? String == "inconclusive" })
    }

    @Test func aBrokenCheckpointIsSkippedAndNamed() throws {
        let run = try copyRun()
        let paths = try checkpoints(run)
        let whole = try Data(contentsOf: URL(fileURLWithPath: paths[1]))
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: paths[1]))
        let outcome = try program.run(arguments([run]))
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("\(paths[1]) was skipped"))
        #expect(outcome.output.contains("One checkpoint could not be measured"))
        let faults = try #require(try document()["faults"] as? [[String: Any]])
        #expect(
            faults.count == 1 && faults[0]["path"] as? String == paths[1] && faults[0]["kind"] as? String == "broken")
        #expect((try document()["checkpoints"] as? [Any])?.count == paths.count - 1)
        #expect(try program.run(arguments([run]) + ["--keep-going"]).code == 0)
    }

    @Test(arguments: [Data(), Data("words".utf8), Data([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x7b])])
    func nothingButBrokenFilesIsAnError(content: Data) throws {
        try content.write(to: URL(fileURLWithPath: program.file("bad-1.safetensors")))
        let outcome = try program.run(arguments([program.file("bad-1.safetensors")]) + ["--keep-going"])
        #expect(outcome.code == 1 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("none of 1 checkpoint could be measured"))
        #expect(!FileManager.default.fileExists(atPath: program.file("series")))
    }

    @Test func emptyAndMissingFoldersAreNamed() throws {
        try FileManager.default.createDirectory(atPath: program.file("empty"), withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: program.file("empty/notes.txt")))
        let empty = try program.run(arguments([program.file("empty")]))
        #expect(empty.code == 1 && empty.errors.contains("holds no checkpoint"))
        let missing = try program.run(arguments([program.file("nowhere")]))
        #expect(missing.code == 1 && missing.errors.contains("there is no such file or folder"))
    }

    @Test func mistakesInArgumentsAreNamed() throws {
        for (extra, said) in [
            (["--metric", "frechet_distence"], "Did you mean 'frechet_distance'?"), (["--metric", "recall"], "recall"),
            (["--poll", "0"], "--poll is 0"), (["--samples", "1"], "--samples is 1"),
            (["--extractor", "pixel"], "pixels"),
        ] {
            let outcome = try program.run(arguments(["x.pt"]) + extra)
            #expect(outcome.code == 64 && outcome.errors.contains(said), "\(extra): \(outcome.errors)")
        }
        #expect(try program.run("series", "--reference", "builtin:ring", "--out", program.file("x")).code == 64)
    }

    @Test func dataThatDoNotFitAreNoCheckpointsFault() throws {
        let run = try copyRun()
        let outcome = try program.run([
            "series", run, "--reference", "builtin:ring[0:400]", "--held-out", "builtin:ring[0:400]", "--samples", "50",
            "--out", program.file("series"),
        ])
        #expect(outcome.code == 1 && outcome.errors.contains("the same samples as the reference"))
        let shapes = try program.run([
            "series", run, "--reference", "builtin:shapes[0:100]", "--samples", "50", "--out", program.file("series"),
        ])
        #expect(shapes.code == 1 && shapes.errors.contains("could be measured"))
    }

    @Test func watchingTakesWhatComesUntilTheRunEnds() throws {
        let run = program.file("growing")
        let source = try TrainedOnce.ring().folder.file("run")
        let names = try FileManager.default.contentsOfDirectory(atPath: source + "/checkpoints").sorted()
        let running = try program.start(arguments([run], out: "watched") + ["--watch", "--poll", "0.1"])
        usleep(200_000)
        try FileManager.default.createDirectory(atPath: run + "/checkpoints", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: source + "/run.json", toPath: run + "/run.json")
        for name in names {
            // A tool that does not rename: the file grows in place.
            let bytes = try Data(contentsOf: URL(fileURLWithPath: source + "/checkpoints/" + name))
            let path = run + "/checkpoints/" + name
            try bytes.prefix(bytes.count / 3).write(to: URL(fileURLWithPath: path))
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try file.seekToEnd()
            usleep(50_000)
            try file.write(contentsOf: bytes.dropFirst(bytes.count / 3))
            try file.close()
        }
        running.waitForFile(program.file("watched") + "/series.json")
        #expect(running.process.isRunning)
        try FileManager.default.copyItem(atPath: source + "/done.json", toPath: run + "/done.json")
        let outcome = try running.outcome()
        #expect(outcome.code == 0, "\(outcome.errors)")
        let watched = try document("watched")
        #expect((watched["checkpoints"] as? [Any])?.count == names.count)
        #expect((watched["faults"] as? [Any])?.isEmpty == true)
    }

    @Test func watchingEndsByInterruptAndWritesWhatItHas() throws {
        let run = try copyRun()
        try FileManager.default.removeItem(atPath: run + "/done.json")
        let running = try program.start(arguments([run]) + ["--watch", "--poll", "0.1"])
        running.waitForFile(program.file("series") + "/series.json")
        running.send(SIGINT)
        let outcome = try running.outcome()
        #expect(outcome.code == 0 && !outcome.wasKilled, "\(outcome.errors)")
        #expect(outcome.output.contains("Series: "))
    }

    /// Killed at any moment, the next run ends with the bytes of one that nobody disturbed.
    @Test func aKilledSeriesGoesOn() throws {
        let run = try copyRun()
        let other = try Program()
        #expect(try other.run(arguments([run])).code == 0)
        let expected = try TemporaryFolder.contents(of: program.file("series"))
        try FileManager.default.removeItem(atPath: program.file("series"))
        // The store is opened before anything is measured, so this one is killed on any machine.
        let first = try program.start(arguments([run]))
        first.waitForFile(program.store + "/ganeval.sqlite")
        first.send(SIGKILL)
        #expect(try first.outcome().wasKilled)
        for delay in [10_000, 40_000, 90_000, 160_000, 250_000, 400_000] as [UInt32] {
            let running = try program.start(arguments([run]))
            usleep(delay)
            running.send(SIGKILL)
            let outcome = try running.outcome()
            #expect(outcome.wasKilled || outcome.code == 0, "\(outcome.errors)")
        }
        let outcome = try program.run(arguments([run]))
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(try TemporaryFolder.contents(of: program.file("series")) == expected)
    }

    @Test func filesInAFolderTakeTheirStepsFromTheirNames() throws {
        let folder = program.file("foreign")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let paths = try checkpoints(copyRun())
        for (number, path) in paths.enumerated() {
            try FileManager.default.copyItem(atPath: path, toPath: "\(folder)/model_\(90 - number).safetensors")
        }
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/.hidden-1.safetensors"))
        let outcome = try program.run(arguments([folder, folder + "/model_90.safetensors"]))
        #expect(outcome.code == 0, "\(outcome.errors)")
        // The files tell their own steps, which go before names; each file counts once.
        let found = try #require(try document()["checkpoints"] as? [[String: Any]])
        #expect(found.count == paths.count)
        #expect(found.compactMap { $0["step"] as? Int } == found.compactMap { $0["step"] as? Int }.sorted())
    }
}
