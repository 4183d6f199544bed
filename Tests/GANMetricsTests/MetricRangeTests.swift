import Testing

@testable import GANMetrics

@Suite struct MetricRangeTests {
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

    @Test func rangesAreWrittenAsIntervals() {
        let texts: [(MetricRange, String)] = [
            (.init(0...1), "[0, 1]"), (.init(0 ... .infinity), "[0, ∞)"), (.init(-.infinity...2), "(−∞, 2]"),
            (.init(0 ... .infinity, isOpenBelow: true), "(0, ∞)"), (.init(-.infinity ... .infinity), "(−∞, ∞)"),
            (.init(1 ... .infinity, greatest: "C"), "[1, C]"), (.init(0.5...1), "[0.5, 1]"),
        ]
        for (range, text) in texts { #expect(range.text == text) }
    }

    @Test func everyRangeIsOne() {
        for entry in MetricRegistry.all { #expect(entry.bounds.lowerBound < entry.bounds.upperBound, "\(entry.name)") }
    }
}
