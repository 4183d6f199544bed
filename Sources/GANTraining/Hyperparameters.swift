/// The settings of a preset that decide a training run's bytes, beside its networks.
public struct Hyperparameters: Sendable, Equatable {
    /// Real samples a step, and as many generated ones.
    public var batchSize: Int
    /// Adam's learning rate, for both networks.
    public var learningRate: Double
    /// Adam's decay of the first moments.
    public var beta1: Double
    /// Adam's decay of the second moments.
    public var beta2: Double
    /// The share of the average that stays at each step.
    public var averageDecay: Double
    /// What both networks minimize.
    public var loss: ChosenLoss
    /// What the discriminator minimizes beside it.
    public var regularizers: [ChosenRegularizer]

    /// `batchSize` of at least 1, a positive `learningRate`, decays from 0 to 1, 1 excluded.
    ///
    /// Nothing is checked.
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
    enum CodingKeys: String, CodingKey {
        case batchSize, learningRate, beta1, beta2, averageDecay, loss, regularizers
    }

    /// Reads the fields; plans that name no loss and no regularizers have the usual one and none.
    ///
    /// Throws a `DecodingError` for a field that is missing, and for a loss or a regularizer that is not known.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        batchSize = try fields.decode(Int.self, forKey: .batchSize)
        learningRate = try fields.decode(Double.self, forKey: .learningRate)
        beta1 = try fields.decode(Double.self, forKey: .beta1)
        beta2 = try fields.decode(Double.self, forKey: .beta2)
        averageDecay = try fields.decode(Double.self, forKey: .averageDecay)
        loss = try fields.decodeIfPresent(ChosenLoss.self, forKey: .loss) ?? .usual
        regularizers = try fields.decodeIfPresent([ChosenRegularizer].self, forKey: .regularizers) ?? []
    }

    /// Writes what `init(from:)` reads; loss and regularizers only where they are not those of plans that name none.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(batchSize, forKey: .batchSize)
        try fields.encode(learningRate, forKey: .learningRate)
        try fields.encode(beta1, forKey: .beta1)
        try fields.encode(beta2, forKey: .beta2)
        try fields.encode(averageDecay, forKey: .averageDecay)
        if loss != .usual { try fields.encode(loss, forKey: .loss) }
        if !regularizers.isEmpty { try fields.encode(regularizers, forKey: .regularizers) }
    }
}
