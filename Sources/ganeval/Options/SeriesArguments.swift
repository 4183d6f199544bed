import ArgumentParser
import GANCritics
import GANEvaluation
import GANGate
import GANModels
import GANReports
import GANStore
import GANText

/// The arguments of `ganeval series`.
struct SeriesArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("A run's folder, a folder of checkpoints, or checkpoints.", valueName: "run|files"))
    var inputs: [String]

    @Option(help: ArgumentHelp("What the generators were trained on.", valueName: "source"))
    var reference: String

    @Option(
        help: ArgumentHelp(
            "What the best is chosen by: \(SeriesAnalysis.metrics.joined(separator: ", ")).", valueName: "name"))
    var metric = SeriesAnalysis.headline

    @Option(help: ArgumentHelp("Hold every checkpoint to a policy, as `ganeval gate` does.", valueName: "file"))
    var policy: String?

    @Option(help: ArgumentHelp("Where to write.", valueName: "folder"))
    var out: String

    @Flag(help: "Go on as new checkpoints come, until the run says that it has ended, or Ctrl-C.")
    var watch = false

    @Option(help: ArgumentHelp("Seconds between two looks for new checkpoints.", valueName: "seconds"))
    var poll = 2.0

    @Flag(help: "End with code 0 though a checkpoint could not be measured.")
    var keepGoing = false

    @Flag(help: "Print series.json on standard output instead of the summary.")
    var json = false

    @Flag(
        name: .customLong("skill-rating"),
        help: "Let every generator play against every discriminator of the run, and rate them.")
    var skillRating = false

    @Flag(
        name: .customLong("duality-gap"),
        help: "Train each side of checkpoints on against the other; takes minutes for each checkpoint.")
    var dualityGap = false

    @OptionGroup var measuring: MeasuringOptions
    @OptionGroup var comparison: GateComparison
    @OptionGroup var model: GeneratorOptions
    @OptionGroup var shown: DiscriminatorOptions
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var shared: SharedOptions

    /// What no single option shows; checked after parsing, so that a misspelt option is named first.
    private func checkValues() throws {
        if !(0.05...3600).contains(poll) { throw ValidationError("--poll is \(poll); expected 0.05 to 3600.") }
        if !SeriesAnalysis.metrics.contains(metric) {
            throw ValidationError(
                "The best can't be chosen by '\(metric)'.\(NearestName.question(metric, in: SeriesAnalysis.metrics)) "
                    + "Metrics: \(SeriesAnalysis.metrics.joined(separator: ", ")).")
        }
        if policy == nil, comparison.isGiven {
            throw ValidationError("--baseline and --inconclusive go with --policy.")
        }
        try model.check()
        try shown.check()
        try measuring.check(registry: registry)
    }

    /// What is written must not be what is read.
    private func checkFiles() throws {
        let checkpoints = try SeriesFiles(inputs: inputs).paths(isWaiting: true)
        try OutputFolder.check(
            out, names: SeriesWriter.fileNames,
            against: checkpoints.map { ("a checkpoint", $0) } + [("the reference", reference), ("the policy", policy)]
                + measuring.inputs + model.inputs + shown.inputs + comparison.inputs)
    }

    /// Throws for what is wrong before the work begins.
    func check() throws {
        try checkValues()
        try checkFiles()
    }

    /// Where extractors come from.
    var registry: ExtractorRegistry { RegistryOptions.registry(store: storeOptions.store, device: model.device) }

    /// What is asked of the checkpoints' discriminators; nil where nothing is.
    var adversaries: AdversaryPlan? {
        guard skillRating || dualityGap else { return nil }
        return AdversaryPlan(rates: skillRating, responses: dualityGap ? BestResponses(seed: measuring.seed) : nil)
    }

    /// What is measured, against what.
    var plan: NamedPlan { measuring.plan(reference: reference, registry: registry) }

    /// What every checkpoint is held to, with its baseline where that is a file; nil without a policy.
    func judge(_ store: Store?) throws -> SeriesPolicy? {
        guard let path = policy else { return nil }
        var policy = try comparison.read(path)
        if let rule = policy.rules.first(where: { $0.metric.source == .audit }) {
            throw ValidationError(
                "\(path) holds a rule about \(rule.metric.path): a series makes no audits. Hold the chosen checkpoint to it by `ganeval audit --policy`."
            )
        }
        if let inconclusive = comparison.inconclusive { policy.inconclusive = inconclusive }
        // A file is read now: a mistake there shall not show after hours of measuring.
        let file = try comparison.baseline?.file()
        let search = comparison.search(store)
        return SeriesPolicy(policy, takesMissing: keepGoing, baseline: file.map { file in { _ in file } } ?? search)
    }
}
