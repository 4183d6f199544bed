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
    }
}
