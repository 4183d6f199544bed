import GANMetrics
import Testing

@testable import GANReports

@Suite struct MetricLabelTests {
    @Test func readsRanges() {
        #expect(MetricLabel.bounds("[0, 1]") == (0, 1))
        #expect(MetricLabel.bounds("[1, C]") == (1, nil))
        #expect(MetricLabel.bounds("(−∞, ∞)") == (nil, nil))
        #expect(MetricLabel.bounds("any") == (nil, nil))
    }

    @Test func takesTitlesFromTheRegistry() {
        for entry in MetricRegistry.all { #expect(MetricLabel(entry.name).title == entry.title) }
        #expect(MetricLabel("something_new").title == "something new")
        #expect(!MetricRegistry.all.contains { MetricLabel($0.name).title.contains("FID") })
    }
}
