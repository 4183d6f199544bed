public import GANData
public import GANModels

/// A generator, a discriminator and the settings that train them well.
public struct Preset: Sendable {
    /// What `ganeval train --preset` calls it.
    public var name: String
    /// One sentence for `ganeval train --help`.
    public var summary: String
    /// The samples that its generator makes.
    public var sampleShape: SampleShape
    /// Values of one latent vector.
    public var latentSize: Int
    /// The generator's layers.
    public var generator: NetworkDescription
    /// The discriminator's layers.
    public var discriminator: NetworkDescription
    /// Standard deviation of the weights at the start, nil for √(2 / inputs).
    public var weightDeviation: Double?
    /// Steps of a run that says nothing else.
    public var steps: Int
    /// What else decides a run's bytes.
    public var hyperparameters: Hyperparameters

    /// All presets: the one list of them.
    public static let all: [Preset] = [
        dcgan28, planePerceptron(name: "mlp-ring", steps: 4000), planePerceptron(name: "mlp-grid", steps: 8000),
    ]

    /// The preset of a name; nil where there is none.
    public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }
}
