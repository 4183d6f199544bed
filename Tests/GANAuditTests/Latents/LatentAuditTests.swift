import GANCheckpoints
import GANData
import GANMetrics
import GANNumerics
import TestSupport
import Testing

@testable import GANAudit
@testable import GANModels

@Suite struct LatentAuditTests {
    private let scenes = Scenes(120, side: 8, seed: 21)

    private func audit(
        memorizing rows: Range<Int>, seed: UInt64 = 1, change: (inout AuditFindings) -> Void = { _ in }
    ) throws -> LatentOutcome {
        let generator = try LatentNetworks.memory(of: scenes.rows.rows(in: rows), shape: scenes.shape)
        let samples = try LatentNetworks.source(generator, 300, seed: seed)
        let (training, heldOut) = (scenes.source(0..<24, "training"), scenes.source(24..<48, "held out"))
        var findings = LatentNetworks.findings(samples, training, heldOut)
        change(&findings)
        return try LatentAudit.run(
            findings, generator: generator, samples: samples, training: training, heldOut: heldOut,
            options: LatentOptions(
                rows: 16, gradientSchedule: [.init(starts: 3, steps: 30), .init(starts: 1, steps: 60)], seed: seed))
    }

    @Test func aGeneratorThatMemorizedRecoversTrainingRowsBetter() throws {
        let recovery = try #require(audit(memorizing: 0..<24).findings.recovery)
        #expect(recovery.training.count == 16 && recovery.heldOut.count == 16)
        #expect((recovery.pValue ?? 1) < 1e-4 && (recovery.area?.value ?? 0) > 0.95)
        for row in recovery.training + recovery.heldOut { #expect(row.error <= row.nearestSampleError + 1e-9) }
    }

    @Test func anHonestGeneratorDoesNot() throws {
        // It knows other rows of the same kind. Of eight audits, p below 0.02 in two has a chance of 1 %.
        let probabilities = try (0..<8).map { seed in
            try #require(audit(memorizing: 60..<100, seed: UInt64(seed)).findings.recovery?.pValue)
        }
        #expect(probabilities.count { $0 < 0.02 } <= 1, "\(probabilities)")
    }

    @Test func withoutExchangeableSplitsThereIsNoPValue() throws {
        let outcome = try audit(memorizing: 0..<24) {
            $0.sureShare = nil
        }
        #expect(outcome.findings.recovery?.pValue == nil && outcome.findings.recovery?.area != nil)
    }

    @Test func theSameSeedGivesTheSameOutcomeForAnyThreads() throws {
        func found(_ threads: Int) throws -> AuditFindings.Latents {
            try withThreads(threads) {
                try audit(memorizing: 0..<24) {
                    $0.typicalDistance = 200
                    $0.copies = [LatentNetworks.copy(1, sample: 3, row: 2)]
                }.findings
            }
        }
        let one = try found(1)
        #expect(try found(4) == one && one.basins.count == 1)
    }

    @Test func theSurestCopiesOfDifferentRowsAreWalkedAround() throws {
        let generator = try LatentNetworks.memory(of: scenes.rows.rows(in: 0..<24), shape: scenes.shape)
        let samples = try LatentNetworks.source(generator, 200, seed: 1)
        let training = scenes.source(0..<24, "training")
        let (made, rows) = (try samples.read(rows: 0..<200), try training.read(rows: 0..<24))
        // Which row each sample is nearest to.
        let nearest = NearestNeighbours.search(queries: made, in: rows, count: 1)
        let order = (0..<200).sorted { nearest.distance(query: $0, rank: 0) < nearest.distance(query: $1, rank: 0) }
        var findings = LatentNetworks.findings(samples, training, scenes.source(24..<48, "held out"))
        findings.copies = order.prefix(50).enumerated().map {
            LatentNetworks.copy($0.offset + 1, sample: $0.element, row: nearest.index(query: $0.element, rank: 0))
        }
        findings.typicalDistance = 8 * 12
        let outcome = try LatentAudit.run(
            findings, generator: generator, samples: samples, training: training, heldOut: nil,
            options: LatentOptions(rows: 0, seed: 1))
        let latents = outcome.findings
        #expect(latents.recovery == nil && latents.basins.count == 4 && latents.nearness == 12)
        #expect(Set(latents.basins.map(\.trainingRow)).count == 4 && latents.basins[0].rank == 1)
        for (basin, strip) in zip(latents.basins, try #require(outcome.pictures).strips) {
            #expect(basin.target == .trainingRow && basin.ways.count == 8 && strip.count == 12)
            #expect(strip[0] == Array(rows.row(basin.trainingRow)))
            #expect(strip[1] == Array(made.row(basin.sample)))
            for way in basin.ways {
                #expect(way.distances.count == 11 && way.sample != basin.sample)
                #expect(abs(way.distances[0] - nearest.distance(query: basin.sample, rank: 0) / 8) < 1e-9)
                #expect((0...1).contains(way.width))
            }
            #expect(basin.width > 0.02 && basin.width < 1)
            // Small moves keep the copy, those as large as the prior lose it.
            #expect((basin.perturbations.first?.share ?? 0) > (basin.perturbations.last?.share ?? 1))
        }
        #expect(latents.ordinaryWidth != nil && latents.recovery == nil)
    }

    @Test func sourcesOfAnotherShapeAreRefused() throws {
        let generator = try LatentNetworks.linear().generator
        let other = scenes.source(0..<3, "other")
        let findings = LatentNetworks.findings(other, other, other)
        #expect(throws: AuditError.self) {
            try LatentAudit.run(
                findings, generator: generator, samples: other, training: other, heldOut: nil,
                options: LatentOptions(rows: 1, seed: 1))
        }
        for rows in [-1, 10_001] {
            #expect(throws: AuditError.self) { try LatentOptions(rows: rows, seed: 1).check() }
        }
        #expect(throws: AuditError.self) {
            try LatentOptions(
                rows: 1, searchSchedule: [.init(starts: 1, steps: 1), .init(starts: 2, steps: 1)], seed: 1
            )
            .check()
        }
    }
}
