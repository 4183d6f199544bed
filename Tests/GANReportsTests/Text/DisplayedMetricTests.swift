import GANEvaluation
import GANMetrics
import Testing

@testable import GANReports

@Suite struct DisplayedMetricTests {
    private func metric(low: Double, high: Double, ceiling: Double?) -> DisplayedMetric {
        DisplayedMetric(
            MeasuredMetric(
                name: "recall", extractor: "pixels",
                result: MetricResult(
                    value: (low + high) / 2, interval: MetricInterval(low: low, high: high, method: "blocks"),
                    ceiling: ceiling.map { MetricReference(value: $0, basis: "held-out data") })))
    }

    @Test func claimsNoMoreThanTheIntervalAllows() {
        #expect(
            metric(low: 0.58, high: 0.62, ceiling: 0.61).finding
                == "Recall (pixels) is 0.600, no difference from real data's 0.610 that these samples can show.")
        #expect(
            metric(low: 0.58, high: 0.62, ceiling: 0.7).finding == "Recall (pixels) is 0.600, below real data's 0.700.")
        // A count without an interval that real data reach exactly is neither above nor below.
        var equal = metric(low: 10, high: 10, ceiling: 10).measured.result
        equal.interval = nil
        #expect(
            DisplayedMetric(MeasuredMetric(name: "mode_coverage", extractor: "pixels", result: equal)).finding
                .hasSuffix(", the same as real data's."))
        #expect(metric(low: 0.58, high: 0.62, ceiling: nil).finding == "Recall (pixels) is 0.600 [0.580, 0.620].")
    }
}
