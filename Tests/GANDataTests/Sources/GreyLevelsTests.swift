import GANData
import Testing

@Suite struct GreyLevelsTests {
    @Test func clampsAndRoundsHalvesToEven() {
        let levels: [Float] = [-1, -.infinity, .nan, 0, 0.5, 1.5, 2.5, 254.5, 254.6, 255, 300, .infinity]
        #expect(GreyLevels.quantize(levels) == [0, 0, 0, 0, 0, 2, 2, 254, 255, 255, 255, 255])
    }

    @Test func keepsWholeLevels() {
        #expect(GreyLevels.quantize((0...255).map { Float($0) }) == Array(0...255))
    }
}
