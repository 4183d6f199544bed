import GANAutodiff
public import GANModels
public import GANNumerics

/// The state of an adversarial training and its one step.
///
/// The discriminator minimizes its part of the plan's loss and the plan's regularizers, then the generator its part of the
/// loss, both by Adam, with one draw of z a step. Real and generated images pass the discriminator as batches of their
/// own.
public struct AdversarialTrainer: Sendable {
    /// What decides every step.
    public let plan: TrainingPlan
    /// Values of one latent vector.
    public let latentSize: Int
    /// The generator with its present weights.
    public internal(set) var generator: Network
    /// The discriminator with its present weights.
    public internal(set) var discriminator: Network
    /// The moving average of the generator, weights and running statistics alike.
    public internal(set) var average: Network
    /// Steps of training done.
    public internal(set) var step = 0
    var generatorOptimizer: Adam
    var discriminatorOptimizer: Adam
    private let latents: SeededGenerator

    /// What one step saw.
    public struct Report: Sendable, Equatable {
        /// The generator's part of the loss.
        public var generatorLoss: Double
        /// With the regularizers, where there are any.
        public var discriminatorLoss: Double
        /// The share of real samples that the discriminator called real.
        public var realAccuracy: Double
        /// The share of generated samples that the discriminator called generated.
        public var generatedAccuracy: Double
    }

    /// New networks from the plan's seed.
    ///
    /// Throws `ModelError` only for a preset whose layers do not fit.
    public init(_ preset: Preset, plan: TrainingPlan) throws(ModelError) {
        self.plan = plan
        latentSize = preset.latentSize
        let root = SeededGenerator(seed: plan.seed)
        generator = try Network(preset.generator, seed: root.split("generator"), deviation: preset.weightDeviation)
        discriminator = try Network(
            preset.discriminator, seed: root.split("discriminator"), deviation: preset.weightDeviation)
        average = generator
        let adam = { (parameters: [Tensor]) in
            Adam(
                parameters: parameters, learningRate: plan.hyperparameters.learningRate,
                beta1: plan.hyperparameters.beta1, beta2: plan.hyperparameters.beta2)
        }
        generatorOptimizer = adam(generator.parameters)
        discriminatorOptimizer = adam(discriminator.parameters)
        latents = root.split("latents")
    }

    /// One update of both networks on a batch of real samples `[n, size]` in the networks' value range.
    public mutating func train(on real: Matrix<Float>) -> Report {
        let z = latents.split(step).normalRows(real.rows, columns: latentSize)
        let weights = generator.parameters.map { Variable.parameter($0) }
        let (fake, statistics) = generator.forward(.constant(Tensor(z)), weights: weights, mode: .training)
        var report = trainDiscriminator(real: Tensor(real), fake: fake.detached)

        let frozen = discriminator.parameters.map { Variable.constant($0) }
        let judged = discriminator.forward(fake, weights: frozen, mode: .training)
        let loss = plan.hyperparameters.loss.type.generator(judged.output)
        report.generatorLoss = Double(loss.value.scalar)
        let gradients = Gradient.of(loss, at: weights).map(\.value)
        generatorOptimizer.update(&generator.parameters, gradients: gradients)
        generator.updateRunningStatistics(statistics)
        let decay = plan.hyperparameters.averageDecay
        MovingAverage.update(&average.parameters, towards: generator.parameters, decay: decay, step: step)
        MovingAverage.update(&average.buffers, towards: generator.buffers, decay: decay, step: step)
        step += 1
        return report
    }

    private mutating func trainDiscriminator(real: Tensor, fake: Variable) -> Report {
        let regularizers = plan.hyperparameters.regularizers
        // Gradients at the samples cost time, and only regularizers ask for them.
        let real: Variable = regularizers.isEmpty ? .constant(real) : .parameter(real)
        let weights = discriminator.parameters.map { Variable.parameter($0) }
        let (realLogits, realStatistics) = discriminator.forward(real, weights: weights, mode: .training)
        let (fakeLogits, fakeStatistics) = discriminator.forward(fake, weights: weights, mode: .training)
        var loss = plan.hyperparameters.loss.type.discriminator(real: realLogits, generated: fakeLogits)
        for regularizer in regularizers { loss = loss + regularizer.term(real: real, logits: realLogits) }
        let gradients = Gradient.of(loss, at: weights).map(\.value)
        discriminatorOptimizer.update(&discriminator.parameters, gradients: gradients)
        discriminator.updateRunningStatistics(realStatistics)
        discriminator.updateRunningStatistics(fakeStatistics)
        let share = { (logits: Variable, right: (Float) -> Bool) in
            Double(logits.value.scalars.count(where: right)) / Double(logits.value.count)
        }
        return Report(
            generatorLoss: 0, discriminatorLoss: Double(loss.value.scalar), realAccuracy: share(realLogits) { $0 > 0 },
            generatedAccuracy: share(fakeLogits) { $0 < 0 })
    }
}
