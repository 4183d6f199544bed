import Foundation
import GANData
import GANEvaluation
import GANNumerics
import TestSupport
import Testing

@testable import GANReports

@Suite struct SeriesHTMLTests {
    private func occurrences(of part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

    @Test func opensWithTheVerdictAndKeepsTheOrder() throws {
        let html = try SeriesHTML.render(MockSeries.full())
        let order = [
            "<h1>Step 700 (moving average)", "class=\"reasons\"", "<figure>", "id=\"film\"", "id=\"quality\"",
            "id=\"memorization\"", "id=\"front\"", "id=\"weights\"", "id=\"checkpoints\"", "id=\"method\"",
        ]
        let positions = try order.map { try #require(html.range(of: $0)?.lowerBound, "\($0) is missing") }
        #expect(positions == positions.sorted())
        #expect(occurrences(of: "<li data-label=", in: html) == 20)
        #expect(occurrences(of: "class=\"px sprite-film\"", in: html) == 160)
    }

    @Test func isReadableWithoutItsScriptAndRunsNoOther() throws {
        let html = try SeriesHTML.render(MockSeries.full())
        #expect(occurrences(of: "<script", in: html) == 1 && html.contains("id=\"player\" hidden"))
        let script = try #require(
            html.components(separatedBy: "<script>").last?.components(separatedBy: "</script>").first)
        #expect(html.contains("script-src '\(HTMLRenderer.hash(of: script))'"))
        #expect(script.contains("prefers-reduced-motion"))
        for part in ["http:", "https:", "<link", "@import", "<iframe", "javascript:", " onclick", " onload"] {
            #expect(!html.contains(part), "\(part)")
        }
    }

    @Test func namesFromOutsideAreOnlyText() throws {
        var report = MockSeries.full()
        report.findings.trajectories[1] = "<script>alert(1)</script>"
        report.findings.checkpoints[0].path = "\"><img src=x onerror=alert(1)>"
        report.findings.faults = [MockSeries.fault]
        report.findings.faults[0].fact = "<b>bad</b>"
        let html = try SeriesHTML.render(report)
        #expect(occurrences(of: "<script", in: html) == 1 && !html.contains("<img") && !html.contains("<b>bad"))
        #expect(html.contains("&lt;b&gt;bad") && html.contains("id=\"faults\""))
    }

    @Test func hundredsOfCheckpointsStaySmall() throws {
        let count = 400
        let report = MockSeries.single(
            distances: (0..<count).map { 10 + 40 / Double($0 + 1) }, coverages: [Double](repeating: 0.7, count: count))
        var large = report
        large.imageShape = ImageShape(height: 96, width: 96, channels: 3)
        for index in large.findings.candidates.indices {
            large.findings.candidates[index].measurement.film = Matrix(
                rows: 8, columns: 96 * 96 * 3,
                scalars: Noise.levels(count: 8 * 96 * 96 * 3, seed: index))
        }
        let html = try SeriesHTML.render(large)
        #expect(html.utf8.count < 3_000_000)
        #expect(html.contains("frames are left out"))
    }

    @Test func pointsAreDrawn() throws {
        var report = MockSeries.single(distances: [3, 2, 1])
        report.imageShape = nil
        let points = Matrix<Float>(rows: 50, columns: 2, scalars: (0..<100).map { Float($0 % 7) })
        report.realPoints = points
        for index in 0..<3 { report.findings.candidates[index].measurement.film = points }
        let html = try SeriesHTML.render(report)
        #expect(occurrences(of: "class=\"frame\"", in: html) == 3 && html.contains("over real points"))
        for index in 0..<3 {
            report.findings.candidates[index].measurement.film = Matrix(rows: 0, columns: 5)
        }
        #expect(try !SeriesHTML.render(report).contains("id=\"film\""))
    }

    @Test(arguments: [[12.0], []])
    func fewCheckpointsAreAPageToo(distances: [Double]) throws {
        let report = distances.isEmpty ? MockSeries.broken() : MockSeries.single(distances: distances)
        let html = try SeriesHTML.render(report)
        #expect(html.contains("id=\"method\"") && !html.contains("id=\"front\""))
    }
}
