import GANAutodiff
import GANCheckpoints
import GANFiles
import GANModels
import GANNumerics

/// Two generators between worlds without pairs, each of which shall undo the other, with a discriminator in each world.
///
/// Zhu et al. 2017, 1703.10593, equations 1 to 4 and section 5.2. G takes inputs x to data y, F takes them back. Both minimize
/// what the discriminators say of G(x) and F(y), λ·(E |F(G(x)) − x| + E |G(F(y)) − y|), and μ·(E |G(y) − y| + E |F(x) − x|). Each side is an `AdversarialTrainer`, which keeps
/// its networks, optimizers and average; discriminators are updated first, on images of a pool of earlier ones.
struct CycleTrainer: Sendable {
    let plan: TrainingPlan
    /// G, and the discriminator of data.
    private(set) var forward: AdversarialTrainer
    /// F, and the discriminator of inputs.
    private(set) var backward: AdversarialTrainer
    private var pools: [ImagePool]
    private let draws: SeededGenerator
    private let settings: ImageTranslation

    /// New networks from the plan's seed, for a plan of a translation without pairs.
    ///
    /// Throws as `AdversarialTrainer`.
    init(_ preset: Preset, plan: TrainingPlan, settings: ImageTranslation) throws {
        let root = SeededGenerator(seed: plan.seed)
        self.plan = plan
        self.settings = settings
        forward = try AdversarialTrainer(preset, plan: plan, root: root.split("forward"))
        backward = try AdversarialTrainer(preset, plan: plan, root: root.split("backward"))
        pools = [ImagePool](repeating: ImagePool(capacity: settings.poolSize), count: 2)
        draws = root.split("cycle")
    }
}

extension CycleTrainer: Trainer {
    var step: Int { forward.step }

    /// One update of all four networks on the last batch; a plan has one a step.
    mutating func train(on batches: [TrainingBatch]) -> AdversarialTrainer.Report {
        precondition(!batches.isEmpty, "a step without images")
        let data = batches[batches.count - 1]
        guard let taken = data.inputs else { preconditionFailure("a step without inputs") }
        let inputs = TrainingBatch(samples: taken, inputs: data.samples)
        let random = draws.split(step)
        let (x, y) = (images(inputs.samples), images(data.samples))
        let there = forward.generator.parameters.map { Variable.parameter($0) }
        let back = backward.generator.parameters.map { Variable.parameter($0) }
        let (madeData, madeInputs) = (run(forward, x, there), run(backward, y, back))

        let onData = forward.trainDiscriminator(
            data, fake: .constant(pools[0].exchanged(madeData.value, random: random.split("data"))), update: step)
        let onInputs = backward.trainDiscriminator(
            inputs, fake: .constant(pools[1].exchanged(madeInputs.value, random: random.split("inputs"))), update: step)

        let told =
            forward.adversarialLoss(madeData, data, random: random.split("forward"))
            + backward.adversarialLoss(madeInputs, inputs, random: random.split("backward"))
        let cycle = distance(run(backward, madeData, back), x) + distance(run(forward, madeInputs, there), y)
        var loss = told.scaled(by: Float(settings.adversarialWeight)) + cycle.scaled(by: Float(settings.cycleWeight))
        if settings.identityWeight > 0 {
            let same = distance(run(forward, y, there), y) + distance(run(backward, x, back), x)
            loss = loss + same.scaled(by: Float(settings.identityWeight))
        }
        let gradients = Gradient.of(loss, at: there + back).map(\.value)
        // Each image is normalized by itself, so there are no statistics.
        forward.updateGenerator(Array(gradients.prefix(there.count)), [])
        backward.updateGenerator(Array(gradients.dropFirst(there.count)), [])

        var report = AdversarialTrainer.Report(
            generatorLoss: Double(loss.value.scalar),
            discriminatorLoss: (onData.discriminatorLoss + onInputs.discriminatorLoss) / 2,
            realAccuracy: (onData.realAccuracy + onInputs.realAccuracy) / 2,
            generatedAccuracy: (onData.generatedAccuracy + onInputs.generatedAccuracy) / 2)
        report.generatorGradient = AdversarialTrainer.length(gradients)
        report.discriminatorGradient = (onData.discriminatorGradient + onInputs.discriminatorGradient) / 2
        report.divergence = onData.divergence
        report.reconstruction = Double(cycle.value.scalar) / 2
        return report
    }

    func samples(of batch: TrainingBatch, seed: SeededGenerator) -> Matrix<Float> {
        forward.samples(of: batch, seed: seed)
    }

    func logits(of batch: TrainingBatch) -> Variable { forward.logits(of: batch) }

    /// Inputs, what they become, and what comes back.
    func picture(of batch: TrainingBatch, seed: SeededGenerator) -> [Matrix<Float>]? {
        guard let inputs = batch.inputs else { return nil }
        let made = samples(of: batch, seed: seed)
        return [inputs, made, backward.samples(of: TrainingBatch(samples: inputs, inputs: made), seed: seed)]
    }

    private func images(_ rows: Matrix<Float>) -> Variable {
        Variable.constant(Tensor(rows)).reshaped([rows.rows] + forward.sampleShape)
    }

    private func run(_ side: AdversarialTrainer, _ x: Variable, _ weights: [Variable]) -> Variable {
        side.generator.forward(x, weights: weights, mode: .training).output
    }

    private func distance(_ made: Variable, _ wanted: Variable) -> Variable { (made - wanted).absolute().mean() }
}

// The way back stands in files under names of its own.
extension CycleTrainer {
    private static let prefix = TranslationDirection.backward.prefix
    private static let poolNames = ["pool.data", "pool.inputs"]

    func stateTensors() -> [String: Tensor] {
        var tensors = Self.joined(forward.stateTensors(), backward.stateTensors())
        for (name, pool) in zip(Self.poolNames, pools) { tensors[name] = pool.tensor }
        return tensors
    }

    func stateMetadata() throws -> [String: String] { [:] }

    mutating func restore(
        step: Int, tensors: [String: Tensor], metadata: [String: String], path: String
    ) throws {
        try forward.restore(step: step, tensors: tensors, metadata: metadata, path: path)
        var own: [String: Tensor] = [:]
        for (name, tensor) in tensors where name.hasPrefix(Self.prefix) {
            own[String(name.dropFirst(Self.prefix.count))] = tensor
        }
        try backward.restore(step: step, tensors: own, metadata: metadata, path: path)
        let size = forward.sampleShape.reduce(1, *)
        for (index, name) in Self.poolNames.enumerated() {
            let isMissing = tensors[name] == nil && step > 0 && settings.poolSize > 0
            guard !isMissing, let pool = ImagePool(capacity: settings.poolSize, size: size, tensor: tensors[name])
            else { throw TrainingError.damagedRun(path: path, problem: "\(name) is missing or misshapen") }
            pools[index] = pool
        }
    }

    func checkpoint(imagesSeen: Int) throws -> Checkpoint {
        var checkpoint = try forward.checkpoint(imagesSeen: imagesSeen)
        checkpoint.description.inverseGenerator = try JSONText(encoding: backward.generator.description)
        checkpoint.description.inverseDiscriminator = try JSONText(encoding: backward.discriminator.description)
        checkpoint.tensors = Self.joined(checkpoint.tensors, backward.checkpointTensors())
        return checkpoint
    }

    private static func joined(_ there: [String: Tensor], _ back: [String: Tensor]) -> [String: Tensor] {
        var tensors = there
        for (name, tensor) in back { tensors[prefix + name] = tensor }
        return tensors
    }
}
