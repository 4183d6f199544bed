import Testing

@testable import GANMetrics

@Suite struct SamplesToDecideTests {
    /// Half the width must shrink to half: four times the samples, and a fifth more.
    @Test func widthsFallWithTheRoot() {
        #expect(SamplesToDecide.count(samples: 1000, distance: 0.5, reach: 1) == 4800)
        #expect(SamplesToDecide.count(samples: 1000, distance: 0.12 - 0.115, reach: 0.12 - 0.11) == 4800)
        #expect(SamplesToDecide.count(samples: 10, distance: 0, reach: 1) == nil)
        #expect(SamplesToDecide.count(samples: 10, distance: 1, reach: 0) == nil)
        #expect(SamplesToDecide.count(samples: 1_000_000, distance: 1e-6, reach: 1) == nil)
    }

    @Test func twoDigitsAreMeant() {
        let found = [0.2, 1, 98.2, 99.1, 101, 4800, 4801, 4800.000_000_001, 123_456].map {
            SamplesToDecide.roundedUp($0)
        }
        #expect(found == [1, 1, 99, 100, 110, 4800, 4900, 4800, 130_000])
        #expect(SamplesToDecide.roundedUp(1e9) == nil && SamplesToDecide.roundedUp(.infinity) == nil)
    }
}
