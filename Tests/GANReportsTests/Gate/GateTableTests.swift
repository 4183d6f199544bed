import Testing

@testable import GANReports

@Suite struct GateTableTests {
    @Test func failuresComeFirstWithTheirReasons() throws {
        let lines = GateTable.lines(try MockGate.record(), width: 90)
        #expect(lines[0].hasPrefix("2 of 4 gates failed"))
        let outcomes = lines.compactMap { line in
            ["failed  ", "passed  ", "inconclusive  "].first { line.hasPrefix($0) }
        }
        #expect(outcomes == ["failed  ", "failed  ", "inconclusive  ", "passed  "])
        let text = lines.joined(separator: " ")
        #expect(text.contains("frechet_distance, policies/release.yaml line 3: The whole interval lies beyond it."))
        #expect(text.split(separator: "12.3 [11.9, 12.8]").count == 2, "the table has the figures")
        #expect(!text.contains("coverage is 0.912 [0.900"), "what passed needs no reason")
        #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
    }

    @Test func doubtsAreShownOnce() throws {
        let report = MockGate.report(metrics: [("recall", MockGate.figure(0.6, 0.5, 0.7, warnings: ["Few samples."]))])
        let record = try MockGate.record(policy: "gates: [{metric: recall, min: 0.1, max: 0.9}]", report: report)
        #expect(GateTable.lines(record, width: 80).filter { $0.hasPrefix("(!) recall: Few samples.") }.count == 1)
    }

    @Test func namesFromOutsideStayInTheirLine() throws {
        let lines = GateTable.lines(
            try MockGate.record(report: MockGate.report(subject: MockGate.evil), path: "p\u{1b}[2J\n.yaml"), width: 80)
        for line in lines {
            #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f }, "\(line)")
            #expect(!line.hasPrefix("::"))
        }
    }
}
