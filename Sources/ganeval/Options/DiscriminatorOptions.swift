import ArgumentParser
import GANData
import GANEvaluation
import GANModels

/// The discriminator that was trained with a generator, for `report` and `series`.
struct DiscriminatorOptions: ParsableArguments {
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

    @Option(
        help: ArgumentHelp(
            "What its scores are: logits, or a critic's, as of a Wasserstein or hinge loss. Default: what its checkpoint says, else logits.",
            valueName: "\(JudgedDiscriminator.scaleNames.joined(separator: "|"))"))
    var discriminatorScores: String?

    /// What these options read.
    var inputs: [OutputFolder.Input] {
        [("the discriminator", discriminator), ("the discriminator's architecture", discriminatorArchitecture)]
    }

    /// Checked after parsing, so that a misspelt option is named first.
    func check() throws {
        if discriminator == nil, discriminatorSelect ?? discriminatorArchitecture ?? discriminatorScores != nil {
            throw ValidationError(
                "--discriminator-select, --discriminator-architecture and --discriminator-scores need --discriminator.")
        }
        if let name = discriminatorScores, !JudgedDiscriminator.scaleNames.contains(name) {
            throw ValidationError(
                "--discriminator-scores is '\(name)'; expected \(JudgedDiscriminator.scaleNames.joined(separator: " or "))."
            )
        }
    }

    /// The options of the generator that are the discriminator's too: device, layout and the values' range.
    static func shared(_ generator: ModelOptions, select: String?, architecture: String?) -> ModelOptions {
        var options = generator
        [ModelOption.weights, .classes, .truncation, .prior, .output].forEach { options.clear($0) }
        options.select = select
        options.architecture = architecture
        return options
    }

    /// Opens the discriminator that was named; nil where none was.
    ///
    /// `generator` is what was stated about the generator; `told` hears what was guessed. Throws what opening it throws.
    func open(
        _ generator: ModelOptions, sharing shared: inout SharedModelOptions, shape: SampleShape, told: (String) -> Void
    ) throws -> JudgedDiscriminator? {
        guard let path = discriminator else { return nil }
        let file = try ModelFile.open(path)
        let found = try Self.open(
            file, Self.shared(generator, select: discriminatorSelect, architecture: discriminatorArchitecture),
            sharing: &shared, shape: shape, told: told)
        let judged = JudgedDiscriminator(found, in: file, scaleName: discriminatorScores)
        if judged.isAssumed {
            told("\(path): its scores are taken for logits; --discriminator-scores critic says that they are none.")
        }
        return judged
    }

    /// Opens a discriminator of `file`; an option of its own that does not apply is named as the person wrote it.
    static func open(
        _ file: ModelFile, _ options: ModelOptions, sharing shared: inout SharedModelOptions, shape: SampleShape,
        told: (String) -> Void
    ) throws -> any Discriminator {
        let own: Set<ModelOption> = [.select, .architecture]
        do {
            return try shared.open(options.sharingDevice(with: file.kind), own: own) { options in
                try file.discriminator(options, shape: shape) { told("\(file.path): \($0)") }
            }
        } catch let error as ModelOptionError where own.contains(error.option) {
            throw error.spelt("--discriminator-\(error.option.rawValue)")
        }
    }
}
