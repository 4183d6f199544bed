import ArgumentParser
import GANData
import GANEvaluation

/// What images that were made of images are held against, row by row.
struct TranslationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What a model should have made of its --inputs, a row for each in the same order: whether it answers its inputs is judged by them.",
            valueName: "source"),
        completion: .file())
    var targets: String?

    /// Throws for a model that was given as a source.
    func checkKinds() throws {
        if let targets { try ExchangedArgument.check(source: targets, option: "--targets") }
    }

    /// What is known of the samples' inputs and targets, with `opened` of a model that makes them now; nil of samples that were made of nothing.
    ///
    /// `inputs` names what samples of before were made of. Throws what opening the sources throws.
    func opened(
        _ opened: OpenedSubject, inputs: String?, reading: SourceReading
    ) throws -> JudgedTranslation? {
        var found = opened.translation
        if found == nil, let inputs {
            found = JudgedTranslation(inputs: try SampleSources.open(inputs, reading: reading))
        }
        guard let targets else { return found }
        var judged = found ?? JudgedTranslation()
        judged.targets = try SampleSources.open(targets, reading: reading)
        return judged
    }
}
