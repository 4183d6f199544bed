import GANMetrics
import GANText
import Testing

@testable import GANReports

@Suite struct FigureTextMetricsTests {
    @Test func figuresOfOneMetricShareTheirDecimals() {
        let result = MetricResult(
            value: 30.4182, interval: MetricInterval(low: 26.4, high: 34.4, method: "blocks"),
            null: MetricReference(value: 1.134, basis: "closed form"))
        let decimals = FigureText.decimals(of: result)
        #expect(FigureText.number(result.value, decimals: decimals) == "30")
        #expect(
            FigureText.decimals(of: MetricResult(value: 9, null: MetricReference(value: 10, basis: "classes"))) == 0)
    }
}
