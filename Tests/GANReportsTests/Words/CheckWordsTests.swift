import Foundation
import GANEvaluation
import Testing

@testable import GANReports

/// What is said of checks, in every output.
@Suite struct CheckWordsTests {
    private static let findings: [(Check.Name, CheckFinding)] = [
        (.sameSource, .rows(of: .reference)), (.sameSource, .rows(of: .heldOut)),
        (.sampleCount, .fewRows(.samples, count: 50, needed: 200)),
        (.sampleCount, .fewRows(.reference, count: 50, needed: 200)),
        (.sampleCount, .fewRows(.heldOut, count: 50, needed: 100)),
        (.classCounts, .rareClasses(12, of: 100, share: 0.6, needed: 5)),
        (.classifier, .accuracy(0.12, chance: 0.1, rows: 300)), (.classifier, .unknownAccuracy),
        (.heldOutOverlap, .sharedRows(120, of: 2000)), (.heldOutNearCopies, .nearRows(300, of: 2000)),
        (.heldOutCopies, .heldOutSamples(44, of: 10_000)), (.heldOutDrift, .drift(area: 0.97, rows: 2000)),
        (.preparation, .preparation(.samples, .unitRange(greatest: 1))),
        (.preparation, .preparation(.samples, .lowerHalf(greatest: 127))),
        (.preparation, .preparation(.heldOut, .upperHalf(least: 128))),
        (.preparation, .preparation(.heldOut, .inverted)), (.preparation, .preparation(.samples, .swappedChannels)),
        (.preparation, .preparation(.samples, .grey)), (.preparation, .preparation(.samples, .narrow(share: 0.4))),
        (.levels, .coarseLevels(.samples, levels: 64, expected: 250)),
        (.levels, .fractions(.samples, share: 0.98)), (.compression, .blocks(.samples, ratio: 1.3, reference: 1.01)),
        (.duplicates, .repeatedRows(.reference, 900, of: 1500)), (.constantSamples, .constantImages(300, of: 300)),
    ]

    private func failed(_ name: Check.Name, _ finding: CheckFinding, spoils: [ReportSection] = [.quality]) -> Check {
        Check(name: name, outcome: .failed, figure: 0.5, limit: 0.1, spoils: spoils, finding: finding)
    }

    /// An audit's real data are training data, and never called anything else.
    @Test func anAuditSpeaksOfTrainingData() {
        for (name, finding) in Self.findings {
            let check = failed(name, finding)
            let words = CheckWords([check], isOfAudit: true)
            for text in [words.title(name), words.sentence(check), words.advice(check), words.clause(check)] {
                #expect(!text.lowercased().contains("reference"), "\(text)")
            }
        }
    }

    @Test func everyFindingHasASentenceACauseAndAnAdvice() {
        for (name, finding) in Self.findings {
            let check = failed(name, finding)
            let words = CheckWords([check])
            for text in [words.sentence(check), words.advice(check)] {
                #expect(text.count > 10 && text.last.map { ".?".contains($0) } == true, "\(finding): \(text)")
                #expect(!text.contains("Optional") && !text.contains("_"), "\(text)")
            }
            #expect(words.clause(check).count > 8 && !words.clause(check).hasSuffix("."), "\(finding)")
            #expect(!words.title(name).isEmpty)
        }
        #expect(Set(Self.findings.map(\.0)) == Set(Check.Name.allCases))
    }

    @Test func allChecksAreOneLine() {
        #expect(CheckWords([]).line == nil)
        let passed = Check(name: .levels, outcome: .passed)
        let few = failed(.sampleCount, .fewRows(.samples, count: 50, needed: 200), spoils: [.quality, .modes])
        var noticed = failed(.duplicates, .repeatedRows(.reference, 20, of: 1500), spoils: [])
        noticed.outcome = .noticed
        #expect(CheckWords([passed, passed]).line == "Checks: 2 passed.")
        #expect(
            CheckWords([passed, few, noticed]).line
                == "Checks: 1 passed; 1 noticed: repeated real rows; 1 failed: enough samples.")
        #expect(
            CheckWords([passed, few, noticed]).failures == [
                "50 samples are too few to judge by; 200 are the least. Can't be told because of it: quality and modes. "
                    + "Give more samples."
            ])
    }

    @Test func failuresStandNearTheVerdictEverywhere() throws {
        var report = MockReport.full()
        report.checks = [
            Check(name: .levels, outcome: .passed, figure: 1, limit: 0.6),
            failed(.heldOutCopies, .heldOutSamples(44, of: 10_000), spoils: [.quality, .memorization]),
        ]
        let said = "44 of 10,000 samples equal held-out rows"
        let terminal = TerminalSummary.lines(for: report)
        #expect(terminal.prefix(6).contains { $0.contains(said) }, "\(terminal)")
        let markdown = MarkdownReport.render(report)
        #expect(markdown.contains(said) && markdown.contains("Checks: 1 passed; 1 failed"))
        let page = try HTMLReport.render(report)
        let heading = try #require(page.range(of: "</h1>"))
        let tiles = try #require(page.range(of: "class=\"tiles\""))
        #expect(page[heading.upperBound..<tiles.lowerBound].contains(said))
        #expect(page.contains("--reference and --held-out exchanged"))
        let json = try #require(
            JSONSerialization.jsonObject(with: Data(ReportDocument.json(report).utf8)) as? [String: Any])
        let checks = try #require(json["checks"] as? [[String: Any]])
        #expect(checks.map { $0["outcome"] as? String } == ["passed", "failed"])
        #expect(checks[0]["sentence"] is NSNull && checks[0]["figure"] as? Double == 1)
        #expect(checks[1]["spoils"] as? [String] == ["quality", "memorization"])
        #expect((checks[1]["advice"] as? String)?.contains("--held-out") == true)
        let schema = try String(
            contentsOf: URL(fileURLWithPath: #filePath).appendingPathComponent(
                "../../../../Sources/GANReports/report-schema.md"
            ).standardized, encoding: .utf8)
        for name in Array(checks[0].keys) + Check.Name.allCases.map(\.rawValue) {
            #expect(schema.contains("| `\(name)` |"), "\(name)")
        }
    }
}
