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

    /// 1,000 samples, 860 nearest to training rows where chance gives 714: half of them at least are copies.
    @Test func labelsGiveALowerBound() {
        func contests(training: Int, heldOut: Int, repeats: Int = 1) -> RowContests {
            let rows = (0..<(training + heldOut)).flatMap { row in Array(repeating: Int32(row), count: repeats) }
            return RowContests(
                rows: rows, isTraining: rows.map { $0 < training }, strengths: rows.map { Double($0) },
                trainingRows: 2500, heldOutRows: 1000, seed: 1)
        }
        let chance = 2500.0 / 3500
        let labels = LabelledShare(contests(training: 860, heldOut: 140))
        #expect(abs(labels.estimate - (0.86 - chance) / (1 - chance)) < 1e-12)
        #expect(labels.low < labels.estimate && labels.low > 0.42 && labels.high < 0.59)
        #expect(LabelledShare(contests(training: 700, heldOut: 300)).estimate == 0)
        // Ten samples of each row are no more than one of each.
        let repeated = LabelledShare(contests(training: 860, heldOut: 140, repeats: 10))
        #expect(abs(repeated.low - labels.low) < 1e-12)
        // All samples nearest to training rows.
        let all = LabelledShare(contests(training: 1000, heldOut: 0))
        #expect(all.estimate == 1 && all.low > 0.98 && all.high == 1)
        // The larger of both bounds is said.
        let listed = CopiedShare(samples: 1000, training: 100, heldOut: 0, ratio: 2.5)
        #expect(listed.atLeast(labels).value == labels.estimate && listed.atLeast(labels).interval.low == labels.low)
        #expect(listed.atLeast(LabelledShare(contests(training: 730, heldOut: 270))) == listed)
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
