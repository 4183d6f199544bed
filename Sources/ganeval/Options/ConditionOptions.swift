import ArgumentParser
import GANData
import GANEvaluation

/// What samples were asked for: images that they should be, row by row, or classes.
struct ConditionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What a model should have made of its --inputs, a row for each in the same order: whether it answers its inputs is judged by them.",
            valueName: "source"),
        completion: .file())
    var targets: String?

    @Option(
        help: ArgumentHelp(
            "The classes that samples of --generated were asked for: 'own' (their labels), or a .npy or IDX file with one for each. A generator tells its own.",
            valueName: "own|file"))
    var asked: String?

    /// The classes that the samples of `opened` were asked for; nil where nobody said.
    ///
    /// Throws what reading the file throws.
    func classes(of opened: OpenedSubject) throws -> AskedClasses? {
        guard let asked, case .samples(let source, let count) = opened.subject else { return nil }
        let all: [Int]
        if asked == "own" {
            guard let labels = source.labels else {
                throw ValidationError("--asked own needs labels, and \(source.name) has none: name a file of them.")
            }
            all = labels
        } else {
            all = try SourceFormats.labels(asked)
            guard all.count == source.count else {
                throw ValidationError(
                    "--asked \(asked) holds \(all.count) classes, and \(source.name) \(source.count) samples; expected one for each."
                )
            }
        }
        let origin = asked == "own" ? "the labels of \(source.name)" : "those of \(asked)"
        return AskedClasses(labels: Array(all.prefix(count)), origin: origin)
    }

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
