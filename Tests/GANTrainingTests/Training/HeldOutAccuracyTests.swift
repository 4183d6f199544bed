import GANCheckpoints
import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANTraining

@Suite struct HeldOutAccuracyTests {
    private func run(_ folder: String, heldOut: (any SampleSource)?, resume: Bool = false) throws {
        _ = try TrainingRun(
            preset: TinyTraining.preset, source: TinyTraining.source(), heldOut: heldOut, folder: folder, seed: 1,
            steps: 4, checkpointEvery: 2, resume: resume
        ).run()
    }

    @Test func theLogTellsOfHeldOutDataWhereThereAreSome() throws {
        let folder = try TemporaryFolder()
        try run(folder.file("with"), heldOut: TinyTraining.source(seed: 4))
        let lines = TrainingLog.read(folder: folder.file("with"))
        let told = lines.filter { $0.step % 2 == 0 }
        #expect(told.count == 2)
        for line in told {
            #expect((0...1).contains(line.trainingAccuracy ?? -1) && (0...1).contains(line.heldOutAccuracy ?? -1))
        }
        #expect(throws: TrainingError.self) { try run(folder.file("with"), heldOut: nil, resume: true) }
        try run(folder.file("without"), heldOut: nil)
        #expect(TrainingLog.read(folder: folder.file("without")).allSatisfy { $0.heldOutAccuracy == nil })
        let points = ArraySource(
            name: "points", rule: "test", shape: .vector(2), samples: Matrix(rows: 20, columns: 2))
        #expect(throws: TrainingError.self) { try run(folder.file("misshapen"), heldOut: points) }
    }

    /// The same rows as training and as held-out data are judged alike.
    @Test func equalDataAreJudgedAlike() throws {
        let source = TinyTraining.source()
        let trainer = try AdversarialTrainer(TinyTraining.preset, plan: TinyTraining.plan())
        let check = try #require(
            try HeldOutAccuracy(
                training: source, heldOut: source, settings: TinyTraining.preset.hyperparameters,
                seed: SeededGenerator(seed: 1)))
        let shares = check.shares(trainer)
        #expect(shares.training == shares.heldOut)
    }
}
