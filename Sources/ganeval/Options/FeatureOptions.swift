import ArgumentParser
import GANEvaluation
import GANModels

/// The feature space, counts and the seed.
struct FeatureOptions: ParsableArguments {
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
}
