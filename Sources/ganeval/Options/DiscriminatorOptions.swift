import ArgumentParser
import GANData
import GANEvaluation
import GANModels

/// The discriminator that was trained with a generator, for `report` and `series`.
struct DiscriminatorOptions: ParsableArguments {
    @OptionGroup var named: DiscriminatorFile

    @Option(
        help: ArgumentHelp(
            "What its scores are: logits, or a critic's, as of a Wasserstein or hinge loss. Default: what its checkpoint says, else logits.",
            valueName: "\(JudgedDiscriminator.scaleNames.joined(separator: "|"))"))
    var discriminatorScores: String?

    /// Where it is; nil where none was named.
    var discriminator: String? { named.discriminator }

    /// What these options read.
    var inputs: [OutputFolder.Input] { named.inputs }

    /// Checked after parsing, so that a misspelt option is named first.
    func check() throws {
        try named.check()
        if discriminator == nil, discriminatorScores != nil {
            throw ValidationError(
                "--discriminator-select, --discriminator-architecture and --discriminator-scores need --discriminator.")
        }
        if let name = discriminatorScores, !JudgedDiscriminator.scaleNames.contains(name) {
            throw ValidationError(
                "--discriminator-scores is '\(name)'; expected \(JudgedDiscriminator.scaleNames.joined(separator: " or "))."
            )
        }
    }

    /// Opens the discriminator that was named; nil where none was.
    ///
    /// `generator` is what was stated about the generator; `told` hears what was guessed. Throws what opening it throws.
    func open(
        _ generator: ModelOptions, sharing shared: inout SharedModelOptions, shape: SampleShape, told: (String) -> Void
    ) throws -> JudgedDiscriminator? {
        guard let (found, file) = try named.open(generator, sharing: &shared, shape: shape, told: told) else {
            return nil
        }
        let path = file.path
        let judged = JudgedDiscriminator(found, in: file, scaleName: discriminatorScores)
        if judged.isAssumed {
            told("\(path): its scores are taken for logits; --discriminator-scores critic says that they are none.")
        }
        return judged
    }
}
