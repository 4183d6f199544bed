import Testing

@testable import GANMetrics

@Suite struct MetricRegistryTests {
    @Test func namesAreUniqueAndFound() {
        #expect(Set(MetricRegistry.all.map(\.name)).count == MetricRegistry.all.count)
        for entry in MetricRegistry.all {
            #expect(MetricRegistry.entry(named: entry.name) == entry)
            #expect(
                entry.paper.contains(#/arXiv \d{4}\.\d{5}$/#) || entry.paper.contains(#/ \d{4}, .+/#), "\(entry.name)")
        }
        #expect(MetricRegistry.entry(named: "fid") == nil)
    }

    @Test(arguments: MetricRegistry.all.map(\.name)) func everyEntryExplainsItself(name: String) throws {
        let entry = try #require(MetricRegistry.entry(named: name))
        for text in [entry.title, entry.range, entry.sees, entry.blindTo, entry.formula] { #expect(!text.isEmpty) }
        // Whole sentences.
        for text in [entry.reading, entry.references, entry.uncertainty, entry.conventions] {
            #expect(text.count > 10 && text.hasSuffix(".") && !text.contains("  "), "\(entry.name): \(text)")
        }
        for text in [entry.sees, entry.blindTo, entry.formula] { #expect(!text.hasSuffix("."), "\(entry.name)") }
    }
}
