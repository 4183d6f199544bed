import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANEvaluation

@Suite struct ImagePairStageTests {
    private func source(_ range: String) throws -> any SampleSource {
        try SampleSources.open("builtin:shapes\(range)")
    }

    private func outcome(_ samples: Matrix<Float>, seed: UInt64 = 1) throws -> ImagePairStage.Outcome? {
        var plan = MeasuringPlan(reference: try source("[0:120]"), heldOut: try source("-test[0:60]"))
        plan.seed = seed
        return try ImagePairStage(plan: plan, choice: .named([StructuralDiversity.name]), cache: NoCache())
            .measure(samples, identity: ["test"]) { _ in }
    }

    @Test func pairsShareNoImageAndFollowTheSeed() throws {
        let samples = try source("[200:280]").read(rows: 0..<80)
        let found = try #require(try outcome(samples)?.similarities.structural)
        #expect(found.real.count == 60 && found.generated.count == 40 && found.heldOut?.count == 30)
        #expect(try outcome(samples)?.similarities.structural == found)
        #expect(try outcome(samples, seed: 2)?.similarities.structural != found)
        // One image again and again: each pair is equal.
        let collapsed = try #require(
            try outcome(samples.rows(at: [Int](repeating: 3, count: 80)))?.similarities.structural)
        #expect(collapsed.generated.allSatisfy { abs($0 - 1) < 1e-5 } && collapsed.real == found.real)
    }

    @Test func onlyWhatIsAskedForIsMeasured() throws {
        #expect(!ImagePairStage.isNeeded(.named([FrechetDistance.name])))
        #expect(ImagePairStage.isNeeded(.all) && ImagePairStage.isNeeded(.named([PerceptualDiversity.name])))
        let samples = try source("[200:280]").read(rows: 0..<80)
        let found = try #require(try outcome(samples))
        #expect(found.similarities.multiscale == nil && found.similarities.perceptual == nil)
        #expect(found.lackOfNetwork == nil)
    }
}

@Suite struct LatentStepsTests {
    private struct Still: Generator {
        let name = "still", digest = "00"
        let latentSize = 6
        let sampleShape = SampleShape.image(height: 2, width: 2, channels: 1)
        func generate(latents: Matrix<Float>, firstSample: Int, seed: UInt64) throws -> Matrix<Float> {
            Matrix(rows: latents.rows, columns: 4)
        }
    }

    @Test func arcsKeepTheirLengthAndLinesAreStraight() {
        let arc = LatentSteps(generator: Still(), seed: 1, isStraight: false)
        let middle = arc.point([1, 0, 0], [0, 1, 0], 0.5)
        let half = 0.5.squareRoot()
        #expect(zip(middle, [half, half, 0]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(arc.point([1, 2, 3], [1, 2, 3], 0.3) == [1, 2, 3])
        let line = LatentSteps(generator: Still(), seed: 1, isStraight: true)
        #expect(line.point([0, 0, 2], [4, 0, 0], 0.25) == [1, 0, 1.5])
    }

    @Test func stepsAreThoseOfTheirPathWhateverOthersAreAskedFor() throws {
        let steps = LatentSteps(generator: Still(), seed: 5, isStraight: false)
        let all = try steps.ends(0..<8, step: 1e-4)
        let some = try steps.ends(3..<5, step: 1e-4)
        #expect(all.first.rows(in: 3..<5) == some.first && all.second.rows(in: 3..<5) == some.second)
        let moved = zip(all.first.scalars, all.second.scalars).map { abs($0 - $1) }
        #expect(moved.contains { $0 > 0 } && moved.allSatisfy { $0 < 2e-3 })
    }

    @Test func samplesThatWereMadeBeforeHaveNoPaths() throws {
        let reference = try SampleSources.open("builtin:shapes[0:60]")
        let stage = PathLengthStage(plan: MeasuringPlan(reference: reference), cache: NoCache())
        let found = try stage.measure(.samples(reference, count: 10)) { _ in }
        #expect(found.paths == nil && found.lack?.contains("no latent vectors") == true)
    }
}
