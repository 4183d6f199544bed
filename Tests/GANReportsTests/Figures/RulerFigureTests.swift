import GANEvaluation
import GANMetrics
import OrderedCollections
import Testing

@testable import GANReports

@Suite struct RulerFigureTests {
    private func metric(_ name: String, _ result: MetricResult) -> DisplayedMetric {
        DisplayedMetric(MeasuredMetric(name: name, extractor: "classifier", result: result))
    }

    @Test func holdsEveryMark() {
        for measured in MockReport.metrics().values {
            let domain = RulerFigure.domain(of: DisplayedMetric(measured))
            let result = measured.result
            for mark in [
                result.value, result.interval?.low, result.interval?.high, result.null?.value, result.ceiling?.value,
            ] {
                if let mark { #expect(domain.contains(mark), "\(measured.name): \(mark) in \(domain)") }
            }
        }
    }

    @Test func beginsADistanceAtZeroAndEndsAShareAtOne() {
        let distance = metric("frechet_distance", MetricResult(value: 30, null: MetricReference(value: 1, basis: "")))
        #expect(RulerFigure.domain(of: distance).lowerBound == 0)
        let share = metric("recall", MetricResult(value: 0.6, null: MetricReference(value: 0.95, basis: "")))
        // The whole scale, so that rulers can be compared.
        #expect(RulerFigure.domain(of: share) == 0...1)
    }

    @Test func namesItsMarksInWords() {
        let drawn = RulerFigure.svg(
            DisplayedMetric(MockReport.metrics()["frechet_distance"] ?? MockReport.metrics().values[0]))
        for part in ["null 1.1", "real data 2.9", ">30.4<", "[27.4, 33.4]", "lower is better"] {
            #expect(drawn.contains(part), "\(part)")
        }
        #expect(
            drawn.contains(
                "aria-label=\"Fréchet distance (classifier): 30.4, interval [27.4, 33.4], null 1.1, real data 2.9.\""))
    }

    @Test func drawsAValueAlone() {
        let drawn = RulerFigure.svg(metric("kernel_distance", MetricResult(value: 0)))
        #expect(drawn.contains(">0<") && !drawn.contains("null"))
    }
}
