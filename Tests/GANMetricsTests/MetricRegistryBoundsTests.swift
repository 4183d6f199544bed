import Testing

@testable import GANMetrics

/// `MetricRegistry+Bounds.swift`.
@Suite struct MetricRegistryBoundsTests {
    @Test func endsThatAreNoNumbersBoundNothing() {
        #expect(MetricRegistry.entry(named: "coverage")?.bounds == 0...1)
        #expect(MetricRegistry.entry(named: "frechet_distance")?.bounds == 0 ... .infinity)
        #expect(MetricRegistry.entry(named: "kernel_distance")?.bounds == -.infinity ... .infinity)
        #expect(MetricRegistry.entry(named: "inception_score")?.bounds == 1 ... .infinity)
    }

    @Test func differencesSpanTwiceTheRange() {
        #expect(MetricRegistry.entry(named: "coverage")?.differenceBounds == -1...1)
        #expect(MetricRegistry.entry(named: "frechet_distance")?.differenceBounds == -.infinity ... .infinity)
        #expect(MetricRegistry.entry(named: "kernel_distance")?.differenceBounds == -.infinity ... .infinity)
    }

    @Test func everyRangeIsOne() {
        for entry in MetricRegistry.all { #expect(entry.bounds.lowerBound < entry.bounds.upperBound, "\(entry.name)") }
    }
}
