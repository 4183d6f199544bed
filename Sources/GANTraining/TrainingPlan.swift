public import GANData

/// Everything that decides a training run's bytes, apart from how long it goes on.
///
/// It is written into every checkpoint. The number of steps is not part of it: a run that is continued for longer
/// starts with the same checkpoints.
public struct TrainingPlan: Sendable, Equatable, Codable {
    public var preset: String
    public var batchSize: Int
    public var learningRate: Double
    public var beta1: Double
    public var beta2: Double
    public var averageDecay: Double
    /// Steps between checkpoints and between lines of the log; a checkpoint always falls on a line.
    public var checkpointEvery: Int
    public var logEvery: Int
    public var seed: UInt64
    /// What it was trained on: the source's name, its SHA-256 and its size.
    public var data: String
    public var dataDigest: String
    public var dataCount: Int

    public init(
        preset: Preset, source: any SampleSource, seed: UInt64, checkpointEvery: Int, logEvery: Int
    ) throws {
        precondition(
            logEvery > 0 && checkpointEvery % logEvery == 0,
            "a checkpoint every \(checkpointEvery) steps with a log line every \(logEvery)")
        self.preset = preset.name
        batchSize = preset.batchSize
        learningRate = preset.learningRate
        beta1 = preset.beta1
        beta2 = preset.beta2
        averageDecay = preset.averageDecay
        self.checkpointEvery = checkpointEvery
        self.logEvery = logEvery
        self.seed = seed
        data = source.name
        dataDigest = try source.contentDigest()
        dataCount = source.count
    }
}
