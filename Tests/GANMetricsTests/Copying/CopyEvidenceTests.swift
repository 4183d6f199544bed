import GANNumerics
import Testing

@testable import GANMetrics

/// Rows in the plane of six dimensions, a pool of training and held-out rows, and generators that copy or do not.
@Suite struct CopyEvidenceTests {
    struct World {
        var samples: Matrix<Float>
        let training: Matrix<Float>
        let heldOut: Matrix<Float>
        let reference: [(isTraining: Bool, row: Int)]

        init(seed: UInt64, training: Int = 600, heldOut: Int = 200, samples: Int = 300, scale: Float = 1) {
            let rows = SeededGenerator(seed: seed).normalRows(training + heldOut + samples, columns: 6)
            self.training = rows.rows(in: 0..<training)
            self.heldOut = rows.rows(in: training..<training + heldOut)
            self.samples = rows.rows(in: training + heldOut..<rows.rows)
            for index in self.samples.scalars.indices { self.samples.scalars[index] *= scale }
            reference = (0..<training + heldOut).map { ($0 < training, $0 < training ? $0 : $0 - training) }
        }

        func table(_ queries: Matrix<Float>, _ rows: Matrix<Float>, own: (Int) -> Int?) -> TransformedTable {
            let found = NearestNeighbours.search(queries: queries, in: rows, count: 7)
            var table = TransformedTable(queries: queries.rows, count: 6)
            for query in 0..<queries.rows {
                let kept = (0..<7).filter { found.index(query: query, rank: $0) != own(query) }.prefix(6)
                for (place, rank) in kept.enumerated() {
                    table.indices[query * 6 + place] = Int32(found.index(query: query, rank: rank))
                    table.distances[query * 6 + place] = found.distance(query: query, rank: rank)
                    table.views[query * 6 + place] = 0
                }
            }
            return table
        }

        func evidence(seed: UInt64 = 1, exactness: CopyCalibration.Exactness? = nil) -> CopyEvidence {
            func contests(_ training: TransformedTable, _ heldOut: TransformedTable?) -> CopyContests {
                CopyContests(channel: "identity", training: training, heldOut: heldOut, seed: seed)
            }
            let pool = training.appendingRows(of: heldOut)
            let (first, second) = (
                table(samples, training, own: { _ in nil }), table(samples, heldOut, own: { _ in nil })
            )
            let (third, fourth) = (
                table(pool, training, own: { reference[$0].isTraining ? reference[$0].row : nil }),
                table(pool, heldOut, own: { reference[$0].isTraining ? nil : reference[$0].row })
            )
            let alone = contests(fourth, nil).picked(reference.indices.filter { reference[$0].isTraining })
            return CopyEvidence(
                .init(
                    samples: [contests(first, second)], reference: [contests(third, fourth)],
                    againstHeldOut: ([contests(second, nil)], [alone]), exactness: exactness),
                trainingRows: training.rows, heldOutRows: heldOut.rows, options: .init(draws: 499, seed: seed))
        }
    }

    @Test func honestGeneratorsRaiseFewAlarms() {
        for scale in [1, 0.6] as [Float] {
            var alarms = 0
            for seed in 0..<60 as Range<UInt64> {
                if World(seed: seed, scale: scale).evidence(seed: seed).isAlarm { alarms += 1 }
            }
            // Three, and four deviations of 1.7; shrunken samples are nearer to everything, which must not matter.
            #expect(alarms <= 9)
        }
    }

    @Test func copiesAreFoundCountedAndTraced() throws {
        var world = World(seed: 7)
        for sample in 0..<30 {
            for column in 0..<6 { world.samples[sample, column] = world.training[11 * sample, column] }
        }
        let evidence = world.evidence()
        #expect(evidence.isAlarm)
        #expect(evidence.calibrationHolds)
        #expect(Set(0..<30).isSubset(of: evidence.copies))
        #expect((0..<30).allSatisfy { evidence.combined.rows[$0] == Int32(11 * $0) })
        let share = try #require(evidence.share)
        #expect(share.interval.low <= 0.1 && share.interval.high >= 0.1)
        #expect(evidence.judgement.basis == .calibration && evidence.judgement.atLeast == share.interval.low)
        #expect(evidence.pValue <= 0.02)
    }

