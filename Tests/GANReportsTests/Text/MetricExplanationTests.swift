import GANMetrics
import Testing

@testable import GANReports

@Suite struct MetricExplanationTests {
    @Test(arguments: [40, 80, 120]) func staysWithinTheWidth(width: Int) {
        let list = MetricExplanation.list(MetricRegistry.all, width: width)
        let full = MetricRegistry.all.flatMap { MetricExplanation.full($0, width: width) }
        for line in list + full { #expect(line.count <= max(width, 72), "\(line)") }
        if width >= 80 { #expect((list + full).allSatisfy { $0.count <= width }) }
        // Each once, under the question that it answers.
        let names = list.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }.map {
            String($0.dropFirst(2).prefix { $0 != " " })
        }
        #expect(
            names
                == MetricSection.allCases.flatMap { section in
                    MetricRegistry.all.filter { $0.section == section }.map(\.name)
                })
    }

    @Test(arguments: MetricRegistry.all.map(\.name)) func nothingIsLeftOut(name: String) throws {
        let entry = try #require(MetricRegistry.entry(named: name))
        func words(_ text: String) -> String { text.split { $0.isWhitespace }.joined(separator: " ") }
        let full = words(MetricExplanation.full(entry, width: 80).joined(separator: "\n"))
        for text in [
            entry.title, entry.range, entry.sees, entry.blindTo, entry.paper, entry.formula, entry.reading,
            entry.references,
            entry.uncertainty, entry.conventions,
        ] { #expect(full.contains(words(text))) }
        let list = words(MetricExplanation.list([entry], width: 80).joined(separator: "\n"))
        #expect(list.contains(entry.name) && list.contains(words(entry.title)))
        let json = MetricDocument.json([entry])
        #expect(json.contains("\"schema\": \"ganeval.metrics/1\"") && json.contains("\"name\": \"\(name)\""))
    }
}
