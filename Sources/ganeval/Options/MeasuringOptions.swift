import ArgumentParser
import GANEvaluation
import GANModels

/// What `report`, `compare` and `series` measure with: held-out data, labels, the feature space, counts and the seed.
struct MeasuringOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Real data of the same kind that was not trained on.", valueName: "source"))
    var heldOut: String?

    @Option(help: ArgumentHelp("Labels of the reference, where its files do not hold them.", valueName: "file"))
    var referenceLabels: String?

    @Option(
        name: .customLong("class-names"),
        help: ArgumentHelp("Names of the reference's classes in the order of their numbers.", valueName: "name,…"))
    var joinedClassNames: String?

    @Option(
        help: ArgumentHelp(
            "The feature space: \(ExtractorChoice.names.joined(separator: ", ")), a name of `ganeval extractor list`, or a description or .onnx file.",
            valueName: "name"))
    var extractor = "automatic"

    @Option(help: "How many samples to judge of each generator, at most of a set that was made before.")
    var samples = 10_000

    @Option(help: "Seeds sampling and every choice of rows.")
    var seed: UInt64 = 1

    @Option(help: "k of precision, recall, density and coverage.")
    var neighbours = 5

    /// Whether nothing was asked for but what is usual.
    var isUsual: Bool {
        heldOut == nil && referenceLabels == nil && joinedClassNames == nil && extractor == "automatic"
            && samples == 10_000 && seed == 1 && neighbours == 5
    }

    /// What these options read.
    var inputs: [OutputFolder.Input] {
        [
            ("the held-out data", heldOut), ("the reference's labels", referenceLabels), ("the extractor", extractor),
        ]
    }

    /// What to measure against and how.
    func plan(reference: String, registry: ExtractorRegistry) -> NamedPlan {
        NamedPlan(
            reference: reference, referenceLabels: referenceLabels, heldOut: heldOut,
            extractor: ExtractorChoice(named: extractor), extractors: registry, samples: samples, seed: seed,
            neighbours: neighbours, classNames: CommandText.list(joinedClassNames))
    }

    /// What no single option shows; called after parsing, so that a misspelt option is named first.
    func check(leastSamples: Int = 2, registry: ExtractorRegistry) throws {
        if !(leastSamples...10_000_000).contains(samples) {
            throw ValidationError("--samples is \(samples); expected \(leastSamples) to 10000000.")
        }
        if !(1...1000).contains(neighbours) {
            throw ValidationError("--neighbours is \(neighbours); expected 1 to 1000.")
        }
        try RegistryOptions.check(extractor: extractor, in: registry)
    }
}
