import Testing

@testable import GANMetrics

@Suite struct VisibleLeakTests {
    private let calibration = CopyCalibration(
        samples: [Double](repeating: 0.5, count: 1000), reference: (1...1999).map { Double($0) },
        exactness: .init(isExact: [Bool](repeating: false, count: 1000), twins: 0, rows: 49_999))

    @Test func copiesNeededFollowBothRules() {
        let leak = VisibleLeak(
            samples: 1000, calibration: calibration, trainingChance: 0.9, heldOutRows: 100, level: 0.025)
        // 1000/2000/0.025, 1000/50000/0.025, and the least k with 0.9^k ≤ 0.025.
        #expect(leak.byCalibration == 20)
        #expect(leak.fewestExact == 1)
        #expect(leak.byCompetition == 36)
        #expect(leak.share == 0.02)
        #expect(leak.exactShare == 0.001)
    }

    @Test func thatManyCopiesRaiseTheAlarmAndFewerDoNot() {
        for (copies, isSeen) in [(20, true), (19, false)] {
            let samples = [Double](repeating: 0, count: copies) + [Double](repeating: 2e6, count: 1000 - copies)
            let found = CopyCalibration(samples: samples, reference: (1...1999).map { Double($0) })
            #expect((found.qValues[0] <= 0.025) == isSeen)
        }
    }

    @Test func withoutCalibrationLabelsDecide() {
        let leak = VisibleLeak(samples: 30, calibration: nil, trainingChance: 0.9, heldOutRows: 10, level: 0.025)
        #expect(leak.share == nil)
        #expect(leak.samplesToSee(share: 0.1) ?? 0 > 360)
        #expect(
            VisibleLeak(samples: 30, calibration: nil, trainingChance: 1, heldOutRows: 0, level: 0.025).share == nil)
    }

    @Test func samplesNeededGrowAsTheLeakShrinks() throws {
        let leak = VisibleLeak(
            samples: 1000, calibration: calibration, trainingChance: 0.5, heldOutRows: 100, level: 0.025)
        let large = try #require(leak.samplesToSee(share: 0.1))
        let small = try #require(leak.samplesToSee(share: 0.01))
        #expect(large < small)
        #expect(leak.samplesToSee(share: 0) == nil)
    }
}
