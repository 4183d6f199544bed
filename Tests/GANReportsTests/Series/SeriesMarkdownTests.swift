import GANEvaluation
import Testing

@testable import GANReports

@Suite struct SeriesMarkdownTests {
    @Test func fitsAComment() {
        for report in [MockSeries.full(), MockSeries.single(distances: (0..<300).map { 10 + 40 / Double($0 + 1) })] {
            var report = report
            report.findings.faults = (0..<50).map { _ in MockSeries.fault }
            let text = SeriesMarkdown.render(report)
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 60)
            #expect(text.utf8.count < 20_000)
            #expect(text.contains("| **best** |"))
        }
    }

    @Test func marksTheBestItsEqualsAndTheFront() {
        let text = SeriesMarkdown.render(MockSeries.single(distances: [30, 12, 12.02]))
        #expect(text.contains("| **best** | 200 | weights | 12.0 \\[11.6, 12.4] |"))
        #expect(text.contains("| equal | 300 |") && text.contains("| | 100 |"))
        #expect(text.hasPrefix("## Step 200 has the best Fréchet distance; one other of 3 can't be told from it."))
    }

    @Test func namesAreOnlyText() {
        var report = MockSeries.single(distances: [30, 12])
        report.findings.trajectories = ["@everyone | <b>"]
        let text = SeriesMarkdown.render(report)
        #expect(!text.contains("@everyone") && !text.contains("<b>"))
    }
}
