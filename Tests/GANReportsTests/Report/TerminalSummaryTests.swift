import GANEvaluation
import Testing

@testable import GANReports

@Suite struct TerminalSummaryTests {
    @Test func takesAboutTenLines() {
        let lines = TerminalSummary.lines(for: MockReport.full())
        #expect(lines.count == 9)
        #expect(lines[2] == "  quality       weak       Fréchet distance (classifier) 30.4 [27.4, 33.4], real data 2.9")
        #expect(lines[7] == "2 warnings about these figures: see the report.")
    }

    @Test func isPlainUnlessAsked() {
        let report = MockReport.full()
        #expect(!TerminalSummary.lines(for: report).joined().unicodeScalars.contains("\u{1b}"))
        #expect(TerminalSummary.lines(for: report, styled: true).joined().unicodeScalars.contains("\u{1b}"))
    }

    @Test func letsNoTextMoveTheCursor() {
        var report = MockReport.full()
        report.verdict = MockReport.verdict(missing: ["red \u{1b}[31m\r\nnext\u{7}"])
        #expect(TerminalSummary.lines(for: report)[0].contains("is missing: red [31m  next; "))
    }
}
