import Foundation
import TestSupport
import Testing

/// Self-tests run as a person runs them.
@Suite struct SelfTestTests {
    private let program: Program

    init() throws { program = try Program() }

    @Test func pointsWithKnownFaults() throws {
        let arguments = [
            "selftest", "--reference", "builtin:ring[0:900]", "--held-out", "builtin:ring-test[0:300]", "--samples",
            "150", "--no-audits", "--quiet",
        ]
        let outcome = try program.run(arguments + ["--json", "--out", program.file("a")])
        #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        let found = try object(outcome.output)
        #expect(found["schema"] as? String == "ganeval.selftest/1" && found["samples"] as? Int == 150)
        let faults = try #require(found["faults"] as? [[String: Any]])
        #expect(
            faults.compactMap { $0["name"] as? String } == ["dropped_cluster", "collapse", "noise", "exact_copies"])
        #expect((found["not_tried"] as? [String: String])?["blur"] == "no_images")
        let files = try TemporaryFolder.contents(of: program.file("a")).keys
        #expect(["selftest.html", "selftest.md", "selftest.json"].allSatisfy { files.contains($0) })
    }

    @Test func mistakesAreNamed() throws {
        let few = try program.run([
            "selftest", "--reference", "builtin:ring[0:90]", "--held-out", "builtin:ring-test[0:300]", "--out",
            program.file("a"), "--quiet",
        ])
        #expect(few.code == 1 && few.errors.contains("at least 100"), "\(few.errors)")
        let mistake = try program.run([
            "selftest", "--reference", "builtin:ring", "--held-out", "builtin:ring-test", "--samples", "3", "--out",
            program.file("a"),
        ])
        #expect(mistake.code == 64 && mistake.errors.contains("--samples"), "\(mistake.errors)")
    }
}
