import GANCheckpoints
import GANCritics
import GANData
import GANMetrics
import GANModels
import GANTraining
import TestSupport
import Testing

@testable import GANEvaluation

@Suite struct AdversaryStageTests {
    private func plan(
        _ adversaries: AdversaryPlan?, reference: String = "builtin:ring[0:400]"
    ) throws -> SeriesRun.Plan {
        SeriesRun.Plan(
            inputs: [try ShortRun.ring.get().file("run")],
            measuring: MeasuringPlan(reference: try SampleSources.open(reference), seed: 2), samples: 60,
            adversaries: adversaries)
    }

    @Test func everyPairPlaysAndEveryCheckpointHasAGap() throws {
        let responses = BestResponses(steps: 4, batchSize: 16, mostRows: 60, seed: 2)
        let cache = MemoryCache()
        let asked = try plan(AdversaryPlan(rates: true, responses: responses))
        let report = try #require(try SeriesRun(asked, cache: cache).run())
        let found = try #require(report.adversaries)
        let count = report.findings.checkpoints.count
        #expect(count >= 2 && found.rated == Array(0..<count) && found.notes.isEmpty, "\(found.notes)")
        let skill = try #require(found.skill)
        #expect(skill.generators.count == count && skill.discriminators.count == count)
        #expect(skill.scores.allSatisfy { $0.count == count && $0.allSatisfy { (0...1).contains($0) } })
        #expect(found.gaps.map(\.checkpoint) == Array(0..<count))
        #expect(found.gaps.allSatisfy { $0.gap.value.isFinite && $0.gap.steps.count == 2 })
        #expect(found.rule.contains("10 periods of 64 pairs") && found.rule.contains("4 steps of 16+16 rows a side"))
        // Once more, from the cache alone: the same figures, and nothing is trained.
        let kinds = ["duality gap/1", "skill rating/1"]
        let kept = cache.kept.filter { kinds.contains($0) }.count
        #expect(kept == count + 1 && !cache.hits.contains { kinds.contains($0) })
        let again = try SeriesRun(asked, cache: cache).run()?.adversaries
        #expect(again?.gaps == found.gaps && again?.skill == found.skill)
        #expect(cache.hits.filter { kinds.contains($0) }.count == kept)
    }

    @Test func nobodyAsksNobodyPlays() throws {
        let report = try #require(try SeriesRun(try plan(nil)).run())
        #expect(report.adversaries == nil)
    }

    @Test func tooFewRealSamplesAreSaid() throws {
        let report = try #require(
            try SeriesRun(try plan(AdversaryPlan(rates: true), reference: "builtin:ring[0:40]")).run())
        let found = try #require(report.adversaries)
        #expect(found.skill == nil && found.notes.count == 1)
        #expect(found.notes.first?.hasPrefix("A skill rating needs 64 real samples; ") == true)
    }

    @Test func whatIsStoppedGivesNothing() throws {
        let plan = try plan(AdversaryPlan(responses: BestResponses(steps: 1)))
        let checkpoints = TrainingFolder.checkpoints(in: try ShortRun.ring.get().file("run")).map {
            SeriesCheckpoint(name: $0, path: $0, step: 0, imagesSeen: nil, digest: "")
        }
        let stage = AdversaryStage(
            plan: try #require(plan.adversaries), measuring: plan.measuring, progress: { _ in })
        #expect(try stage.measure(checkpoints, shouldStop: { true }) == nil)
    }

    @Test func filesWithoutADiscriminatorAreLeftOut() throws {
        let folder = try TemporaryFolder()
        let plan = try plan(AdversaryPlan(rates: true))
        let stage = AdversaryStage(
            plan: try #require(plan.adversaries), measuring: plan.measuring, progress: { _ in })
        let missing = folder.file("gone.safetensors")
        let found = try #require(
            try stage.measure(
                [SeriesCheckpoint(name: "gone", path: missing, step: 0, imagesSeen: nil, digest: "")],
                shouldStop: { false }))
        #expect(found.notes.count == 2 && found.notes[0].hasPrefix("gone is left out: "))
        #expect(found.notes[1] == "A skill rating needs two checkpoints with a generator and a discriminator.")
    }
}
