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
    /// How far from the origin the units of first linear layers begin, in the inputs' units; nil for biases of zero.
    public var spread: (generator: Double, discriminator: Double)?
    /// Steps of a run that says nothing else.
    public var steps: Int
    /// What else decides a run's bytes.
    public var hyperparameters: Hyperparameters
    /// The generator for labels of so many classes, whose one-hot values stand behind its latent vector; nil to widen the
    /// first layer of `generator`.
    public var conditionalGenerator: (@Sendable (_ classes: Int) -> NetworkDescription)?

    /// The networks of a preset that makes images of images, of which a plan may change the patches and the noise; nil for others.
    var translation: TranslationNetworks?

    /// The samples that its generator makes images of; nil of one that takes latent vectors.
    public var inputShape: SampleShape? { translation?.shape }

    /// All presets: the one list of them.
    public static let all: [Preset] = {
        var all = [dcgan28]
        let ring = planePerceptron(name: "mlp-ring", steps: 4000, extent: 1)
        let grid = planePerceptron(name: "mlp-grid", steps: 8000, extent: 3)
        all += [ring, grid]
        for (base, penalty) in [(ring, 0.001), (grid, 0.01)] {
            for recipe in Recipe.all { all.append(base.with(recipe).penalizing(penalty)) }
        }
        for recipe in Recipe.all + Recipe.images { all.append(convolutional28.with(recipe)) }
        all += [minibatchDeviation28, small28, smallColor28, smallClasses28]
        all += [
            residual(side: 28, channels: 1, width: 64, start: 7), residual(side: 32, channels: 1, width: 64, start: 4),
            residual(side: 32, channels: 3, width: 64, start: 4), residual(side: 64, channels: 1, width: 48, start: 4),
            residual(side: 64, channels: 3, width: 48, start: 4),
        ]
        return all + translations
    }()

    /// What `ganeval demo` trains.
    public static let demo = smallClasses28

    /// The preset of a name; nil where there is none.
    public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }
}
