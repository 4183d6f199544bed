import GANAutodiff
import GANCheckpoints
import GANFiles
import GANModels
import GANNumerics

// What a trainer must remember to go on as if it had never stopped: weights, running statistics, the average, Adam's
// moments and counters, and the log's unfinished window. Random draws need no memory: they are functions of the step.

extension AdversarialTrainer {
    static let stateFormat = "ganeval.training-state/2"

    /// Where the metadata hold SHA-256 over the rest of them and all tensors.
    private static let digestKey = "sha256"

    private static func digest(_ tensors: [String: Tensor], _ metadata: [String: String]) -> String {
        var digest = ContentDigest()
        for (key, text) in metadata.sorted(by: { $0.key < $1.key }) where key != digestKey {
            digest.update(key)
            digest.update(text)
        }
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            digest.update("\(name) \(tensor.shape)")
            digest.update(tensor.scalars)
        }
        return digest.hexadecimal()
    }

    /// Writes the state to `path`, atomically.
    func writeState(to path: String, window: TrainingLog.Window, written: WrittenFiles = .init()) throws {
        var tensors = networkTensors()
        for (name, adam) in [("generator_adam", generatorOptimizer), ("discriminator_adam", discriminatorOptimizer)] {
            for (index, tensor) in adam.firstMoments.enumerated() { tensors["\(name).first.\(index)"] = tensor }
            for (index, tensor) in adam.secondMoments.enumerated() { tensors["\(name).second.\(index)"] = tensor }
        }
        if let spectral {
            for (index, vectors) in zip(spectral.left, spectral.right).enumerated() {
                guard let left = vectors.0, let right = vectors.1 else { continue }
                tensors["spectral.left.\(index)"] = left
                tensors["spectral.right.\(index)"] = right
            }
        }
        var metadata = [
            "format": Self.stateFormat, "step": String(step), "plan": try JSONText(encoding: plan).text,
            "window": try JSONText(encoding: window).text, "written": try JSONText(encoding: written).text,
        ]
        if plan.hyperparameters.augmentation != nil {
            metadata["augmentation"] = try JSONText(encoding: augmentation).text
        }
        metadata[Self.digestKey] = Self.digest(tensors, metadata)
        try SafetensorsFile.write(tensors: tensors, metadata: metadata, to: path)
    }

    /// Takes the state at `path` up; throws `damagedRun` and leaves the trainer as it was.
    mutating func readState(from path: String) throws -> (window: TrainingLog.Window, written: WrittenFiles) {
        let file = try SafetensorsFile.read(path)
        guard file.metadata["format"] == Self.stateFormat, let step = file.metadata["step"].flatMap({ Int($0) }),
            step >= 0, let planText = file.metadata["plan"], let windowText = file.metadata["window"],
            let writtenText = file.metadata["written"]
        else {
            throw TrainingError.damagedRun(path: path, problem: "it is not a training state of this version")
        }
        let window: TrainingLog.Window
        let written: WrittenFiles
        do {
            guard try JSONText(planText).decoded(as: TrainingPlan.self) == plan else {
                throw TrainingError.damagedRun(path: path, problem: "it belongs to a run with another plan")
            }
            window = try JSONText(windowText).decoded(as: TrainingLog.Window.self)
            written = try JSONText(writtenText).decoded(as: WrittenFiles.self)
        } catch is DecodingError {
            throw TrainingError.damagedRun(path: path, problem: "its plan can't be read")
        }
        let tensors = file.tensors.mapValues { $0.tensor() }
        func network(_ prefix: String, like network: Network) throws -> Network {
            var own: [String: Tensor] = [:]
            for (name, tensor) in tensors where name.hasPrefix(prefix + ".") {
                own[String(name.dropFirst(prefix.count + 1))] = tensor
            }
            return try Network(network.description, tensors: own, path: path)
        }
        func adam(_ prefix: String, like adam: Adam) throws -> Adam {
            var restored = adam
            // The discriminator may be updated several times a step.
            restored.step = prefix.hasPrefix("discriminator") ? step * plan.hyperparameters.criticSteps : step
            for index in adam.firstMoments.indices {
                guard let first = tensors["\(prefix).first.\(index)"],
                    let second = tensors["\(prefix).second.\(index)"],
                    first.shape == adam.firstMoments[index].shape, second.shape == first.shape
                else {
                    throw TrainingError.damagedRun(path: path, problem: "\(prefix) \(index) is missing or misshapen")
                }
                restored.firstMoments[index] = first
                restored.secondMoments[index] = second
            }
            return restored
        }
        var restored = self
        restored.generator = try network("generator", like: generator)
        restored.average = try network("generator_ema", like: average)
        restored.discriminator = try network("discriminator", like: discriminator)
        restored.generatorOptimizer = try adam("generator_adam", like: generatorOptimizer)
        restored.discriminatorOptimizer = try adam("discriminator_adam", like: discriminatorOptimizer)
        if var spectral {
            for index in spectral.left.indices {
                guard let own = spectral.left[index] else { continue }
                guard let left = tensors["spectral.left.\(index)"], let right = tensors["spectral.right.\(index)"],
                    left.shape == own.shape, right.shape == spectral.right[index]?.shape
                else {
                    throw TrainingError.damagedRun(
                        path: path, problem: "singular vectors \(index) are missing or misshapen")
                }
                spectral.left[index] = left
                spectral.right[index] = right
            }
            restored.spectral = spectral
        }
        if plan.hyperparameters.augmentation != nil {
            do {
                restored.augmentation = try JSONText(file.metadata["augmentation"] ?? "").decoded(
                    as: AugmentationState.self)
            } catch {
                throw TrainingError.damagedRun(path: path, problem: "the augmentation's probability can't be read")
            }
        }
        restored.step = step
        // Last: what is missing can be named, what is another number can't.
        guard file.metadata[Self.digestKey] == Self.digest(tensors, file.metadata) else {
            throw TrainingError.damagedRun(path: path, problem: "its numbers are not those that were written")
        }
        self = restored
        return (window, written)
    }

    /// The three networks' tensors as checkpoints hold them.
    ///
    /// A discriminator under spectral normalization is stored as PyTorch stores it: weights before the division as
    /// `weight_orig`, with the vectors `weight_u` and `weight_v`, so that whoever reads it divides.
    func checkpointTensors() -> [String: Tensor] {
        var tensors = networkTensors()
        guard let spectral = judgingSpectral else { return tensors }
        for (index, entry) in discriminator.description.parameterShapes.enumerated() {
            guard let left = spectral.left[index], let right = spectral.right[index] else { continue }
            let name = "discriminator.\(entry.name)"
            tensors["\(name)_orig"] = tensors.removeValue(forKey: name)
            tensors["\(name)_u"] = left
            // The vector of inputs runs over a kernel's pixels and then channels here, the other way round there.
            let shape = discriminator.parameters[index].shape
            tensors["\(name)_v"] =
                shape.count == 4
                ? right.reshaped([1] + shape.dropFirst()).permuted([0, 3, 1, 2]).reshaped([right.count]) : right
        }
        return tensors
    }

    /// The three networks' tensors under their prefixes, as states hold them.
    func networkTensors() -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for (prefix, network) in [
            ("generator", generator), ("generator_ema", average), ("discriminator", discriminator),
        ] {
            for (name, tensor) in network.tensors() { tensors["\(prefix).\(name)"] = tensor }
        }
        return tensors
    }
}
