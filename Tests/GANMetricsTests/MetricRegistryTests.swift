import Testing

@testable import GANMetrics

@Suite struct MetricRegistryTests {
    @Test func namesAreUniqueAndFound() {
        #expect(Set(MetricRegistry.all.map(\.name)).count == MetricRegistry.all.count)
        for entry in MetricRegistry.all {
            #expect(MetricRegistry.entry(named: entry.name) == entry)
            #expect(entry.paper.contains(#/arXiv \d{4}\.\d{5}$/#), "\(entry.name)")
        }
        #expect(MetricRegistry.entry(named: "fid") == nil)
    }
}
