import Testing

@testable import GANReports

@Suite struct ScaleTests {
    @Test func mapsAndClamps() {
        let scale = Scale(0...10, from: 100, to: 200)
        #expect([scale(0), scale(5), scale(10), scale(-1), scale(11)] == [100, 150, 200, 100, 200])
        #expect(Scale(3...3, from: 0, to: 10)(3) == 5)
    }

    @Test func ticksAreRoundAndInside() {
        #expect(Scale(0...40, from: 0, to: 1).ticks(4) == [0, 10, 20, 30, 40])
        #expect(Scale(0.88...0.96, from: 0, to: 1).ticks(4).map { ($0 * 100).rounded() } == [88, 90, 92, 94, 96])
        #expect(Scale.rounded(0.3...33.4) == 0...40)
    }
}
