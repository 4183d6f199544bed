import ArgumentParser
import GANEvaluation
import GANModels
import GANReports
import GANSelfTest

/// The arguments of `ganeval selftest`.
struct SelfTestArguments: ParsableArguments {
    @Option(help: ArgumentHelp("What a generator would be trained on.", valueName: "source"))
    var reference: String

    @Option(help: ArgumentHelp("Real data of the same kind that was not trained on.", valueName: "source"))
    var heldOut: String

    @Option(help: ArgumentHelp("Labels of the reference, where its files do not hold them.", valueName: "file"))
    var referenceLabels: String?

    @OptionGroup var conversion: ConversionOptions

    @Option(
        help: ArgumentHelp(
            "The feature space: \(ExtractorChoice.names.joined(separator: ", ")), a name of `ganeval extractor list`, or a description or .onnx file.",
            valueName: "name"))
    var extractor = "automatic"

    @Option(help: "How many samples each set has, at most half of the reference: as many as your reports judge.")
    var samples = SelfTestRun.Plan.usualSamples

    @Option(help: "Seeds which rows are taken out, what faults draw, and every choice of rows.")
    var seed: UInt64 = 1

    @Option(help: "k of precision, recall, density and coverage.")
    var neighbours = 5

    @Flag(help: "Leave the audits of copies out, which take most of the time.")
    var noAudits = false

    @Option(help: ArgumentHelp("Where to write.", valueName: "folder"))
    var out: String

    @Flag(help: "Print selftest.json on standard output instead of the summary.")
    var json = false

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var shared: SharedOptions

    /// Where extractors come from.
    var registry: ExtractorRegistry { RegistryOptions.registry(store: storeOptions.store) }

    /// What to measure against and how.
    func plan() throws -> NamedPlan {
        var plan = NamedPlan(
            reference: reference, referenceLabels: referenceLabels, heldOut: heldOut,
            extractor: ExtractorChoice(named: extractor), extractors: registry, samples: samples, seed: seed,
            neighbours: neighbours)
        plan.reading = try conversion.reading()
        return plan
    }

    /// Throws for what is wrong before the work begins.
    func check() throws {
        let least = SelfTestMaterial.fewestSamples
        if !(least...10_000_000).contains(samples) {
            throw ValidationError("--samples is \(samples); expected \(least) to 10000000.")
        }
        if !(1...1000).contains(neighbours) {
            throw ValidationError("--neighbours is \(neighbours); expected 1 to 1000.")
        }
        try conversion.check()
        try RegistryOptions.check(extractor: extractor, in: registry)
        try OutputFolder.check(
            out, names: SelfTestWriter.fileNames,
            against: [
                ("the reference", reference), ("the held-out data", heldOut),
                ("the reference's labels", referenceLabels), ("the extractor", extractor),
            ])
    }
}
