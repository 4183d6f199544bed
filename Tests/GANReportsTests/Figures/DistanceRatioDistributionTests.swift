import GANEvaluation
import Testing

@testable import GANReports

@Suite struct DistanceRatioDistributionTests {
    @Test func interpolatesQuantiles() {
        #expect(DistanceRatioDistribution.quantile(0.5, of: [4, 1, 3, 2]) == 2.5)
        #expect(DistanceRatioDistribution.quantile(0, of: [4, 1]) == 1)
        #expect(DistanceRatioDistribution.quantile(0.5, of: [.nan]) == nil)
    }

    @Test func histogramsAreSharesOfTheSet() {
        let shares = DistanceRatioDistribution.histogram([0, 0.1, 0.6, 1, 7], domain: 0...1, bins: 2)
        #expect(shares == [0.4, 0.4])
    }

    @Test func comparesTheTailWithHeldOutData() {
        let heldOut = (0..<1000).map { 0.5 + Double($0) / 2000 }
        let generated = Array(repeating: 0.1, count: 30) + Array(repeating: 0.9, count: 970)
        let figure = DistanceRatioFigure(generated: generated, heldOut: heldOut, extractor: "pixels")
        #expect(DistanceRatioDistribution.finding(figure).hasPrefix("3.0 % of samples lie as close"))
    }

    @Test func drawsEqualValues() {
        let figure = DistanceRatioFigure(generated: [1, 1, 1], heldOut: [1], extractor: "pixels")
        #expect(DistanceRatioDistribution.svg(figure, width: 720, style: "wide").hasPrefix("<svg"))
    }
}
