import Foundation
import GANMetrics
import TestSupport
import Testing

@testable import GANEvaluation
@testable import GANReports

@Suite struct ComparisonTextsTests {
    @Test func documentHoldsAllFigures() throws {
        let text = ComparisonDocument.json(MockComparison.report(candidates: 2))
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(root["schema"] as? String == "ganeval.compare/1" && root["paired"] as? Bool == true)
        let metrics = try #require(root["metrics"] as? [String: [String: Any]])
        let frechet = try #require(metrics["frechet_distance"])
        let differences = try #require(frechet["differences"] as? [[String: Any]])
        #expect(differences.count == 2 && differences[1]["letter"] as? String == "C")
        #expect(differences[0]["outcome"] as? String == "worse" && differences[0]["difference"] as? Double == 1.75)
        #expect((frechet["best"] as? [String: Any])?["indistinguishable"] as? [String] == ["A", "B"])
        let realism = try #require(metrics["realism"]?["differences"] as? [[String: Any]])
        #expect(realism[0]["outcome"] as? String == "unknown" && realism[0]["difference"] is NSNull)
        #expect((root["subjects"] as? [[String: Any]])?.map { $0["letter"] as? String } == ["A", "B", "C"])
        #expect((root["verdict"] as? [String: Any])?["worse"] as? Bool == true)
        #expect(!text.contains("baseline") && (root["changes"] as? [Any])?.count == 2)
    }

    @Test func markdownHasTheTableAndIsSafe() {
        let text = ComparisonMarkdown.render(MockComparison.report(name: "a|b<c>@d"))
        #expect(text.hasPrefix("## B is better than A on coverage, and worse on Fréchet distance.\n"))
        #expect(text.contains("| Fréchet distance (classifier) | 12.5 | B | 14.2 | +1.8 "), "\(text)")
        #expect(text.contains("| worse |") && text.contains("| no difference |") && text.contains("| can't tell |"))
        #expect(text.contains("a\\|b&lt;c&gt;&#64;d") && !text.contains("<c>"))
        #expect(text.contains("(!) A and B are the same model") && text.split(separator: "\n").count < 60)
    }

    @Test func eachMetricNamesTheSpaceInWhichItWasMeasured() throws {
        var report = MockComparison.report()
        report.metrics[0].extractor = "pixels"
        let text = ComparisonMarkdown.render(report)
        #expect(text.contains("| Fréchet distance (pixels) |") && !text.contains("| Fréchet distance (classifier) |"))
        let root = try #require(
            try JSONSerialization.jsonObject(with: Data(ComparisonDocument.json(report).utf8)) as? [String: Any])
        let metrics = try #require(root["metrics"] as? [String: [String: Any]])
        #expect(metrics["frechet_distance"]?["extractor"] as? String == "pixels")
        #expect(metrics[report.metrics[1].name]?["extractor"] as? String == "classifier")
    }

    @Test func summaryLinesUpAndFits() {
        let lines = ComparisonSummary.lines(
            for: MockComparison.report(name: "b\u{1b}[2J.pt", candidates: 2), width: 100)
        #expect(lines[0] == "B and C are better on some metrics and worse on others.")
        #expect(lines.allSatisfy { !$0.contains("\u{1b}") && $0.count <= 110 })
        let rows = lines.filter { $0.contains("worse") || $0.contains("no difference") }
        #expect(rows.count >= 4)
        let head = lines.firstIndex { $0.contains("95 % interval") }
        #expect(head != nil)
    }

    @Test func figureShowsAllCandidatesAndZero() throws {
        let metric = MockComparison.report(candidates: 3).metrics[0]
        let svg = try #require(DifferenceFigure.svg(metric, title: "Fréchet distance"))
        #expect(svg.components(separatedBy: "class=\"dot\"").count == 4 && svg.contains("class=\"null\""))
        #expect(
            svg.contains("← better") && svg.contains("worse →")
                && svg.contains("aria-label=\"Fréchet distance: B less A +1.8"))
        #expect(DifferenceFigure.svg(MockComparison.report().metrics[3], title: "x") == nil)
        let domain = DifferenceFigure.domain(metric.answers.compactMap { $0 })
        #expect(domain.contains(0) && domain.upperBound > 4.3)
        #expect(DifferenceFigure.domain([MockComparison.answer(0, error: 0, p: 1)]) == -1...1)
    }

    @Test func writesThreeFilesOrNone() throws {
        let folder = try TemporaryFolder()
        let target = URL(fileURLWithPath: folder.file("out"))
        try ComparisonWriter.write(MockComparison.report(), to: target)
        #expect(
            Set(try FileManager.default.contentsOfDirectory(atPath: target.path)) == Set(ComparisonWriter.fileNames))
        #expect(throws: ReportError.self) {
            try ComparisonWriter.write(
                MockComparison.report(), to: target.appendingPathComponent("compare.md"))
        }
    }
}
