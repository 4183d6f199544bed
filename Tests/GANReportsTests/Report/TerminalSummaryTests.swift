import GANEvaluation
import Testing

@testable import GANReports

@Suite struct TerminalSummaryTests {
    @Test func takesAboutTenLines() {
        let lines = TerminalSummary.lines(for: MockReport.full())
        #expect(lines.count == 12)
        #expect(
            lines[0].hasPrefix("Don’t ship it: ") && lines[2].hasPrefix("Next: ")
                && lines[3].hasPrefix("  ganeval audit"))
        #expect(lines[5] == "  quality       weak       Fréchet distance (classifier) 30.4 [27.4, 33.4], real data 2.9")
        #expect(lines[10] == "2 warnings about these figures: see the report.")
    }

    @Test func isPlainUnlessAsked() {
        let report = MockReport.full()
        #expect(!TerminalSummary.lines(for: report).joined().unicodeScalars.contains("\u{1b}"))
        #expect(TerminalSummary.lines(for: report, styled: true).joined().unicodeScalars.contains("\u{1b}"))
    }

    @Test func letsNoTextMoveTheCursor() {
        var report = MockReport.full()
        report.verdict = MockReport.verdict(missing: ["red \u{1b}[31m\r\nnext\u{7}"])
        #expect(TerminalSummary.lines(for: report)[1].contains("is missing: red [31m  next; "))
    }
}
