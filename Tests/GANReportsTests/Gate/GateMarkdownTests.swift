import Testing

@testable import GANReports

@Suite struct GateMarkdownTests {
    @Test func aTableAndTheReasons() throws {
        let text = GateMarkdown.render(try MockGate.record())
        #expect(text.hasPrefix("## 2 of 4 gates failed: quality (frechet\\_distance, kernel\\_distance)."))
        #expect(text.contains("| **failed** | frechet\\_distance | 12.3 \\[11.9, 12.8\\] | at most 10 |"))
        #expect(text.contains("| passed | coverage |"))
        #expect(text.contains("- **recall**: The interval holds the bound."))
        #expect(text.contains("protocol `749137eb3050189f` · ganeval 0.1.0"))
    }

    @Test func staysUnderSixtyLines() throws {
        let rules = MetricNamesForTests.paths.map { "  - {metric: \($0), max: 0}" }.joined(separator: "\n")
        let report = MockGate.report(metrics: MetricNamesForTests.paths.map { ($0, MockGate.figure(0.5, 0.4, 0.6)) })
        let text = GateMarkdown.render(try MockGate.record(policy: "gates:\n\(rules)", report: report))
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 60)
        #expect(MetricNamesForTests.paths.count > 10)
    }

    @Test func namesFromOutsideAreText() throws {
        let text = GateMarkdown.render(try MockGate.record(report: MockGate.report(subject: MockGate.evil)))
        #expect(!text.contains("<d>") && !text.contains("@all") && !text.contains("\u{1b}"))
        #expect(text.split(separator: "\n").allSatisfy { !$0.hasPrefix("::") })
        // A row has four cells, whatever stands in them.
        for line in text.split(separator: "\n") where line.hasPrefix("| ") {
            let pipes = zip(line, " " + line).filter { $0 == "|" && $1 != "\\" }.count
            #expect(pipes == 5, "\(line)")
        }
    }
}
