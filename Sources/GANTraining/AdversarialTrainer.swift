import GANAutodiff
public import GANModels
public import GANNumerics

/// The state of an adversarial training and its one step.
///
/// The non-saturating GAN (Goodfellow et al. 2014, 1406.2661, section 3): the discriminator minimizes
/// E softplus(−D(x)) + E softplus(D(G(z))), then the generator minimizes E softplus(−D(G(z))), both by Adam, with one
/// draw of z a step. Real and generated images pass the discriminator as batches of their own.
public struct AdversarialTrainer: Sendable {
    public let plan: TrainingPlan
    public let latentSize: Int
    public internal(set) var generator: Network
    public internal(set) var discriminator: Network
    /// The moving average of the generator, weights and running statistics alike.
    public internal(set) var average: Network
    public internal(set) var step = 0
    var generatorOptimizer: Adam
    var discriminatorOptimizer: Adam
    private let latents: SeededGenerator

    /// What one step saw.
    public struct Report: Sendable, Equatable {
        public var generatorLoss: Double
        public var discriminatorLoss: Double
        /// The share of real images that the discriminator called real, and of generated ones that it called generated.
        public var realAccuracy: Double
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
            Adam(parameters: parameters, learningRate: plan.learningRate, beta1: plan.beta1, beta2: plan.beta2)
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
        var report = trainDiscriminator(real: .constant(Tensor(real)), fake: fake.detached)

        let frozen = discriminator.parameters.map { Variable.constant($0) }
        let judged = discriminator.forward(fake, weights: frozen, mode: .training)
        let loss = (-judged.output).softplus().mean()
        report.generatorLoss = Double(loss.value.scalar)
        let gradients = Gradient.of(loss, at: weights).map(\.value)
        generatorOptimizer.update(&generator.parameters, gradients: gradients)
        generator.updateRunningStatistics(statistics)
        MovingAverage.update(&average.parameters, towards: generator.parameters, decay: plan.averageDecay, step: step)
        MovingAverage.update(&average.buffers, towards: generator.buffers, decay: plan.averageDecay, step: step)
        step += 1
        return report
    }

    private mutating func trainDiscriminator(real: Variable, fake: Variable) -> Report {
        let weights = discriminator.parameters.map { Variable.parameter($0) }
        let (realLogits, realStatistics) = discriminator.forward(real, weights: weights, mode: .training)
        let (fakeLogits, fakeStatistics) = discriminator.forward(fake, weights: weights, mode: .training)
        let loss = (-realLogits).softplus().mean() + fakeLogits.softplus().mean()
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
