import GANCheckpoints
import GANModels
import GANNumerics
import TestSupport
import Testing

@testable import GANTraining

@Suite struct AdversarialTrainerTests {
    private func trained(seed: UInt64 = 1, steps: Int = 4) throws -> (AdversarialTrainer, [AdversarialTrainer.Report]) {
        let plan = try TinyTraining.plan(seed: seed)
        var trainer = try AdversarialTrainer(TinyTraining.preset, plan: plan)
        var data = try TrainingData(TinyTraining.source(), batchSize: 8, seed: SeededGenerator(seed: seed))
        let reports = try (0..<steps).map { trainer.train(on: try data.batch(step: $0)) }
        return (trainer, reports)
    }

    @Test func theSameBitsForAnyNumberOfThreads() throws {
        let (alone, reports) = try withThreads(1) { try trained() }
        for threads in [2, 3] {
            let (together, others) = try withThreads(threads) { try trained() }
            #expect(together.networkTensors() == alone.networkTensors())
            #expect(others == reports)
        }
    }

    @Test func seedsDiffer() throws {
        #expect(try trained(seed: 1).0.networkTensors() != trained(seed: 2).0.networkTensors())
    }

    @Test func aStepMovesBothNetworksAndTheirStatistics() throws {
        let (before, _) = try trained(steps: 0)
        let (after, reports) = try trained(steps: 1)
        #expect(before.average.parameters == before.generator.parameters)
        #expect(after.step == 1 && before.step == 0)
        for network in [\AdversarialTrainer.generator, \.discriminator, \.average] {
            for (old, new) in zip(before[keyPath: network].parameters, after[keyPath: network].parameters) {
                #expect(old != new)
            }
            #expect(before[keyPath: network].buffers != after[keyPath: network].buffers)
        }
        // Softplus of logits near zero is near ln 2, for the discriminator twice.
        #expect(abs(reports[0].generatorLoss - 0.693) < 0.1 && abs(reports[0].discriminatorLoss - 1.386) < 0.2)
        #expect((0...1).contains(reports[0].realAccuracy) && (0...1).contains(reports[0].generatedAccuracy))
    }

    @Test func theAverageLiesBetweenStartAndNow() throws {
        let (start, _) = try trained(steps: 0)
        let (after, _) = try trained(steps: 1)
        let (old, new) = (start.generator.parameters[0].scalars, after.generator.parameters[0].scalars)
        for (index, value) in after.average.parameters[0].scalars.enumerated() {
            // At step 0 the decay is 1/10.
            #expect(abs(value - (0.1 * old[index] + 0.9 * new[index])) < 1e-6)
        }
    }

    @Test func theStateBringsEverythingBack() throws {
        let folder = try TemporaryFolder()
        let (trainer, _) = try trained()
        var window = TrainingLog.Window()
        window.generatorLoss = 0.1
        window.steps = 2
        try trainer.writeState(to: folder.file("state"), window: window)
        var restored = try AdversarialTrainer(TinyTraining.preset, plan: TinyTraining.plan())
        #expect(try restored.readState(from: folder.file("state")).window == window)
        #expect(restored.step == 4 && restored.networkTensors() == trainer.networkTensors())
        #expect(restored.generatorOptimizer == trainer.generatorOptimizer)
        #expect(restored.discriminatorOptimizer == trainer.discriminatorOptimizer)
        var other = try AdversarialTrainer(TinyTraining.preset, plan: TinyTraining.plan(seed: 2))
        #expect(throws: TrainingError.self) { try other.readState(from: folder.file("state")) }
        #expect(other.step == 0)
    }
}
