import Testing

@testable import GANMetrics

@Suite struct MetricRegistryBestTests {
    private let values = [2.0, 5, 1, 5, 1]

    @Test func theFirstOfEqualBestOnesIsChosen() {
        #expect(MetricRegistry.Direction.higher.best(of: values.indices) { values[$0] } == 1)
        #expect(MetricRegistry.Direction.lower.best(of: values.indices) { values[$0] } == 2)
    }

    @Test func nothingIsBestWhereNoDirectionIs() {
        #expect(MetricRegistry.Direction.closerToNull.best(of: values) { $0 } == nil)
        #expect(MetricRegistry.Direction.lower.best(of: [Double]()) { $0 } == nil)
    }
}
