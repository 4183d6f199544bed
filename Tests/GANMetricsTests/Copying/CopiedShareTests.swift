import GANNumerics
import Testing

@testable import GANMetrics

@Suite struct CopiedShareTests {
    @Test func chanceMatchesAreSubtracted() {
        // 5 % of real rows are beyond the threshold, 80 % of those for the training set: 4 % of the honest samples.
        let share = CopiedShare(
            samples: 1000, training: 136, heldOut: 9, referenceShare: 0.05, referenceRows: 5000, trainingChance: 0.8)
        #expect(abs(share.value - 0.1) < 1e-12)
        #expect(abs(share.expectedByChance - 36) < 1e-9)
        #expect(share.interval.low < 0.1 && share.interval.high > 0.1)
        #expect(share.interval.high - share.interval.low < 0.06)
    }

    @Test func nothingFoundIsZeroWithAnUpperEnd() {
        let share = CopiedShare(
            samples: 1000, training: 0, heldOut: 0, referenceShare: 0, referenceRows: 5000, trainingChance: 0.8)
        #expect(share.value == 0)
        #expect(share.interval.low == 0)
        #expect(share.interval.high > 0.003 && share.interval.high < 0.006)
    }

    @Test func allSamplesCopiedIsOne() {
        let share = CopiedShare(
            samples: 500, training: 500, heldOut: 0, referenceShare: 0.01, referenceRows: 5000, trainingChance: 0.9)
        #expect(share.value == 1)
        #expect(share.interval.high == 1)
    }

    @Test func labelsSubtractWhatDecoysSay() {
        let share = CopiedShare(samples: 1000, training: 140, heldOut: 8, ratio: 5)
        #expect(abs(share.value - 0.1) < 1e-12)
        let clean = CopiedShare(samples: 1000, training: 140, heldOut: 0, ratio: 5)
        #expect(abs(clean.value - 0.14) < 1e-12)
        #expect(clean.interval.low < 0.13)
    }

    @Test func intervalsHoldTheTruth() {
        var held = 0
        let repeats = 500
        for seed in 0..<UInt64(repeats) {
            var generator = SeededGenerator(seed: seed)
            var (training, heldOut) = (0, 0)
            var seen = 0
            for _ in 0..<800 {
                if generator.uniform() < 0.08 {
                    training += 1
                } else if generator.uniform() < 0.03 {
                    if generator.uniform() < 0.75 { training += 1 } else { heldOut += 1 }
                }
            }
            for _ in 0..<1500 where generator.uniform() < 0.03 { seen += 1 }
            let share = CopiedShare(
                samples: 800, training: training, heldOut: heldOut, referenceShare: Double(seen) / 1500,
                referenceRows: 1500, trainingChance: 0.75)
            if share.interval.low <= 0.08, share.interval.high >= 0.08 { held += 1 }
        }
        // 475 ± 4.9.
        #expect(held >= 455 && held < repeats)
    }
}
