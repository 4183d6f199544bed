import GANCheckpoints
import GANFiles
import GANModels
import GANNumerics
import GANText

extension AdversarialTrainer: Trainer {
    func checkpoint(imagesSeen: Int) throws -> Checkpoint {
        var description = try description(imagesSeen: imagesSeen)
        if hasDiscriminator { description.discriminator = try JSONText(encoding: discriminator.description) }
        return Checkpoint(description: description, tensors: checkpointTensors())
    }

    /// All but the discriminators.
    func description(imagesSeen: Int) throws -> CheckpointDescription {
        let prior = plan.hyperparameters.prior
        var latent: LatentPrior? = LatentPrior(distribution: prior, shape: [latentSize])
        if let inputShape {
            let planes = latentSize / (inputShape[0] * inputShape[1])
            latent =
                planes == 0 ? nil : LatentPrior(distribution: prior, shape: [inputShape[0], inputShape[1], planes])
        }
        var description = CheckpointDescription(
            generator: try JSONText(encoding: generator.description), latent: latent, classCount: plan.classCount,
            valueRange: [-1, 1], sampleShape: sampleShape, step: step, imagesSeen: imagesSeen,
            plan: try JSONText(encoding: plan), seed: plan.seed, toolVersion: ToolVersion.current)
        description.inputShape = inputShape
        if plan.classCount != nil { description.labelUse = plan.hyperparameters.condition?.labelUse }
        return description
    }

    /// Inputs, what the average generator makes of them, and their targets.
    func picture(of batch: TrainingBatch, seed: SeededGenerator) -> [Matrix<Float>]? {
        guard let inputs = batch.inputs else { return nil }
        return [inputs, samples(of: batch, seed: seed), batch.samples]
    }
}
