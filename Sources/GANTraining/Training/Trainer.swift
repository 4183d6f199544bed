import GANAutodiff
import GANCheckpoints
import GANNumerics

/// What a run trains: networks with their optimizers, one step at a time.
///
/// A trainer is a value: what its steps make is a function of its plan and the batches alone.
protocol Trainer: Sendable {
    /// What decides every step.
    var plan: TrainingPlan { get }
    /// Steps done.
    var step: Int { get }

    /// One step on a batch for each of the discriminator's updates, at least one.
    mutating func train(on batches: [TrainingBatch]) -> AdversarialTrainer.Report

    /// What the average generator makes, in the networks' value range: one for each sample of the batch, of its inputs and labels where there are some,
    /// with noise and latent vectors from `seed`.
    func samples(of batch: TrainingBatch, seed: SeededGenerator) -> Matrix<Float>

    /// The discriminator's logits of the batch's samples in evaluation mode.
    func logits(of batch: TrainingBatch) -> Variable

    /// What a person should see of the batch, images of one shape that belong together by rows; nil where samples alone are shown.
    func picture(of batch: TrainingBatch, seed: SeededGenerator) -> [Matrix<Float>]?

    /// All that the next step depends on beside plan and step.
    func stateTensors() -> [String: Tensor]
    func stateMetadata() throws -> [String: String]

    /// Takes over what those two gave at `step`; throws `TrainingError.damagedRun` or `ModelError`, and may be half changed then.
    mutating func restore(
        step: Int, tensors: [String: Tensor], metadata: [String: String], path: String
    ) throws

    /// The networks as a file for others, after `imagesSeen` real samples.
    func checkpoint(imagesSeen: Int) throws -> Checkpoint
}
