import GANMetrics
import Testing

@testable import GANGate

@Suite struct GateFigureTests {
    @Test func anotherLevelScalesTheReach() {
        let figure = GateScene.figure(10, 8, 13)
        let wide = figure.rescaled(to: 0.99)
        // 2.5758 by 1.9600.
        #expect(abs((wide.interval?.low ?? 0) - (10 - 2 * 1.314218)) < 1e-4)
        #expect(abs((wide.interval?.high ?? 0) - (10 + 3 * 1.314218)) < 1e-4)
        #expect(wide.interval?.level == 0.99)
        #expect(figure.rescaled(to: 0.95) == figure)
        #expect(GateScene.figure(3).rescaled(to: 0.99).interval == nil)
    }

    @Test func noIntervalLeavesTheMetricsValues() {
        var figure = GateScene.figure(0.99, 0.97, 1)
        figure.bounds = 0...1
        #expect(figure.rescaled(to: 0.9999).interval?.high == 1)
    }

    @Test func countsAreNoMatterOfChance() {
        #expect(GateScene.figure(10, 10, 10).isPoint && GateScene.figure(10).isPoint)
        #expect(!GateScene.figure(10, 9, 10).isPoint)
    }
}
