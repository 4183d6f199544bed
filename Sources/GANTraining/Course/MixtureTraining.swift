import GANData
import GANModels
public import GANNumerics

/// A training of points in memory, without a folder.
public struct MixtureTraining {
    private let preset: Preset
    private let source: any SampleSource
    private let steps: Int
    private let seed: UInt64

    /// A training of `builtin:` `data` by a preset for it; throws what opening the data throws.
    public init(preset: Preset, data: String, steps: Int, seed: UInt64) throws {
        self.preset = preset
        source = try SampleSources.open("builtin:\(data)")
        self.steps = steps
        self.seed = seed
    }

    /// The trainer after all steps; nil where the losses stopped being finite.
    public func run() throws -> AdversarialTrainer? {
        let plan = try TrainingPlan(preset: preset, source: source, seed: seed, checkpointEvery: 1, logEvery: 1)
        try plan.check(preset, labels: source.labels)
        var trainer = try AdversarialTrainer(preset, plan: plan)
        var data = try TrainingData(
            source, batchSize: plan.hyperparameters.batchSize, seed: SeededGenerator(seed: seed).split("order"))
        let updates = plan.hyperparameters.criticSteps
        for step in 0..<steps {
            let batches = try (step * updates..<(step + 1) * updates).map {
                TrainingBatch(samples: try data.batch(step: $0))
            }
            guard trainer.train(on: batches).isSound else { return nil }
        }
        return trainer
    }
}

extension AdversarialTrainer {
    /// Samples of the average generator, in its networks' units, for a training without labels.
    public func samples(_ count: Int, seed: UInt64) -> Matrix<Float> {
        precondition(plan.hyperparameters.condition == nil, "samples without labels of a conditional training")
        return average.evaluate(
            plan.hyperparameters.prior.rows(
                count, columns: latentSize, firstRow: 0, of: SeededGenerator(seed: seed).split("latents")))
    }
}
