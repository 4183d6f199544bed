import ArgumentParser
import GANCritics
import GANData
import GANEvaluation
import GANGate
import GANMetrics
import GANModels
import GANReports
import GANStore
import GANText

/// The arguments of `ganeval series`.
struct SeriesArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("A run's folder, a folder of checkpoints, or checkpoints.", valueName: "run|files"))
    var inputs: [String]

    @OptionGroup(title: OptionTitle.data) var target: SeriesTarget
    @OptionGroup(title: OptionTitle.data) var truth: KnownModesOption
    @OptionGroup var measuring: MeasuringOptions
    @OptionGroup(title: OptionTitle.measuring) var measures: SeriesMeasures
    @OptionGroup(title: OptionTitle.gates) var gates: SeriesGates
    @OptionGroup(title: OptionTitle.gates) var comparison: GateComparison
    @OptionGroup(title: OptionTitle.model) var model: GeneratorOptions
    @OptionGroup(title: OptionTitle.discriminator) var shown: DiscriminatorOptions
    @OptionGroup(title: OptionTitle.output) var output: SeriesOutput
    @OptionGroup(title: OptionTitle.output) var storeOptions: StoreOptions
    @OptionGroup(title: OptionTitle.output) var shared: SharedOptions

    var reference: String { target.reference }
    var metric: String { measures.metric }
    var policy: String? { gates.policy }
    var out: String { output.out }

    /// What no single option shows; checked after parsing, so that a misspelt option is named first.
    private func checkValues() throws {
        if !(0.05...3600).contains(output.poll) {
            throw ValidationError("--poll is \(output.poll); expected 0.05 to 3600.")
        }
        if !SeriesAnalysis.metrics.contains(metric) {
            throw ValidationError(
                "The best can't be chosen by '\(metric)'.\(MetricAlias.answer(metric, in: SeriesAnalysis.metrics)) "
                    + "Metrics: \(SeriesAnalysis.metrics.joined(separator: ", ")).")
        }
        if policy == nil, comparison.isGiven {
            throw ValidationError("--baseline and --inconclusive go with --policy.")
        }
        try truth.check(extractor: measuring.features.extractor)
        try model.check()
        try shown.check()
        try measuring.check(registry: registry)
    }

    /// What is written must not be what is read.
    private func checkFiles() throws {
        let checkpoints = try SeriesFiles(inputs: inputs).paths(isWaiting: true)
        try OutputFolder.check(
            out, names: SeriesWriter.fileNames,
            against: checkpoints.map { (OutputFolder.checkpointRole, $0) } + [
                ("the reference", reference), ("the policy", policy),
            ]
                + measuring.inputs + truth.inputs + model.inputs + shown.inputs + comparison.inputs)
    }

    /// Throws for what is wrong before the work begins.
    func check() throws {
        try checkValues()
        try checkFiles()
        try ExchangedArgument.check(source: reference, option: "--reference")
        try measuring.data.checkKinds()
    }

    /// Where extractors come from.
    var registry: ExtractorRegistry { RegistryOptions.registry(store: storeOptions.store, device: model.device) }

    /// What is asked of the checkpoints' discriminators; nil where nothing is.
    var adversaries: AdversaryPlan? {
        guard measures.skillRating || measures.dualityGap else { return nil }
        return AdversaryPlan(
            rates: measures.skillRating, responses: measures.dualityGap ? BestResponses(seed: measuring.seed) : nil)
    }

    /// What is measured, against what.
    func plan() throws -> NamedPlan {
        var plan = try measuring.plan(reference: reference, registry: registry)
        plan.knownModes = truth.knownModes
        return plan
    }

    /// What is known of the models, whose images are converted as the data are.
    func modelOptions() throws -> ModelOptions {
        var options = try model.stated()
        options.conversion = try measuring.conversion.reading().conversion
        return options
    }

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
        return SeriesPolicy(
            policy, takesMissing: output.keepGoing, baseline: file.map { file in { _ in file } } ?? search)
    }
}
