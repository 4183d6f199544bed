import ArgumentParser
import GANCritics
import GANEvaluation
import GANGate
import GANMetrics
import GANModels
import GANReports
import GANStore

/// The arguments of `ganeval report`.
struct ReportArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The generator: a checkpoint of any kind that `ganeval sample` takes.", valueName: "checkpoint"))
    var generator: String?

    @Option(help: ArgumentHelp("Samples that were made before, instead of a generator.", valueName: "source"))
    var generated: String?

    @Option(help: ArgumentHelp("What the generator was trained on.", valueName: "source"))
    var reference: String

    @Option(help: ArgumentHelp("Where to write.", valueName: "folder"))
    var out: String

    @Flag(help: "Print every rule of the verdict and what it said.")
    var explain = false

    @Flag(help: "Measure precision and recall with shortened latents, too: 0.25 to 1 times their length.")
    var truncationSweep = false

    @Option(help: "How many k-means regions to cut the reference into. Default: by its size, at most 100.")
    var bins: Int?

    @Flag(help: "Print report.json on standard output instead of the summary.")
    var json = false

    @Option(help: ArgumentHelp("Hold the report against this policy.", valueName: "file"))
    var policy: String?

    @Option(help: ArgumentHelp("audit.json, for rules of the policy on the audit.", valueName: "audit.json"))
    var audit: String?

    @Option(
        help: ArgumentHelp(
            "'report', 'all' that the data allow, or names with commas between them; `ganeval metrics` lists them.",
            valueName: "name,…"))
    var metrics = "report"

    @Flag(
        name: .customLong("fresh-critics"),
        help: "Train small networks to tell the samples from real data, and read them on rows that they never saw.")
    var freshCritics = false

    @OptionGroup var measuring: MeasuringOptions
    @OptionGroup var comparison: GateComparison
    @OptionGroup var model: GeneratorOptions
    @OptionGroup var judge: DiscriminatorOptions
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var shared: SharedOptions

    /// What no single option shows; checked after parsing, so that a misspelt option is named first.
    private func checkValues() throws {
        if (generator == nil) == (generated == nil) {
            throw ValidationError("Give either --generator CHECKPOINT or --generated SOURCE.")
        }
        if generator == nil {
            try model.refuse(
                because: "--generated names samples that were made before",
                allowed: judge.discriminator == nil ? [] : [.range, .layout])
        }
        if truncationSweep, generator == nil {
            throw ValidationError("--truncation-sweep shortens latents; --generated names samples that have none.")
        }
        if let bins, !(2...1000).contains(bins) {
            throw ValidationError("--bins is \(bins); expected 2 to 1000.")
        }
        if policy == nil, audit != nil || comparison.isGiven {
            throw ValidationError("--baseline, --audit and --inconclusive go with --policy.")
        }
        _ = try MetricNames.choice(metrics)
        try model.check()
        try judge.check()
        try measuring.check(registry: registry)
    }

    /// Where extractors come from.
    var registry: ExtractorRegistry { RegistryOptions.registry(store: storeOptions.store, device: model.device) }

    /// What is written must not be what is read.
    private func checkFiles() throws {
        try OutputFolder.check(
            out, names: ReportWriter.fileNames + [ReportContributions.fileName] + GateFiles.names,
            against: [
                ("the generator", generator), ("the generated samples", generated), ("the reference", reference),
                ("the policy", policy), ("the audit", audit),
            ] + measuring.inputs + model.inputs + judge.inputs + comparison.inputs)
        if policy != nil { try GateFiles.checkForeign(in: out) }
    }

    /// Throws for what is wrong before the work begins.
    func check() throws {
        try checkValues()
        try checkFiles()
    }

    /// How long critics are trained: where they are asked for, by themselves or by one of their metrics; else nil.
    func critics(of choice: MetricChoice) -> CriticBudgets? {
        var isNamed = false
        if case .named(let names) = choice { isNamed = names.contains { MetricSet.critics.names.contains($0) } }
        return freshCritics || isNamed ? CriticBudgets() : nil
    }

    /// What is judged.
    var subject: NamedSubject { generator.map { .model(path: $0) } ?? .samples(generated ?? "") }

    /// The policy with what it reads beside the report, each read before the work begins; nil without one.
    func gate(_ openStore: () throws -> Store?) throws -> (gate: ReportGate?, store: Store?) {
        let policy = try policy.map { path in
            let policy = try comparison.read(path)
            if policy.needsAudit, self.audit == nil {
                throw ValidationError(
                    "\(path) has rules on the audit: give --audit AUDIT.json, which `ganeval audit` writes.")
            }
            return policy
        }
        let audit = try audit.map { try GateAudit.read($0) }
        let store = try openStore()
        let baseline = try comparison.baseline?.file()
        let gate = policy.map { policy in
            ReportGate(
                policy, audit: audit, baseline: baseline, inconclusive: comparison.inconclusive,
                search: comparison.search(store))
        }
        return (gate, store)
    }
}