    @Test func aFewExactCopiesAreEnoughWhereRowsDoNotRepeat() {
        // Too few rows to calibrate: at best p = 1/401, and 2 p · 300/4 is far above the level.
        var world = World(seed: 12, training: 300, heldOut: 100)
        for sample in 0..<4 {
            for column in 0..<6 { world.samples[sample, column] = world.training[9 * sample, column] }
        }
        func evidence(_ exact: Set<Int>, twins: Int) -> CopyEvidence {
            world.evidence(
                exactness: .init(isExact: (0..<300).map { exact.contains($0) }, twins: twins, rows: 400))
        }
        let plain = evidence([], twins: 0)
        #expect(!plain.isAlarm && plain.exactCopies.samples.isEmpty && plain.exactCopies.pValue == 1)
        let found = evidence([0, 1, 2, 3], twins: 0)
        #expect(found.exactCopies.samples == [0, 1, 2, 3] && found.exactCopies.distinctRows == 4)
        #expect(abs(found.exactCopies.expected - found.calibration.inflation * 300 / 401) < 1e-12)
        // Rows that repeat each other by nature explain four matches.
        let natural = evidence([0, 1, 2, 3], twins: 12)
        #expect(!natural.isAlarm && natural.exactCopies.pValue > 0.5)
        for sample in 4..<9 {
            for column in 0..<6 { world.samples[sample, column] = world.training[9 * sample, column] }
        }
        let more = evidence(Set(0..<9), twins: 0)
        #expect(more.isAlarm && more.hasManyExactCopies && more.pValue <= 0.001)
        #expect(Set(0..<9).isSubset(of: more.copies))
        // One row nine times is one match.
        for sample in 0..<9 {
            for column in 0..<6 { world.samples[sample, column] = world.training[0, column] }
        }
        #expect(evidence(Set(0..<9), twins: 0).exactCopies.distinctRows == 1)
    }

    @Test func copiesOfHeldOutRowsAreNoAlarmAndContradictCalibration() throws {
        var world = World(seed: 8)
        for sample in 0..<40 {
            for column in 0..<6 { world.samples[sample, column] = world.heldOut[3 * sample, column] }
        }
        let evidence = world.evidence()
        #expect(!evidence.calibrationHolds)
        #expect(try #require(evidence.scan).reverse <= 0.02)
        #expect(!evidence.isAlarm)
        #expect(evidence.copies.isEmpty)
    }

    /// Whatever the leak, a list goes with an alarm, and none without one.
    @Test func listAndAlarmAgree() {
        for seed in 0..<60 as Range<UInt64> {
            var world = World(seed: seed, samples: 200)
            var random = SeededGenerator(seed: seed).split("noise")
            // One to six noisy copies: about where the list begins.
            for sample in 0..<Int(seed) % 6 + 1 {
                for column in 0..<6 {
                    world.samples[sample, column] =
                        world.training[11 * sample, column] + Float(random.normalPair().0 * 0.05)
                }
            }
            let evidence = world.evidence(seed: seed)
            #expect(evidence.isAlarm == (evidence.pValue <= 0.05))
            if evidence.isAlarm {
                #expect((evidence.share == nil) == evidence.copies.isEmpty)
                #expect(evidence.judgement.atLeast <= evidence.share?.value ?? 1)
            } else {
                #expect(evidence.copies.isEmpty && evidence.share?.value == 0 && evidence.judgement.atLeast == 0)
                #expect(evidence.share?.interval.high ?? 0 > 0)
            }
        }
    }

    /// Copies too noisy for calibration, all of them: labels alone list them, and say what the share is at least.
    @Test func labelsListWhatCalibrationCannot() throws {
        var world = World(seed: 21)
        var random = SeededGenerator(seed: 22)
        for sample in 0..<300 {
            for column in 0..<6 {
                world.samples[sample, column] =
                    world.training[2 * sample, column] + Float(random.normalPair().0 * 0.25)
            }
        }
        let evidence = world.evidence()
        #expect(evidence.isAlarm)
        let labels = evidence.judgement.labels
        #expect(labels.low > 0.2 && labels.low <= labels.estimate && labels.estimate <= 1)
        #expect(evidence.judgement.atLeast >= labels.low)
        if let share = evidence.share { #expect(share.value >= labels.low) }
    }

    /// Few distinct images that nobody copied: repeated samples are no further evidence.
    @Test(arguments: [10, 20, 50])
    func fewDistinctHonestSamplesRaiseFewAlarms(distinct: Int) {
        var alarms = 0
        for seed in 0..<40 as Range<UInt64> {
            var world = World(seed: seed, samples: 400)
            for sample in 0..<400 {
                for column in 0..<6 { world.samples[sample, column] = world.samples[sample % distinct, column] }
            }
            if world.evidence(seed: seed).isAlarm { alarms += 1 }
        }
        // Two, and three deviations of 1.4.
        #expect(alarms <= 6)
    }

    @Test func oneSampleAndRowsOfBothSetsAreNoEvidence() {
        let world = World(seed: 9, samples: 1)
        #expect(!world.evidence().isAlarm)
        var copied = World(seed: 9, samples: 40)
        for sample in 0..<40 {
            for column in 0..<6 { copied.samples[sample, column] = copied.training[sample, column] }
        }
        #expect(copied.evidence().copies.count == 40)
    }

    @Test func poissonTailsAddUp() {
        #expect(CopyEvidence.poissonTail(0, mean: 3) == 1)
        #expect(CopyEvidence.poissonTail(1, mean: 0) == 0)
        #expect(abs(CopyEvidence.poissonTail(2, mean: 1) - 0.26424) < 1e-4)
        #expect(abs(CopyEvidence.poissonTail(400, mean: 400) - 0.5) < 0.02)
        #expect(CopyEvidence.poissonTail(600, mean: 400) < 1e-9)
    }
}
