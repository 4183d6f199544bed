import GANAutodiff
import GANData
public import GANModels
public import GANNumerics

/// The state of an adversarial training and its one step.
///
/// The discriminator minimizes its part of the plan's loss and the plan's regularizers, once or several times, then the
/// generator its part of the loss, both by Adam. The last of the discriminator's updates and the generator's share one
/// draw of z. Real and generated samples pass the discriminator as batches of their own. A generator of images from images gets the batch's inputs
/// in place of z, with noise behind their channels where the plan has some; the distance to the target is part of its loss, and the
/// discriminator judges the pair.
public struct AdversarialTrainer: Sendable {
    /// What decides every step.
    public let plan: TrainingPlan
    /// Values of one latent vector, without the label's, or of the noise beside one image.
    public let latentSize: Int
    /// One sample's shape, channels last.
    let sampleShape: [Int]
    /// One input's shape, channels last; nil of generators that take latent vectors.
    let inputShape: [Int]?
    /// The generator with its present weights.
    public internal(set) var generator: Network
    /// The discriminator with its present weights, before spectral normalization.
    public internal(set) var discriminator: Network
    /// The moving average of the generator, weights and running statistics alike.
    public internal(set) var average: Network
    /// Steps of training done.
    public internal(set) var step = 0
    /// The discriminator's singular vectors; nil without spectral normalization.
    public internal(set) var spectral: SpectralNormalization?
    var generatorOptimizer: Adam
    var discriminatorOptimizer: Adam
    var augmentation: AugmentationState
    private let latents: SeededGenerator
    private let draws: SeededGenerator
    private let input: DiscriminatorInput

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
        /// ‖∇‖ of the generator's loss at all its weights.
        public var generatorGradient = 0.0
        /// ‖∇‖ of the discriminator's loss at all its weights.
        public var discriminatorGradient = 0.0
        /// The distance that the logits tell; nil for losses that measure none.
        public var divergence: DivergenceEstimate?
        /// The mean distance of values in [−1, 1] between images and what they should be: targets of pairs, without pairs what went into the cycle.
        public var reconstruction: Double?

        /// A loss of this size or more is no loss any more.
        static let lossLimit = 1e9

