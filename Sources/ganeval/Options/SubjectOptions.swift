import ArgumentParser
import GANEvaluation

/// What `report` and `audit` judge: a generator, or samples that were made before.
struct SubjectOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The generator: a checkpoint of any kind that `ganeval sample` takes.", valueName: "checkpoint"),
        completion: .file())
    var generator: String?

    @Option(
        help: ArgumentHelp("Samples that were made before, instead of a generator.", valueName: "source"),
        completion: .file())
    var generated: String?

    @Option(
        help: ArgumentHelp(
            "The images that a generator works on which makes images of images: pix2pix, CycleGAN or such a model in ONNX. Of a report also those that --generated was made of.",
            valueName: "source"),
        completion: .file())
    var inputs: String?

    /// Throws unless there is one of both; checked after parsing.
    ///
    /// `allowsInputsOfSamples` where somebody asks what samples of before were made of.
    func check(allowsInputsOfSamples: Bool = false) throws {
        if (generator == nil) == (generated == nil) {
            throw ValidationError("Give either --generator CHECKPOINT or --generated SOURCE.")
        }
        if inputs != nil, generator == nil, !allowsInputsOfSamples {
            throw ValidationError("--inputs goes with --generator: the images that the model works on.")
        }
    }

    /// Throws for a source that was given as a generator, or the other way round.
    func checkKinds() throws {
        if let generator { try ExchangedArgument.check(generator: generator, option: "--generator") }
        if let generated { try ExchangedArgument.check(source: generated, option: "--generated") }
        if let inputs { try ExchangedArgument.check(source: inputs, option: "--inputs") }
    }

    /// What is judged.
    var subject: NamedSubject {
        if let generator, let inputs { return .translated(path: generator, inputs: inputs) }
        return generator.map { .model(path: $0) } ?? .samples(generated ?? "")
    }
}
