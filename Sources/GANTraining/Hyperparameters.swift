public import GANNumerics

/// The settings of a preset that decide a training run's bytes, beside its networks.
public struct Hyperparameters: Sendable, Equatable {
    /// Real samples an update, and as many generated ones.
    public var batchSize: Int
    /// Adam's learning rate, for both networks unless the discriminator has its own.
    public var learningRate: Double
    /// Adam's decay of the first moments.
    public var beta1: Double
    /// Adam's decay of the second moments.
    public var beta2: Double
    /// The share of the average that stays at each step; less at first, (1 + step) / (10 + step), so that the start is forgotten.
    public var averageDecay: Double
    /// What both networks minimize.
    public var loss: ChosenLoss
    /// What the discriminator minimizes beside it.
    public var regularizers: [ChosenRegularizer]
    /// The discriminator's learning rate where it isn't the generator's: two time scales (1706.08500).
    public var discriminatorLearningRate: Double?
    /// Updates of the discriminator a step, each on a batch of its own (1701.07875, algorithm 1).
    public var criticSteps = 1
    /// Whether the discriminator's weights are divided by their largest singular values.
    public var spectralNormalization = false
    /// What the label of real samples lacks of 1.
    public var labelSmoothing = 0.0
    /// Noise on all that the discriminator sees; nil for none.
    public var instanceNoise: InstanceNoise?
    /// Samples that the discriminator judges together (1712.04086); it divides the batch.
    public var packing = 1
    /// Changes of the images that the discriminator sees; nil for none.
    public var augmentation: Augmentation?
    /// How labels reach the networks; nil for a training without labels.
    public var condition: Condition?
    /// Whether the generator's batch normalizations have scales and offsets for each class.
    public var conditionalNormalization = false
    /// What latent vectors are drawn from.
    public var prior = LatentDistribution.standardNormal
    /// How a generator of images from images learns; nil for generators that take latent vectors.
    public var translation: ImageTranslation?

    /// `batchSize` of at least 1, a positive `learningRate`, decays from 0 to 1, 1 excluded.
    ///
    /// Nothing is checked here; a plan is checked as a whole before a run.
    public init(
        batchSize: Int, learningRate: Double, beta1: Double, beta2: Double, averageDecay: Double,
        loss: ChosenLoss = .usual, regularizers: [ChosenRegularizer] = []
    ) {
        self.batchSize = batchSize
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.averageDecay = averageDecay
        self.loss = loss
        self.regularizers = regularizers
    }
}

extension Hyperparameters: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case batchSize, learningRate, beta1, beta2, averageDecay, loss, regularizers, discriminatorLearningRate
        case criticSteps, spectralNormalization, labelSmoothing, instanceNoise, packing, augmentation, condition
        case conditionalNormalization, prior, translation
    }

    /// Reads the fields; those that earlier plans lack have the values of a plain training.
    ///
    /// Throws a `DecodingError` for a field that is missing, and for a loss or a regularizer that is not known.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        batchSize = try fields.decode(Int.self, forKey: .batchSize)
        learningRate = try fields.decode(Double.self, forKey: .learningRate)
        beta1 = try fields.decode(Double.self, forKey: .beta1)
        beta2 = try fields.decode(Double.self, forKey: .beta2)
        averageDecay = try fields.decode(Double.self, forKey: .averageDecay)
        loss = .usual
        regularizers = []
        translation = try fields.decodeIfPresent(ImageTranslation.self, forKey: .translation)
        try update(from: decoder)
    }

    /// Takes over the fields that a document names, and leaves the others as they are.
    ///
    /// A null takes away what may be absent. Throws a `DecodingError` at the field that is wrong.
    public mutating func update(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func set<Value: Decodable>(_ target: inout Value, _ key: CodingKeys) throws {
            if let value = try fields.decodeIfPresent(Value.self, forKey: key) { target = value }
        }
        func set<Value: Decodable>(optional target: inout Value?, _ key: CodingKeys) throws {
            if fields.contains(key) { target = try fields.decodeIfPresent(Value.self, forKey: key) }
        }
        try set(&batchSize, .batchSize)
        try set(&learningRate, .learningRate)
        try set(&beta1, .beta1)
        try set(&beta2, .beta2)
        try set(&averageDecay, .averageDecay)
        try set(&loss, .loss)
        try set(&regularizers, .regularizers)
        try set(optional: &discriminatorLearningRate, .discriminatorLearningRate)
        try set(&criticSteps, .criticSteps)
        try set(&spectralNormalization, .spectralNormalization)
        try set(&labelSmoothing, .labelSmoothing)
        try set(optional: &instanceNoise, .instanceNoise)
        try set(&packing, .packing)
        try set(optional: &augmentation, .augmentation)
        try set(optional: &condition, .condition)
        try set(&conditionalNormalization, .conditionalNormalization)
        try set(&prior, .prior)
        guard let changes = try fields.decodeIfPresent(ImageTranslation.Changes.self, forKey: .translation) else {
            // A null takes it away, which the plan's check then speaks of.
            if fields.contains(.translation) { translation = nil }
            return
        }
        guard translation != nil else {
            throw DecodingError.dataCorruptedError(
                forKey: .translation, in: fields,
                debugDescription:
                    "translation is set, and the preset's generator takes no images; choose one of pix2pix or cyclegan")
        }
        changes.apply(to: &translation)
    }

    /// Writes what `init(from:)` reads; what earlier plans lack only where it is not as there.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(batchSize, forKey: .batchSize)
        try fields.encode(learningRate, forKey: .learningRate)
        try fields.encode(beta1, forKey: .beta1)
        try fields.encode(beta2, forKey: .beta2)
        try fields.encode(averageDecay, forKey: .averageDecay)
        if loss != .usual { try fields.encode(loss, forKey: .loss) }
        if !regularizers.isEmpty { try fields.encode(regularizers, forKey: .regularizers) }
        try fields.encodeIfPresent(discriminatorLearningRate, forKey: .discriminatorLearningRate)
        if criticSteps != 1 { try fields.encode(criticSteps, forKey: .criticSteps) }
        if spectralNormalization { try fields.encode(spectralNormalization, forKey: .spectralNormalization) }
        if labelSmoothing != 0 { try fields.encode(labelSmoothing, forKey: .labelSmoothing) }
        try fields.encodeIfPresent(instanceNoise, forKey: .instanceNoise)
        if packing != 1 { try fields.encode(packing, forKey: .packing) }
        try fields.encodeIfPresent(augmentation, forKey: .augmentation)
        try fields.encodeIfPresent(condition, forKey: .condition)
        if conditionalNormalization { try fields.encode(conditionalNormalization, forKey: .conditionalNormalization) }
        if prior != .standardNormal { try fields.encode(prior, forKey: .prior) }
        try fields.encodeIfPresent(translation, forKey: .translation)
    }
}
