public import GANData

/// Everything that decides a training run's bytes, apart from how long it goes on.
///
/// It is written into every checkpoint. The number of steps is not part of it: a run that is continued for longer
/// starts with the same checkpoints.
public struct TrainingPlan: Sendable, Equatable {
    /// The preset's name.
    public var preset: String
    /// The preset's settings; in a document their fields stand among the others.
    public var hyperparameters: Hyperparameters
    /// Steps between checkpoints; a checkpoint always falls on a line of the log.
    public var checkpointEvery: Int
    /// Steps between lines of the log.
    public var logEvery: Int
    /// Seeds weights, batches and latent vectors.
    public var seed: UInt64
    /// The name of the source that it was trained on.
    public var data: String
    /// The source's SHA-256.
    public var dataDigest: String
    /// The number of the source's samples.
    public var dataCount: Int
    /// The number of the source's classes, where the training takes labels.
    public var classCount: Int?
    /// The name of the source of what images are made of; nil for generators that take latent vectors.
    public var inputs: String?
    /// That source's SHA-256.
    public var inputsDigest: String?
    /// The SHA-256 of the held-out data that the log tells of; nil without any.
    public var heldOutDigest: String?

    /// The plan of a run on `source`, and on `inputs` where images are made of images; throws what reading them for their digests throws.
    public init(
        preset: Preset, source: any SampleSource, inputs: (any SampleSource)? = nil, seed: UInt64, checkpointEvery: Int,
        logEvery: Int
    ) throws {
        precondition(
            logEvery > 0 && checkpointEvery % logEvery == 0,
            "a checkpoint every \(checkpointEvery) steps with a log line every \(logEvery)")
        self.preset = preset.name
        hyperparameters = preset.hyperparameters
        self.checkpointEvery = checkpointEvery
        self.logEvery = logEvery
        self.seed = seed
        data = source.name
        dataDigest = try source.contentDigest()
        dataCount = source.count
        self.inputs = inputs?.name
        inputsDigest = try inputs?.contentDigest()
        classCount = hyperparameters.condition == nil ? nil : source.labels?.max().map { $0 + 1 }
    }
}

extension TrainingPlan: Codable {
    enum CodingKeys: String, CodingKey {
        case preset, checkpointEvery, logEvery, seed, data, dataDigest, dataCount, classCount, heldOutDigest
        case inputs, inputsDigest
    }

    /// Reads a plan, those without a loss too; throws a `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        preset = try fields.decode(String.self, forKey: .preset)
        hyperparameters = try Hyperparameters(from: decoder)
        checkpointEvery = try fields.decode(Int.self, forKey: .checkpointEvery)
        logEvery = try fields.decode(Int.self, forKey: .logEvery)
        seed = try fields.decode(UInt64.self, forKey: .seed)
        data = try fields.decode(String.self, forKey: .data)
        dataDigest = try fields.decode(String.self, forKey: .dataDigest)
        dataCount = try fields.decode(Int.self, forKey: .dataCount)
        classCount = try fields.decodeIfPresent(Int.self, forKey: .classCount)
        heldOutDigest = try fields.decodeIfPresent(String.self, forKey: .heldOutDigest)
        inputs = try fields.decodeIfPresent(String.self, forKey: .inputs)
        inputsDigest = try fields.decodeIfPresent(String.self, forKey: .inputsDigest)
    }

    /// Writes what `init(from:)` reads.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(preset, forKey: .preset)
        try hyperparameters.encode(to: encoder)
        try fields.encode(checkpointEvery, forKey: .checkpointEvery)
        try fields.encode(logEvery, forKey: .logEvery)
        try fields.encode(seed, forKey: .seed)
        try fields.encode(data, forKey: .data)
        try fields.encode(dataDigest, forKey: .dataDigest)
        try fields.encode(dataCount, forKey: .dataCount)
        try fields.encodeIfPresent(classCount, forKey: .classCount)
        try fields.encodeIfPresent(heldOutDigest, forKey: .heldOutDigest)
        try fields.encodeIfPresent(inputs, forKey: .inputs)
        try fields.encodeIfPresent(inputsDigest, forKey: .inputsDigest)
    }
}
