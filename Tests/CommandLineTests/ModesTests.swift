import Foundation
import TestSupport
import Testing

/// What is missing, by the built program.
@Suite struct ModesTests {
    private let program: Program

    init() throws { program = try Program() }

    private func report(_ arguments: String...) throws -> Program.Outcome {
        try program.run(
            ["report", "--generated", "builtin:ring-test[0:300]", "--no-store", "--out", program.file("report")]
                + arguments)
    }

    private func modes(columns: Int = 2) throws -> String {
        let modes = (0..<8).map { mode -> String in
            let angle = Double(mode) * .pi / 4
            let centre = ["\(cos(angle))", "\(sin(angle))", "0"].prefix(columns).joined(separator: ", ")
            return "{\"name\": \"place \(mode)\", \"centre\": [\(centre)], \"spread\": 0.01, \"weight\": 1}"
        }
        let path = program.file("modes-\(columns).json")
        try Data("{\"modes\": [\(modes.joined(separator: ", "))]}".utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func modesThatSomebodyWroteDownAreTheTruth() throws {
        let outcome = try report("--reference", "builtin:ring[0:400]", "--known-modes", try modes(), "--json")
        #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        let document = try object(outcome.output)
        let metrics = try #require(document["metrics"] as? [String: [String: Any]])
        #expect(metrics["mode_coverage"]?["value"] as? Int == 8 || metrics["mode_coverage"]?["value"] as? Double == 8)
        let modes = try #require(document["modes"] as? [[String: Any]])
        #expect(modes.map { $0["name"] as? String } == (0..<8).map { "place \($0)" })
        let fields = try #require(document["protocol"] as? [String: Any])
        #expect((fields["reference_rule"] as? String)?.contains("8 known modes") == true)
    }

    @Test func whatCanBeNoTruthIsRefused() throws {
        let cases = [
            (["--reference", "builtin:ring[0:300]", "--known-modes", try modes(columns: 3)], "3 coordinates"),
            (["--reference", "builtin:shapes[0:300]", "--known-modes", try modes()], "holds images"),
            (
                ["--reference", "builtin:ring[0:300]", "--known-modes", try modes(), "--extractor", "classifier"],
                "leave out --extractor classifier"
            ),
            (["--reference", "builtin:ring[0:300]", "--known-modes", program.file("none.json")], "none.json"),
            (["--reference", "builtin:ring[0:300]", "--bins", "many"], "2 to 1000, or 'stable'"),
        ]
        for (arguments, words) in cases {
            let outcome = try program.run(
                ["report", "--generated", "builtin:ring-test[0:300]", "--no-store", "--out", program.file("report")]
                    + arguments)
            let said = outcome.errors.replacing("\n", with: " ")
            #expect(outcome.code != 0 && said.contains(words), "\(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: program.file("report")))
        }
    }

    /// Eight places on a ring are eight regions; the number is part of the protocol, and so is how it was chosen.
    @Test func regionsMayBeChosenByStability() throws {
        let outcome = try report("--reference", "builtin:ring[0:1200]", "--bins", "stable", "--json")
        #expect(outcome.code == 0, "\(outcome.errors)")
        let document = try object(outcome.output)
        let metrics = try #require(document["metrics"] as? [String: [String: Any]])
        #expect(
            (metrics["distinct_bins"]?["parts"] as? [String: Any] ?? metrics["distinct_bins"])?["bins"] as? Int == 8)
        #expect((document["protocol"] as? [String: Any])?["bins"] as? String == "stable")
    }

    /// Too few rows for the curve leave no silence.
    @Test func aSweepThatCanNotBeIsSaid() throws {
        let outcome = try program.run(
            "report", "--generator", try TrainedOnce.ring().checkpoint, "--reference", "builtin:ring[0:120]",
            "--samples", "120", "--truncation-sweep", "--prior-mismatch", "--no-store", "--json", "--out",
            program.file("report"))
        #expect(outcome.code == 0, "\(outcome.errors)")
        let document = try object(outcome.output)
        let priors = try #require(document["prior_mismatch"] as? [[String: Any]])
        #expect(priors.first?["own"] as? Bool == true && priors.count > 2)
        let omitted = try #require(document["omitted"] as? [String: String])
        #expect(omitted["truncation_sweep"]?.contains("here are 60") == true, "\(omitted)")
        let page = try String(contentsOfFile: program.file("report/index.html"), encoding: .utf8)
        #expect(page.contains("truncation sweep"))
    }

    @Test func criticsAreTrainedWhereSomebodyAsks() throws {
        let outcome = try report(
            "--reference", "builtin:ring[0:300]", "--held-out", "builtin:ring[300:600]", "--fresh-critics", "--json")
        #expect(outcome.code == 0, "\(outcome.errors)")
        let document = try object(outcome.output)
        let metrics = try #require(document["metrics"] as? [String: [String: Any]])
        for name in ["fresh_critic", "critic_jensen_shannon", "critic_wasserstein", "neural_network_divergence"] {
            #expect(metrics[name] != nil, "\(name)")
        }
        // Points have no pixels.
        #expect((document["omitted"] as? [String: String])?["fresh_critic_pixels"] != nil)
        #expect((document["protocol"] as? [String: Any])?["critics"] is String)
        let page = try String(contentsOfFile: program.file("report/report.md"), encoding: .utf8)
        #expect(!page.isEmpty)
    }
}
