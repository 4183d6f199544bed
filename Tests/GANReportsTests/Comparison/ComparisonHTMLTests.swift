import Foundation
import GANMetrics
import Testing

@testable import GANEvaluation
@testable import GANReports

@Suite struct ComparisonHTMLTests {
    private func occurrences(of part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

    @Test func opensWithTheVerdictAndKeepsTheOrder() throws {
        let html = try ComparisonHTML.render(MockComparison.report())
        let order = [
            "<h1>B is better than A on coverage, and worse on Fréchet distance.", "class=\"sets\"",
            "class=\"tiles figures\"", "B − A</text>", "id=\"figures\"", "id=\"classes\"", "id=\"changes-b\"",
            "id=\"method\"", "Doubts",
        ]
        let positions = try order.map { try #require(html.range(of: $0)?.lowerBound, "\($0) is missing") }
        #expect(positions == positions.sorted())
        // Three metrics have intervals, each with a figure; the fourth has its values all the same.
        #expect(occurrences(of: "<article class=\"tile\"", in: html) == 4)
        #expect(occurrences(of: "class=\"ruler\"", in: html) == 3)
        #expect(html.contains("A 1.10, B 1.20") && html.contains("<details open><summary>Every metric and candidate"))
        #expect(html.contains("Bag → b.safetensors") && html.contains("equal_subjects"))
        #expect(occurrences(of: "class=\"item\"", in: html) == 24)
    }

    /// The classes that moved most come first, each set with a mark of its own shape.
    @Test func classShiftsAreDrawn() throws {
        let shares = try #require(MockComparison.report(candidates: 2).classes)
        let svg = ClassShiftFigure.svg(shares, width: 700, style: "wide")
        let rows = min(ClassShiftFigure.most, shares.classes.count)
        for set in 0..<3 { #expect(occurrences(of: "class=\"shift\(set)\"", in: svg) == rows + 1) }
        #expect(occurrences(of: "class=\"null\"", in: svg) == rows + 1 && svg.contains(">real data<"))
        var many = shares
        let item = try #require(shares.classes.first)
        many.classes = (0..<50).map { number in
            var item = item
            item.name = "class with a long name, number \(number)"
            return item
        }
        let narrow = ClassShiftFigure.svg(many, width: 330, style: "narrow")
        #expect(occurrences(of: "class=\"shift0\"", in: narrow) == ClassShiftFigure.most + 1)
        #expect(narrow.contains("…<") && ClassShiftFigure.caption(many).contains("30 classes"))
    }

    @Test func needsNoNetworkAndNoScript() throws {
        let html = try ComparisonHTML.render(MockComparison.report())
        for part in ["http:", "https:", "<link", "@import", "<iframe", "<script", " onclick", " onload"] {
            #expect(!html.contains(part), "\(part)")
        }
        #expect(html == (try ComparisonHTML.render(MockComparison.report())))
    }

    @Test func escapesTextFromOutside() throws {
        let html = try ComparisonHTML.render(MockComparison.report(name: "<script>\"b'&\u{202e}"))
        #expect(!html.contains("<script") && html.contains("&lt;script&gt;&quot;b&#39;&amp;"))
        #expect(!html.contains("\u{202e}"))
    }

    @Test func manyCandidatesStaySmall() throws {
        let html = try ComparisonHTML.render(MockComparison.report(candidates: 8, side: 128))
        #expect(html.utf8.count < 3_000_000 && html.contains("id=\"best\"") && html.contains("id=\"changes-i\""))
        #expect(html.contains("of their size") && occurrences(of: "class=\"item\"", in: html) == 8 * 4)
    }

    @Test func vectorsHaveATableInsteadOfPictures() throws {
        var report = MockComparison.report()
        report.changes[0].imageShape = nil
        let html = try ComparisonHTML.render(report)
        #expect(!html.contains("data:image") && html.contains("The largest changes"))
        report.pairing = .noMetricInPairs
        report.changes = []
        report.classes = nil
        let bare = try ComparisonHTML.render(report)
        #expect(
            !bare.contains("id=\"changes") && !bare.contains("id=\"classes\"") && bare.contains("taken as independent.")
        )
    }
}
