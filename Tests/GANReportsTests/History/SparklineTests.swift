import Testing

@testable import GANReports

@Suite struct SparklineTests {
    @Test func barsRunFromTheLeastToTheGreatest() {
        #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
        #expect(Sparkline.text([3, 3, 3]) == "▅▅▅" && Sparkline.text([5]) == "▅" && Sparkline.text([]).isEmpty)
        #expect(Sparkline.text([-1e308, 1e308]) == "▁█")
    }

    @Test func dotsStandWhereProtocolsChangeAndOldRunsFallAway() {
        #expect(Sparkline.text([0, 1, 0, 1], breaks: [2]) == "▁█·▁█")
        #expect(Sparkline.text((0..<100).map(Double.init), width: 5).count == 5)
    }
}
