import GANAutodiff
import GANFiles
import GANModels
import GANNumerics

/// A training on lines as a file: what makes lines again, and what the training goes on from.
///
/// One safetensors file of the format `ganeval.sequences-checkpoint/1`: the three networks, Adam's moments, the symbols and what decides the
/// training, sealed by a digest.
public struct SequenceCheckpoint: Sendable {
    /// What makes lines.
    public let generator: SequenceGenerator
    /// What decided the training.
    public let plan: SequencePlan
    /// Steps done.
    public let step: Int
    let tensors: [String: Tensor]
    let path: String

    static let format = "ganeval.sequences-checkpoint/1"

    /// Reads the file at `path`; throws `damagedRun` for one that `SequenceTrainer.write` did not write so, and what reading throws.
    public static func read(_ path: String) throws -> SequenceCheckpoint {
        let state = try SealedState.read(path, format: format)
        func damaged(_ problem: String) -> TrainingError { .damagedRun(path: path, problem: problem) }
        guard let step = state.metadata["step"].flatMap({ Int($0) }), SealedState.steps.contains(step),
            let planText = state.metadata["plan"], let layers = state.metadata["generator"],
            let alphabetText = state.metadata["alphabet"]
        else { throw damaged("it lacks step, plan, generator or alphabet") }
        let plan: SequencePlan
        let alphabet: SequenceAlphabet
        let description: NetworkDescription
        do {
            plan = try JSONText(planText).decoded(as: SequencePlan.self)
            alphabet = try JSONText(alphabetText).decoded(as: SequenceAlphabet.self)
            description = try JSONText(layers).decoded(as: NetworkDescription.self)
        } catch { throw damaged("its plan, layers or symbols can't be read") }
        let network = try StateTensors.network("generator", description, in: state.tensors, path: path)
        guard try description.outputShape() == [alphabet.length * alphabet.width] else {
            throw damaged("its generator makes other rows than its alphabet's")
        }
        try state.checkSeal()
        return SequenceCheckpoint(
            generator: SequenceGenerator(alphabet: alphabet, network: network), plan: plan, step: step,
            tensors: state.tensors, path: path)
    }
}

/// Everything that decides a training on lines, apart from how long it goes on.
public struct SequencePlan: Sendable, Equatable, Codable {
    /// How both networks learn.
    public var settings: SequenceTrainer.Settings
    /// Seeds weights, rows and choices.
    public var seed: UInt64
    /// SHA-256 of the training lines.
    public var linesDigest: String
    /// How many there are.
    public var lineCount: Int

    /// The plan of a training on `lines`; O(symbols).
    public init(lines: [[UInt32]], settings: SequenceTrainer.Settings, seed: UInt64) {
        var digest = ContentDigest()
        for line in lines { digest.update(line.map { String($0, radix: 36) }.joined(separator: " ")) }
        self.settings = settings
        self.seed = seed
        linesDigest = digest.hexadecimal()
        lineCount = lines.count
    }
}

extension SequenceTrainer {
    /// Writes a checkpoint of the present step to `path`, atomically; throws what writing throws.
    public func write(to path: String) throws {
        var tensors: [String: Tensor] = [:]
        for (name, part) in parts {
            tensors.merge(StateTensors.of(part.network, name)) { own, _ in own }
            tensors.merge(StateTensors.of(part.optimizer, "\(name)_adam")) { own, _ in own }
        }
        let metadata = [
            "step": String(step), "plan": try JSONText(encoding: plan).text,
            "generator": try JSONText(encoding: generator.description).text,
            "alphabet": try JSONText(encoding: alphabet).text,
        ]
        try SealedState(format: SequenceCheckpoint.format, tensors: tensors, metadata: metadata).write(to: path)
    }

    /// Goes on from a checkpoint as if it had never stopped.
    ///
    /// Throws `planDiffers` for one of other lines, settings or seed, `damagedRun` or `ModelError` for one that lacks something; the trainer is
    /// then as it was.
    public mutating func resume(from checkpoint: SequenceCheckpoint) throws {
        let found = checkpoint.plan
        for (field, own, asked) in [
            ("--train", found.settings.gradient.rawValue, plan.settings.gradient.rawValue),
            ("--seed", "\(found.seed)", "\(plan.seed)"), ("lines of SHA-256", found.linesDigest, plan.linesDigest),
            ("settings", "\(found.settings)", "\(plan.settings)"),
        ] where own != asked {
            throw TrainingError.planDiffers(path: checkpoint.path, field: field, found: own, asked: asked)
        }
        var restored = self
        try restored.restore(checkpoint.tensors, step: checkpoint.step, path: checkpoint.path)
        self = restored
    }
}
