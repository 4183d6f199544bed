import GANAutodiff
import GANCheckpoints
import GANFiles
import GANModels
import GANNumerics

// The state of the two networks: weights, running statistics, the average, Adam's moments and counters, the singular vectors and how often images are
// changed.

extension AdversarialTrainer {
    func stateTensors() -> [String: Tensor] {
        var tensors = networkTensors()
        for (name, adam) in [("generator_adam", generatorOptimizer), ("discriminator_adam", discriminatorOptimizer)] {
            tensors.merge(StateTensors.of(adam, name)) { own, _ in own }
        }
        if let spectral {
            for (index, vectors) in zip(spectral.left, spectral.right).enumerated() {
                guard let left = vectors.0, let right = vectors.1 else { continue }
                tensors["spectral.left.\(index)"] = left
                tensors["spectral.right.\(index)"] = right
            }
        }
        return tensors
    }

    func stateMetadata() throws -> [String: String] {
        plan.hyperparameters.augmentation == nil ? [:] : ["augmentation": try JSONText(encoding: augmentation).text]
    }

    mutating func restore(
        step: Int, tensors: [String: Tensor], metadata: [String: String], path: String
    ) throws {
        func network(_ prefix: String, _ description: NetworkDescription) throws(ModelError) -> Network {
            try StateTensors.network(prefix, description, in: tensors, path: path)
        }
        func adam(_ prefix: String, like adam: Adam, step: Int) throws(TrainingError) -> Adam {
            try StateTensors.adam(prefix, like: adam, step: step, in: tensors, path: path)
        }
        generator = try network("generator", generator.description)
        average = try network("generator_ema", average.description)
        discriminator = try network("discriminator", discriminator.description)
        generatorOptimizer = try adam("generator_adam", like: generatorOptimizer, step: step)
        // The discriminator may be updated several times a step.
        discriminatorOptimizer = try adam(
            "discriminator_adam", like: discriminatorOptimizer, step: step * plan.hyperparameters.criticSteps)
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
            self.spectral = spectral
        }
        if plan.hyperparameters.augmentation != nil {
            do {
                augmentation = try JSONText(metadata["augmentation"] ?? "").decoded(
                    as: AugmentationState.self)
            } catch {
                throw TrainingError.damagedRun(path: path, problem: "the augmentation's probability can't be read")
            }
        }
        self.step = step
    }

    /// The three networks' tensors as checkpoints hold them.
    ///
    /// A discriminator under spectral normalization is stored as PyTorch stores it: weights before the division as
    /// `weight_orig`, with the vectors `weight_u` and `weight_v`, so that whoever reads it divides.
    func checkpointTensors() -> [String: Tensor] {
        var tensors = networkTensors()
        guard hasDiscriminator else { return tensors.filter { !$0.key.hasPrefix("discriminator.") } }
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
            tensors.merge(StateTensors.of(network, prefix)) { own, _ in own }
        }
        return tensors
    }
}
