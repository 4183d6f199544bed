/// One line of a training run's log: means over the steps since the line before.
///
/// As JSON it is an object of these fields in snake case, `{"step": 100, "images_seen": 6400, …}`.
public struct TrainingPoint: Sendable, Equatable, Codable {
    /// Steps done.
    public var step: Int
    /// Real samples that these steps took, repetitions counted.
    public var imagesSeen: Int
    /// The mean of the generator's loss.
    public var generatorLoss: Double
    /// The mean of the discriminator's loss, with its regularizers.
    public var discriminatorLoss: Double
    /// The share of real samples that the discriminator called real, 0 to 1.
    public var realAccuracy: Double
    /// The share of generated samples that the discriminator called generated, 0 to 1.
    public var generatedAccuracy: Double

    /// The mean length of the generator's gradient at all its weights; nil in logs of earlier releases.
    public var generatorGradient: Double?
    /// The mean length of the discriminator's gradient at all its weights; nil in logs of earlier releases.
    public var discriminatorGradient: Double?
    /// The mean distance between real and generated samples that the loss tells; nil of losses that tell none.
    public var divergence: Double?
    /// Which distance that is: "Jensen-Shannon", in nats.
    public var divergenceName: String?
    /// The mean distance of values in [−1, 1] between what was made and its target (pairs) or between an image and what the cycle brings back; nil of
    /// trainings that make no images of images.
    public var reconstruction: Double?
    /// How far apart samples of the same latent vectors are, as a share of what real samples are; on lines of checkpoints.
    public var diversity: Double?
    /// The share of some training samples that the discriminator calls real; on lines of checkpoints of runs with held-out data.
    public var trainingAccuracy: Double?
    /// The same of as many held-out samples.
    public var heldOutAccuracy: Double?

    /// A line of a log that ganeval did not write: steps and samples are counted from the run's start, losses are in the unit of the loss,
    /// accuracies are shares from 0 to 1.
    ///
    /// Nothing is checked.
    public init(
        step: Int, imagesSeen: Int, generatorLoss: Double, discriminatorLoss: Double, realAccuracy: Double,
        generatedAccuracy: Double
    ) {
        self.step = step
        self.imagesSeen = imagesSeen
        self.generatorLoss = generatorLoss
        self.discriminatorLoss = discriminatorLoss
        self.realAccuracy = realAccuracy
        self.generatedAccuracy = generatedAccuracy
    }

    private enum CodingKeys: String, CodingKey {
        case step
        case imagesSeen = "images_seen"
        case generatorLoss = "generator_loss"
        case discriminatorLoss = "discriminator_loss"
        case realAccuracy = "real_accuracy"
        case generatedAccuracy = "generated_accuracy"
        case generatorGradient = "generator_gradient"
        case discriminatorGradient = "discriminator_gradient"
        case divergence
        case divergenceName = "divergence_name"
        case reconstruction, diversity
        case trainingAccuracy = "training_accuracy"
        case heldOutAccuracy = "held_out_accuracy"
    }
}
