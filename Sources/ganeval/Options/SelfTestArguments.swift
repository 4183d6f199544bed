import ArgumentParser
import GANEvaluation
import GANModels
import GANReports
import GANSelfTest

/// The arguments of `ganeval selftest`.
struct SelfTestArguments: ParsableArguments {
    @OptionGroup(title: OptionTitle.data) var data: SelfTestData
    @OptionGroup(title: OptionTitle.data) var conversion: ConversionOptions
    @OptionGroup(title: OptionTitle.measuring) var measured: SelfTestMeasures
    @OptionGroup(title: OptionTitle.output) var output: SelfTestOutput
    @OptionGroup(title: OptionTitle.output) var storeOptions: StoreOptions
    @OptionGroup(title: OptionTitle.output) var shared: SharedOptions

    var samples: Int { measured.samples }
    var out: String { output.out }
    var json: Bool { output.json }

    /// Where extractors come from.
    var registry: ExtractorRegistry { RegistryOptions.registry(store: storeOptions.store) }

    /// What to measure against and how.
    func plan() throws -> NamedPlan {
        var plan = NamedPlan(
            reference: data.reference, referenceLabels: data.referenceLabels, heldOut: data.heldOut,
            extractor: ExtractorChoice(named: measured.extractor), extractors: registry, samples: samples,
            seed: measured.seed, neighbours: measured.neighbours)
        plan.reading = try conversion.reading()
        return plan
    }

    /// Throws for what is wrong before the work begins.
    func check() throws {
        let least = SelfTestMaterial.fewestSamples
        if !(least...10_000_000).contains(samples) {
            throw ValidationError("--samples is \(samples); expected \(least) to 10000000.")
        }
        if !(1...1000).contains(measured.neighbours) {
            throw ValidationError("--neighbours is \(measured.neighbours); expected 1 to 1000.")
        }
        try conversion.check()
        try RegistryOptions.check(extractor: measured.extractor, in: registry)
        try OutputFolder.check(
            out, names: SelfTestWriter.fileNames,
            against: [
                ("the reference", data.reference), ("the held-out data", data.heldOut),
                ("the reference's labels", data.referenceLabels), ("the extractor", measured.extractor),
            ])
    }
}

/// The data whose rows stand for samples.
struct SelfTestData: ParsableArguments {
    @Option(help: ArgumentHelp("What a generator would be trained on.", valueName: "source"), completion: .file())
    var reference: String

    @Option(
        help: ArgumentHelp("Real data of the same kind that was not trained on.", valueName: "source"),
        completion: .file())
    var heldOut: String

    @Option(
        help: ArgumentHelp("Labels of the reference, where its files do not hold them.", valueName: "file"),
        completion: .file())
    var referenceLabels: String?
}

/// What `selftest` measures with.
struct SelfTestMeasures: ParsableArguments {
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
}

/// Where a self-test goes.
struct SelfTestOutput: ParsableArguments {
    @Option(help: ArgumentHelp("Where to write.", valueName: "folder"), completion: .directory)
    var out: String

    @Flag(help: "Print selftest.json on standard output instead of the summary.")
    var json = false
}