        /// Whether both losses are numbers of a size that training can come back from.
        var isSound: Bool { abs(generatorLoss) < Self.lossLimit && abs(discriminatorLoss) < Self.lossLimit }
    }

    /// New networks from the plan's seed.
    ///
    /// Throws `ModelError` for a preset whose layers do not fit, `TrainingError.contradiction` for one that can't be adapted to the plan.
    public init(_ preset: Preset, plan: TrainingPlan) throws {
        try self.init(preset, plan: plan, root: SeededGenerator(seed: plan.seed))
    }

    /// New networks from `root`.
    init(_ preset: Preset, plan: TrainingPlan, root: SeededGenerator) throws {
        self.plan = plan
        let translation = plan.hyperparameters.translation
        latentSize = translation.flatMap { preset.translation?.noiseSize($0) } ?? preset.latentSize
        let networks = try preset.networks(for: plan)
        generator = try Network(
            networks.generator, seed: root.split("generator"), deviation: preset.weightDeviation,
            spread: preset.spread?.generator)
        discriminator = try Network(
            networks.discriminator, seed: root.split("discriminator"), deviation: preset.weightDeviation,
            spread: preset.spread?.discriminator)
        average = generator
        let settings = plan.hyperparameters
        let adam = { (parameters: [Tensor], rate: Double) in
            Adam(parameters: parameters, learningRate: rate, beta1: settings.beta1, beta2: settings.beta2)
        }
        generatorOptimizer = adam(generator.parameters, settings.learningRate)
        discriminatorOptimizer = adam(
            discriminator.parameters, settings.discriminatorLearningRate ?? settings.learningRate)
        spectral =
            settings.spectralNormalization
            ? SpectralNormalization(discriminator.parameters, seed: root.split("spectral")) : nil
        augmentation = AugmentationState(probability: settings.augmentation?.probability ?? 0)
        latents = root.split("latents")
        draws = root.split("draws")
        input = DiscriminatorInput(preset.sampleShape, settings, classCount: plan.classCount ?? 0)
        sampleShape = input.shape
        // Both sides of a translation have one shape.
        inputShape = translation == nil ? nil : input.shape
    }

    /// Whether there is a discriminator that is trained; there is none where its word counts for nothing.
    var hasDiscriminator: Bool { plan.hyperparameters.translation?.adversarialWeight != 0 }

    /// One update of both networks, the discriminator's on real samples `[n, size]` in the networks' value range.
    public mutating func train(on real: Matrix<Float>) -> Report { train(on: [TrainingBatch(samples: real)]) }

    /// One step: an update of the discriminator on each batch, then one of the generator; there is at least one batch.
    public mutating func train(on batches: [TrainingBatch]) -> Report {
        precondition(!batches.isEmpty, "a step without real samples")
        let last = batches[batches.count - 1]
        for (index, batch) in batches.dropLast().enumerated() {
            let z = latents.split(step).split(index)
            let weights = generator.parameters.map { Variable.constant($0) }
            let (fake, _) = generator.forward(generatorInput(batch, z), weights: weights, mode: .training)
            _ = trainDiscriminator(batch, fake: fake, update: step * batches.count + index)
        }
        let weights = generator.parameters.map { Variable.parameter($0) }
        let (fake, statistics) = generator.forward(
            generatorInput(last, latents.split(step)), weights: weights, mode: .training)
        let update = step * batches.count + batches.count - 1
        var report = Report(generatorLoss: 0, discriminatorLoss: 0, realAccuracy: 0, generatedAccuracy: 0)
        if hasDiscriminator { report = trainDiscriminator(last, fake: fake.detached, update: update) }

        let distance = pixelDistance(fake, last)
        let loss = generatorLoss(fake, last, distance, random: draws.split(update).split("generator"))
        report.generatorLoss = Double(loss.value.scalar)
        report.reconstruction = distance.map { Double($0.value.scalar) }
        let gradients = Gradient.of(loss, at: weights).map(\.value)
        report.generatorGradient = Self.length(gradients)
        updateGenerator(gradients, statistics)
        return report
    }

    /// Moves the generator by the gradients of its loss, and the average after it: the end of a step.
    mutating func updateGenerator(_ gradients: [Tensor], _ statistics: [BatchStatistics]) {
        generatorOptimizer.update(&generator.parameters, gradients: gradients)
        generator.updateRunningStatistics(statistics)
        let decay = plan.hyperparameters.averageDecay
        MovingAverage.update(&average.parameters, towards: generator.parameters, decay: decay, step: step)
        MovingAverage.update(&average.buffers, towards: generator.buffers, decay: decay, step: step)
        step += 1
    }

    /// One update of the discriminator alone, on real samples and on given generated ones, `[n, size]` both.
    public mutating func trainDiscriminator(on batch: TrainingBatch, against generated: Matrix<Float>) -> Report {
        let report = trainDiscriminator(batch, fake: .constant(Tensor(generated)), update: step)
        step += 1
        return report
    }

    /// The discriminator as it judges: its weights divided where spectral normalization is on.
    public var judgingDiscriminator: Network {
        var network = discriminator
        if let spectral = judgingSpectral {
            network.parameters = spectral.normalized(discriminator.parameters.map { .constant($0) }).map(\.value)
        }
        return network
    }

    /// The singular vectors of the discriminator's weights as they are now: training's own are those of before the last update.
    public var judgingSpectral: SpectralNormalization? {
        var current = spectral
        current?.follow(discriminator.parameters)
        return current
    }

    /// The discriminator's logits of samples in evaluation mode, without augmentation and noise.
    func logits(of batch: TrainingBatch) -> Variable {
        let network = judgingDiscriminator
        let x = input.prepared(
            .constant(Tensor(batch.samples)), batch, step: .max, probability: 0, random: draws.split("evaluation"))
        let outputs = network.forward(x, weights: network.parameters.map { .constant($0) }, mode: .evaluation).output
        return Judgement(
            outputs, condition: plan.hyperparameters.condition, labels: batch.labels, classCount: plan.classCount ?? 0
        ).logits
    }

    /// The average generator's samples of latent vectors from `seed`, one for each sample of `batch`, with its labels.
    func samples(of batch: TrainingBatch, seed: SeededGenerator) -> Matrix<Float> {
        average.evaluate(generatorInput(batch, seed).value.matrix)
    }

    /// What the generator gets for each sample of the batch: a latent vector with the label as one-hot values behind it, or the input with noise
    /// behind its channels.
    private func generatorInput(_ batch: TrainingBatch, _ stream: SeededGenerator) -> Variable {
        if let inputs = batch.inputs, let inputShape {
            let images = Variable.constant(Tensor(inputs)).reshaped([inputs.rows] + inputShape)
            guard latentSize > 0 else { return images }
            let prior = plan.hyperparameters.prior
            let noise = Tensor(prior.rows(inputs.rows, columns: latentSize, firstRow: 0, of: stream))
            let planes = latentSize / (inputShape[0] * inputShape[1])
            return .concatenated([
                images, .constant(noise.reshaped([inputs.rows] + inputShape.dropLast() + [planes])),
            ])
        }
        let z = Variable.constant(
            Tensor(
                plan.hyperparameters.prior.rows(batch.samples.rows, columns: latentSize, firstRow: 0, of: stream)))
        guard plan.hyperparameters.condition != nil else { return z }
        return .concatenated([z, .constant(.oneHot(batch.labels, classes: plan.classCount ?? 0))])
    }

    private static func judge(
        _ prepared: Variable, by network: Network, weights: [Variable], labels: [Int], _ plan: TrainingPlan
    ) -> (Judgement, [BatchStatistics]) {
        let (outputs, statistics) = network.forward(prepared, weights: weights, mode: .training)
        let judgement = Judgement(
            outputs, condition: plan.hyperparameters.condition, labels: labels, classCount: plan.classCount ?? 0)
        return (judgement, statistics)
    }

    private func prepared(_ samples: Variable, _ batch: TrainingBatch, _ random: SeededGenerator) -> Variable {
        input.prepared(samples, batch, step: step, probability: augmentation.probability, random: random)
    }

    /// E |G(x) − y| of pairs; nil of other trainings.
    private func pixelDistance(_ fake: Variable, _ batch: TrainingBatch) -> Variable? {
        guard let translation = plan.hyperparameters.translation, translation.judgesPairs else { return nil }
        return (fake.reshaped([batch.samples.rows, batch.samples.columns]) - .constant(Tensor(batch.samples)))
            .absolute().mean()
    }

    private func generatorLoss(
        _ fake: Variable, _ batch: TrainingBatch, _ distance: Variable?, random: SeededGenerator
    ) -> Variable {
        let translation = plan.hyperparameters.translation
        let pixels = distance.flatMap { distance in
            translation.flatMap { $0.pixelWeight > 0 ? distance.scaled(by: Float($0.pixelWeight)) : nil }
        }
        if let pixels, !hasDiscriminator { return pixels }
        var loss = adversarialLoss(fake, batch, random: random)
        if let weight = translation?.adversarialWeight, weight != 1 { loss = loss.scaled(by: Float(weight)) }
        return pixels.map { loss + $0 } ?? loss
    }

    /// What the discriminator says of what the generator made, as the generator minimizes it.
    func adversarialLoss(_ fake: Variable, _ batch: TrainingBatch, random: SeededGenerator) -> Variable {
        let settings = plan.hyperparameters
        var frozen = discriminator.parameters.map { Variable.constant($0) }
        if let spectral { frozen = spectral.normalized(frozen) }
        let (judged, _) = Self.judge(
            prepared(fake, batch, random.split("generated")), by: discriminator, weights: frozen,
            labels: batch.labels, plan)
        var real = judged.logits.detached
        if settings.loss.type.logits == .pairs {
            let samples = prepared(.constant(Tensor(batch.samples)), batch, random.split("real"))
            real = Self.judge(samples, by: discriminator, weights: frozen, labels: batch.labels, plan).0.logits
        }
        let loss = settings.loss.type.generator(real: real, generated: judged.logits)
        return judged.classes.map { loss + $0.crossEntropy(labels: batch.labels) } ?? loss
    }

    mutating func trainDiscriminator(_ batch: TrainingBatch, fake: Variable, update: Int) -> Report {
        let settings = plan.hyperparameters
        let random = draws.split(update)
        let labels = batch.labels
        // Gradients at the samples cost time, and only regularizers ask for them.
        let leaf = settings.regularizers.isEmpty ? Variable.constant : Variable.parameter
        let real = leaf(prepared(.constant(Tensor(batch.samples)), batch, random.split("real")).value)
        let generated = leaf(prepared(fake.detached, batch, random.split("generated")).value)
        let weights = discriminator.parameters.map { Variable.parameter($0) }
        spectral?.follow(discriminator.parameters)
        let used = spectral?.normalized(weights) ?? weights
        let judge = { [discriminator, plan] samples in
            Self.judge(samples, by: discriminator, weights: used, labels: labels, plan)
        }
        let (onReal, realStatistics) = judge(real)
        let (onGenerated, generatedStatistics) = judge(generated)
        var loss = settings.loss.discriminator(
            real: onReal.logits, generated: onGenerated.logits, smoothing: settings.labelSmoothing)
        if let classes = onReal.classes { loss = loss + classes.crossEntropy(labels: labels) }
        let context = RegularizerContext(
            real: real, realLogits: onReal.logits, generated: generated, generatedLogits: onGenerated.logits,
            judge: { judge($0).0.logits }, random: random.split("regularizers"))
        for regularizer in settings.regularizers {
            if let term = regularizer.term(context, update: update) { loss = loss + term }
        }
        let gradients = Gradient.of(loss, at: weights).map(\.value)
        discriminatorOptimizer.update(&discriminator.parameters, gradients: gradients)
        for regularizer in settings.regularizers { regularizer.regularizer.constrain(&discriminator.parameters) }
        discriminator.updateRunningStatistics(realStatistics)
        discriminator.updateRunningStatistics(generatedStatistics)

        let type = settings.loss.type
        let boundary = type.logits.boundary(real: onReal.logits, generated: onGenerated.logits)
        let share = { (logits: Variable, right: (Float) -> Bool) in
            Double(logits.value.scalars.count(where: right)) / Double(logits.value.count)
        }
        let realAccuracy = share(onReal.logits) { $0 > boundary }
        if let chosen = settings.augmentation {
            let meanSign = realAccuracy - share(onReal.logits) { $0 < boundary }
            augmentation.saw(meanSign: meanSign, batch: batch.samples.rows, chosen)
        }
        return Report(
            generatorLoss: 0, discriminatorLoss: Double(loss.value.scalar), realAccuracy: realAccuracy,
            generatedAccuracy: share(onGenerated.logits) { $0 < boundary },
            discriminatorGradient: Self.length(gradients),
            divergence: type.estimate(real: onReal.logits, generated: onGenerated.logits))
    }

    static func length(_ gradients: [Tensor]) -> Double {
        gradients.reduce(0.0) { sum, tensor in
            tensor.scalars.reduce(sum) { $0 + Double($1) * Double($1) }
        }.squareRoot()
    }
}
