import ArgumentParser
import GANData
import GANModels
import GANText

/// Where a discriminator is and how it is read, for every command that asks one.
struct DiscriminatorFile: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The discriminator that was trained with the generator: what it knows is told. Default: that of a checkpoint of `ganeval train`.",
            valueName: "checkpoint"))
    var discriminator: String?

    @Option(help: ArgumentHelp("Where the discriminator's weights are in its file, as --select.", valueName: "path"))
    var discriminatorSelect: String?

    @Option(
        help: ArgumentHelp("The discriminator's architecture, as --architecture.", valueName: "file|family"))
    var discriminatorArchitecture: String?

    /// What these options read.
    var inputs: [OutputFolder.Input] {
        [("the discriminator", discriminator), ("the discriminator's architecture", discriminatorArchitecture)]
    }

    /// Checked after parsing, so that a misspelt option is named first.
    func check() throws {
        if discriminator == nil, discriminatorSelect ?? discriminatorArchitecture != nil {
            throw ValidationError("--discriminator-select and --discriminator-architecture need --discriminator.")
        }
    }

    /// How it is read: the device, the layout and the values' range as the generator's, the rest its own.
    private func options(_ generator: ModelOptions) -> ModelOptions {
        var options = generator
        [ModelOption.weights, .classes, .truncation, .prior, .forcedPrior, .output, .batch].forEach {
            options.clear($0)
        }
        options.select = discriminatorSelect
        options.architecture = discriminatorArchitecture
        return options
    }

    /// Opens the discriminator that was named, and its file; nil where none was.
    ///
    /// `generator` is what was stated about the generator; `told` hears what was guessed. An option of the discriminator's own that does
    /// not apply is named as the person wrote it. Throws what opening it throws.
    func open(
        _ generator: ModelOptions, sharing shared: inout SharedModelOptions, shape: SampleShape, told: (String) -> Void
    ) throws -> (any Discriminator, ModelFile)? {
        guard let path = discriminator else { return nil }
        let file = try ModelFile.open(path)
        let own: Set<ModelOption> = [.select, .architecture]
        do {
            let (found, left) = try shared.open(options(generator), own: own) { options in
                try file.sharingDevice(options) { options in
                    try file.discriminator(options, shape: shape) { told("\(file.path): \($0)") }
                }
            }
            if let left { told("\(file.path): \(left)") }
            return (found, file)
        } catch let error as ModelOptionError where own.contains(error.option) {
            throw error.spelt("--discriminator-\(error.option.rawValue)")
        } catch let error as any ExplainedError where !(error is ModelOptionError) {
            throw OfDiscriminator(error, options: own.map(\.rawValue))
        }
    }
}

/// What is wrong with a discriminator's file, with the options that a person gives for it, not the generator's.
private struct OfDiscriminator: ExplainedError {
    let location: String
    let fact: String
    let expectation: String
    let remedy: String

    init(_ error: any ExplainedError, options: [String]) {
        func spelt(_ text: String) -> String {
            options.reduce(text) { $0.replacing(" --\($1)", with: " --discriminator-\($1)") }
        }
        location = error.location
        fact = spelt(error.fact)
        expectation = spelt(error.expectation)
        remedy = spelt(error.remedy)
    }
}
