import ArgumentParser
import GANCritics
import GANData
import GANEvaluation
import GANGate
import GANMetrics
import GANModels
import GANReports
import GANStore

/// The arguments of `ganeval report`.
struct ReportArguments: ParsableArguments {
    @OptionGroup(title: OptionTitle.judged) var judged: SubjectOptions
    @OptionGroup(title: OptionTitle.judged) var condition: ConditionOptions
    @OptionGroup(title: OptionTitle.data) var target: ReferenceOption
    @OptionGroup(title: OptionTitle.data) var truth: KnownModesOption
    @OptionGroup var measuring: MeasuringOptions
    @OptionGroup(title: OptionTitle.measuring) var measured: ReportMeasures
    @OptionGroup(title: OptionTitle.gates) var gates: ReportGates
    @OptionGroup(title: OptionTitle.gates) var comparison: GateComparison
    @OptionGroup(title: OptionTitle.model) var model: GeneratorOptions
    @OptionGroup(title: OptionTitle.discriminator) var judge: DiscriminatorOptions
    @OptionGroup(title: OptionTitle.output) var output: ReportOutput
    @OptionGroup(title: OptionTitle.output) var storeOptions: StoreOptions
    @OptionGroup(title: OptionTitle.output) var shared: SharedOptions

    var reference: String { target.reference }
    var out: String { output.out }
    var json: Bool { output.json }

    /// What no single option shows; checked after parsing, so that a misspelt option is named first.
    private func checkValues() throws {
        try judged.check(allowsInputsOfSamples: true)
        if judged.generator == nil {
            try model.refuse(
                because: "--generated names samples that were made before",
                allowed: judge.discriminator != nil
                    ? [.range, .layout] : SampleSources.mayHoldFloats(judged.generated ?? "") ? [.range] : [])
        }
        if measured.truncationSweep, judged.generator == nil {
            throw ValidationError("--truncation-sweep shortens latents; --generated names samples that have none.")
        }
        if measured.priorMismatch, judged.generator == nil {
            throw ValidationError("--prior-mismatch draws other latents; --generated names samples that have none.")
        }
        if condition.targets != nil || condition.asked != nil,
            case .named = try MetricNames.choice(measured.metrics)
        {
            throw ValidationError(
                "--metrics names metrics that need neither --targets nor --asked; leave these out, or give --metrics report or all."
            )
        }
        if condition.asked != nil, judged.generator != nil {
            throw ValidationError("--asked goes with --generated; a generator tells the classes of its samples.")
        }
        if condition.targets != nil, judged.generator != nil, judged.inputs == nil {
            throw ValidationError(
                "--targets are what a model should make of its --inputs: name them too, or leave --targets out.")
        }
        _ = try measured.regions()
        try truth.check(extractor: measuring.features.extractor)
        if gates.policy == nil, gates.audit != nil || comparison.isGiven {
            throw ValidationError("--baseline, --audit and --inconclusive go with --policy.")
        }
        let choice = try MetricNames.choice(measured.metrics)
        if measured.lpips != nil, condition.targets == nil, !choice.measuresPerceptually {
            throw ValidationError(
                "--lpips is for \(PerceptualDiversity.name) and \(PerceptualPathLength.name), which --metrics leaves out, and for --targets. "
                    + "Add --metrics all, or one of these names.")
        }
        try model.check()
        try judge.check()
        try measuring.check(registry: registry)
    }

    /// How the judged samples are read: as the real data are, in the range that was stated for them.
    func subjectReading() throws -> SourceReading {
        // Beside a discriminator the range is that of what it takes.
        let isStatedForSamples = judged.generator == nil && judge.discriminator == nil
        return try measuring.conversion.reading(range: isStatedForSamples ? model.stated().range : nil)
    }

    /// Where extractors come from.
    var registry: ExtractorRegistry {
        RegistryOptions.registry(
            store: storeOptions.store, device: model.device, lpips: measured.lpips)
    }

    /// What is written must not be what is read.
    private func checkFiles() throws {
        try OutputFolder.check(
            out,
            names: ReportWriter.fileNames + [ReportWriter.imageFolder, ReportContributions.fileName] + GateFiles.names,
            against: [
                ("the generator", judged.generator), ("the generated samples", judged.generated),
                ("the inputs", judged.inputs), ("the targets", condition.targets),
                ("the classes asked for", condition.asked == "own" ? nil : condition.asked),
                ("the reference", reference), ("the policy", gates.policy), ("the audit", gates.auditFile),
                ("the weights of LPIPS", measured.lpips),
            ] + measuring.inputs + truth.inputs + model.inputs + judge.inputs + comparison.inputs)
        if gates.policy != nil { try GateFiles.checkForeign(in: out) }
    }

    /// Throws for what is wrong before the work begins.
    func check() throws {
        try checkValues()
        try checkFiles()
        try judged.checkKinds()
        try condition.checkKinds()
        try target.checkKinds()
        try measuring.data.checkKinds()
    }

    /// How long critics are trained: where they are asked for, by themselves or by one of their metrics; else nil.
    func critics(of choice: MetricChoice) -> CriticBudgets? {
        var isNamed = false
        if case .named(let names) = choice { isNamed = names.contains { MetricSet.critics.names.contains($0) } }
        return measured.freshCritics || isNamed ? CriticBudgets() : nil
    }

    /// The policy with what it reads beside the report, each read before the work begins; nil without one.
    func gate(_ openStore: () throws -> Store?) throws -> (gate: ReportGate?, store: Store?) {
        let policy = try gates.policy.map { path in
            let policy = try comparison.read(path)
            if policy.needsAudit, gates.audit == nil {
                throw ValidationError(
                    "\(path) has rules on the audit: give --audit AUDIT.json, which `ganeval audit` writes.")
            }
            return policy
        }
        let audit = try gates.auditFile.map { try GateAudit.read($0) }
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
