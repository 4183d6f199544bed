import Foundation
import GANNumerics
import TestSupport
import Testing

/// Files of features in, figures out.
@Suite struct MeasureTests {
    private let program: Program

    init() throws { program = try Program() }

    private func golden(_ name: String) -> String { Fixture.url("golden/gaussian_shift/\(name).npy").path }

    private func write(_ text: String, _ name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: program.file(name)))
        return program.file(name)
    }

    /// A table of pseudo-random features.
    private func table(_ name: String, rows: Int, columns: Int, seed: UInt32 = 1, shift: Double = 0) throws -> String {
        var state = seed
        let lines = (0..<rows).map { _ in
            (0..<columns).map { _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                return String(format: "%.4f", Double(state >> 8) / Double(1 << 24) + shift)
            }.joined(separator: ",")
        }
        return try write(lines.joined(separator: "\n") + "\n", name)
    }

    private func measure(_ arguments: String...) throws -> Program.Outcome { try program.run(["measure"] + arguments) }

    private func metrics(_ outcome: Program.Outcome) throws -> [String: [String: Any]] {
        try #require(object(outcome.output)["metrics"] as? [String: [String: Any]])
    }

    private func fingerprint(_ outcome: Program.Outcome) throws -> String {
        try #require((object(outcome.output)["protocol"] as? [String: Any])?["fingerprint"] as? String)
    }

    @Test func givesTheFiguresOfTheLibrary() throws {
        let outcome = try measure(
            "--real", golden("real"), "--generated", golden("generated"), "--metrics",
            "frechet_distance,precision,recall", "--json")
        #expect(outcome.code == 0 && outcome.errors.isEmpty)
        let document = try object(outcome.output)
        #expect(document["schema"] as? String == "ganeval.report/1" && document["verdict"] == nil)
        #expect((document["omitted"] as? [String: String])?.isEmpty == true)
        let expected = try Fixture.json("golden/gaussian_shift/expected.json")
        let metrics = try metrics(outcome)
        #expect(metrics.keys.sorted() == ["frechet_distance", "precision", "recall"])
        let distance = try #require(metrics["frechet_distance"]?["value"] as? Double)
        let known = try #require(expected["frechet_distance"] as? Double)
        #expect(abs(distance - known) < 1e-6 * known)
        let shares = try #require(expected["prdc_k5"] as? [String: Double])
        #expect(metrics["precision"]?["value"] as? Double == shares["precision"])
        #expect(metrics["recall"]?["value"] as? Double == shares["recall"])
        #expect(metrics["precision"]?["extractor"] as? String == "features")
    }

    @Test func peopleGetATable() throws {
        let outcome = try measure(
            "--real", golden("real"), "--generated", golden("generated"), "--metrics", "precision,inception_score")
        #expect(outcome.code == 0)
        #expect(outcome.errors.contains("warning: inception_score was not computed"))
        let lines = outcome.outputLines
        #expect(lines[0].hasPrefix("metric ") && lines[0].hasSuffix("real data"))
        #expect(lines[1].hasPrefix("precision") && lines[1].contains("["))
        #expect(lines.contains("not computed:") && lines.contains { $0.hasPrefix("  inception_score  needs") })
        #expect(lines.last?.hasPrefix("protocol ") == true)
    }

    @Test func conventionsAndOptionsMoveTheNumbersAndTheFingerprint() throws {
        func run(_ more: String...) throws -> Program.Outcome {
            try program.run(
                [
                    "measure", "--real", golden("real"), "--generated", golden("generated"), "--metrics",
                    "precision,frechet_distance", "--no-intervals", "--json",
                ] + more)
        }
        let expected = try Fixture.json("golden/gaussian_shift/expected.json")
        let three = try #require((expected["prdc_k3"] as? [String: Double])?["precision"])
        let plain = try run()
        #expect(try metrics(plain)["precision"]?["interval"] is NSNull)
        #expect(try metrics(run("--neighbours", "3"))["precision"]?["value"] as? Double == three)
        // No distance ties here, so that < and <= agree.
        let stylegan = try run("--compat", "stylegan")
        #expect(try metrics(stylegan)["precision"]?["value"] as? Double == three)
        let (unbiased, divided) = try (metrics(plain), metrics(stylegan))
        #expect(unbiased["frechet_distance"]?["value"] as? Double != divided["frechet_distance"]?["value"] as? Double)
        #expect((try object(stylegan.output)["protocol"] as? [String: String])?["convention"] == "stylegan")
        #expect((try object(stylegan.output)["protocol"] as? [String: String])?["covariance"] == "N")
        // An option stands above its convention.
        let five = try run("--compat", "stylegan", "--neighbours", "5")
        #expect((try object(five.output)["protocol"] as? [String: String])?["neighbours"] == "5")

        let prints = try [
            plain, stylegan, five, run("--neighbours", "3"), run("--seed", "2"), run("--held-out", golden("test")),
        ].map(fingerprint)
        #expect(Set(prints).count == prints.count)
        // What moves no number: threads, the file's name and format, other metrics.
        let copy = program.file("copy.npy")
        try FileManager.default.copyItem(atPath: golden("real"), toPath: copy)
        let same = try measure(
            "--real", copy, "--generated", golden("generated"), "--metrics", "recall", "--no-intervals", "--json",
            "--threads", "1")
        #expect(try fingerprint(same) == prints[0])
    }

    /// Rows of whole numbers lie exactly on each other's balls: 10 is as far from 9 as 8 is.
    @Test(arguments: [("prdc", 0.0), ("dgm-eval", 0), ("torch-fidelity", 0.5), ("stylegan", 0.5)])
    func theConventionDecidesAtTheEdgeOfABall(convention: String, precision: Double) throws {
        let real = try write((0..<10).map { "\($0)\n" }.joined(), "real.csv")
        let generated = try write("10\n20\n", "generated.csv")
        let outcome = try measure(
            "--real", real, "--generated", generated, "--metrics", "precision", "--neighbours", "1", "--compat",
            convention, "--json", "--quiet")
        #expect(outcome.code == 0 && outcome.errors.isEmpty)
        #expect(try metrics(outcome)["precision"]?["value"] as? Double == precision)
    }

    @Test func theDocumentIsWrittenWholeOrNotAtAll() throws {
        let out = program.file("m.json")
        let arguments = ["--real", golden("real"), "--generated", golden("generated"), "--metrics", "recall"]
        let outcome = try program.run(["measure"] + arguments + ["--json", "--out", out])
        #expect(outcome.code == 0)
        #expect(try String(contentsOfFile: out, encoding: .utf8) == outcome.output)
        for place in [program.file("no/m.json"), program.folder.path] {
            let refused = try program.run(["measure"] + arguments + ["--out", place])
            #expect(refused.code == 1 && refused.output.isEmpty && refused.errors.contains(place))
        }
        #expect(try program.folder.entries() == ["m.json"])
    }

    @Test func whatCannotBeComputedIsNamedAndAloneIsAFailure() throws {
        let all = try measure("--generated", golden("generated"), "--json")
        #expect(all.code == (try metrics(all).isEmpty ? 1 : 0))
        let omitted = try #require(object(all.output)["omitted"] as? [String: String])
        #expect(omitted["precision"]?.isEmpty == false)
        let alone = try measure("--generated", golden("generated"), "--metrics", "precision")
        #expect(alone.code == 1 && alone.output.contains("not computed:") && alone.errors.contains("precision"))
    }

    // MARK: Bad input

    /// Runs on tables and checks what all failures have in common.
    private func fails(
        _ arguments: [String], saying place: String..., location: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try program.run(["measure", "--json"] + arguments)
        #expect(outcome.code == 1 && !outcome.wasKilled && outcome.output.isEmpty, sourceLocation: location)
        for text in ["error: ", "\n  expected: ", "\n  to do: "] + place {
            #expect(outcome.errors.contains(text), "\(text) in \(outcome.errors)", sourceLocation: location)
        }
    }

    @Test func classProbabilitiesNeedNoFeatures() throws {
        let rows = (0..<40).map { $0 % 2 == 0 ? "0.9,0.1" : "0.2,0.8" }
        let path = try write(rows.joined(separator: "\n") + "\n", "probabilities.csv")
        let outcome = try measure("--probabilities", path, "--metrics", "inception_score", "--json")
        #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(try metrics(outcome).keys.sorted() == ["inception_score"])
        let all = try measure("--probabilities", path, "--real-probabilities", path, "--json")
        #expect(try metrics(all).keys.sorted() == ["inception_score", "mode_coverage"])
        let omitted = try object(all.output)["omitted"] as? [String: String]
        #expect(omitted?["precision"] == "needs features of the samples")
        let nothing = try measure("--real", golden("real"))
        #expect(
            nothing.code == 64 && nothing.errors.contains("--generated") && nothing.errors.contains("--probabilities"))
    }

    @Test func filesThatAreNotFeatures() throws {
        let good = try table("good.csv", rows: 30, columns: 3)
        func fails(_ path: String, _ more: String..., location: SourceLocation = #_sourceLocation) throws {
            for arguments in [
                ["--real", path, "--generated", good], ["--real", good, "--generated", path],
                ["--real", good, "--generated", good, "--held-out", path],
            ] {
                let outcome = try program.run(["measure"] + arguments)
                #expect(outcome.code == 1 && outcome.output.isEmpty, sourceLocation: location)
                for text in [path] + more {
                    #expect(outcome.errors.contains(text), "\(text) in \(outcome.errors)", sourceLocation: location)
                }
            }
        }
        try fails(program.file("missing.npy"), "no such file")
        try fails(try write("1,2,3\n4,nan,6\n", "nan.csv"), "row 2, column 2", "value nan")
        try fails(try write("1,2,3\n4,5\n", "ragged.csv"), "row 2", "2 fields")
        try fails(try write("a,b,c\n", "empty.csv"), "no row of numbers")
        try fails(try write("label\ncat\n", "labels.csv"), "no row of numbers")
        try fails(try write("x", "weights.pt"), "holds no features")
        try fails(Fixture.url("data/same/images.npy").path, "these are images", "ganeval report")
        try fails(Fixture.url("data/npy/objects.npy").path, "never opened")
        try fails(try table("wide.csv", rows: 30, columns: 4), "wide.csv", " columns but ", "good.csv")
        try fails(Fixture.url("data/features/disagreeing.npz").path, "mu has shape [3] and sigma [2, 2]")
    }

    @Test func sizesThatMetricsCannotUse() throws {
        let good = try table("good.csv", rows: 30, columns: 3)
        let one = try table("one.csv", rows: 1, columns: 3)
        try fails(
            ["--real", good, "--generated", one, "--metrics", "frechet_distance"], saying: "1 rows", "at least 2")
        try fails(["--real", one, "--generated", good, "--metrics", "precision"], saying: "1 rows", "at least 6")
        try fails(
            ["--real", good, "--generated", good, "--metrics", "recall", "--neighbours", "30"], saying: "at least 31")
        let short = try table("short.csv", rows: 29, columns: 4)
        try fails(
            ["--real", good, "--generated", good, "--probabilities", short], saying: "29 rows", "30", "good.csv")
    }

    @Test func statisticsAreRefusedWhereRowsAreNeeded() throws {
        let rows = Fixture.url("data/features/rows.npy").path
        let statistics = Fixture.url("data/features/statistics.npz").path
        for role in ["--held-out", "--probabilities"] {
            try fails(["--real", rows, "--generated", rows, role, statistics], saying: statistics, "rows for \(role)")
        }
        let outcome = try measure("--real", statistics, "--generated", rows, "--metrics", "precision", "--json")
        #expect(outcome.code == 1)
        #expect((try object(outcome.output)["omitted"] as? [String: String])?["precision"] != nil)
        #expect((try object(outcome.output)["protocol"] as? [String: String])?["real_rows"] == "statistics")
    }

    @Test func oddFeaturesGiveFiniteFiguresOrDoubts() throws {
        let good = try table("good.csv", rows: 40, columns: 3)
        let constant = try write(String(repeating: "1,2,3\n", count: 40), "constant.csv")
        let duplicated = try write(String(repeating: "0.1,0.2,0.3\n0.5,0.4,0.1\n", count: 20), "duplicated.csv")
        let wide = try table("wide.csv", rows: 3, columns: 100_000)
        let wider = try table("wider.csv", rows: 3, columns: 100_000, seed: 2, shift: 0.1)
        for (real, generated, neighbours) in [
            (constant, good, "5"), (good, constant, "5"), (constant, constant, "5"), (duplicated, good, "5"),
            (good, good, "5"),
            (wide, wider, "2"),
        ] {
            let outcome = try measure(
                "--real", real, "--generated", generated, "--held-out", generated, "--neighbours", neighbours,
                "--metrics",
                "frechet_distance,kernel_distance,precision,recall,authenticity", "--json")
            #expect(outcome.code == 0, "\(outcome.errors)")
            let metrics = try metrics(outcome)
            #expect(metrics.count == 5)
            for (name, figures) in metrics { #expect(figures["value"] is Double, "\(name) of \(real), \(generated)") }
        }
    }

    @Test func helpNamesTheConventions() throws {
        let outcome = try measure("--help")
        #expect(outcome.code == 0)
        for text in ["--held-out", "--no-intervals", "stylegan", "torch-fidelity", "covariance N;", "k = 3 and <="] {
            #expect(outcome.output.contains(text), "\(text)")
        }
    }
}
