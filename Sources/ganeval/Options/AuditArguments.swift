import ArgumentParser
import GANAudit
import GANData
import GANEvaluation
import GANGate
import GANModels
import GANReports

/// The arguments of `ganeval audit`.
struct AuditArguments: ParsableArguments {
    @OptionGroup(title: OptionTitle.judged) var judged: SubjectOptions
    @OptionGroup(title: OptionTitle.data) var data: AuditData
    @OptionGroup(title: OptionTitle.data) var conversion: ConversionOptions
    @OptionGroup(title: OptionTitle.searching) var searching: AuditSearch
    @OptionGroup(title: OptionTitle.gates) var limited: AuditLimits
    @OptionGroup(title: OptionTitle.gates) var comparison: GateComparison
    @OptionGroup(title: OptionTitle.model) var model: GeneratorOptions
    @OptionGroup(title: OptionTitle.discriminator) var judge: DiscriminatorFile
    @OptionGroup(title: OptionTitle.output) var output: AuditOutput
    @OptionGroup(title: OptionTitle.output) var storeOptions: StoreOptions
    @OptionGroup(title: OptionTitle.output) var shared: SharedOptions

    var generator: String? { judged.generator }
    var generated: String? { judged.generated }
    var training: String { data.training }
    var heldOut: String? { data.heldOut }
    var trainingLabels: String? { data.trainingLabels }
    var classNames: String? { data.classNames }
    var samples: Int? { searching.samples }
    var seed: UInt64 { searching.seed }
    var views: String? { searching.views }
    var largestShift: Int { searching.largestShift }
    var extractor: String? { searching.extractor }
    var calibrationRows: Int { searching.calibrationRows }
    var recover: Int? { searching.recover }
    var memory: ByteCount? { searching.memory }
    var maxCopiedShare: Double? { limited.maxCopiedShare }
    var fdr: Double? { limited.fdr }
    var policy: String? { limited.policy }
    /// The report's file, which may be named by its folder.
    var report: String? { limited.report.map { ReportFile.path($0) } }
    var out: String { output.out }
    var noImages: Bool { output.noImages }
    var json: Bool { output.json }

    /// What no single option shows; checked after parsing, so that a misspelt option is named first.
    private func checkValues() throws {
        try judged.check()
        if generator == nil {
            try model.refuse(
                because: "--generated names samples that were made before",
                allowed: judge.discriminator != nil
                    ? [.range, .layout] : SampleSources.mayHoldFloats(generated ?? "") ? [.range] : [])
        }
        if let samples, !(1...10_000_000).contains(samples) {
            throw ValidationError("--samples is \(samples); expected 1 to 10000000.")
        }
        if let maxCopiedShare, !(0..<1).contains(maxCopiedShare) {
            throw ValidationError("--max-copied-share is \(maxCopiedShare); expected at least 0 and below 1.")
        }
        if let fdr, !(fdr > 0 && fdr < 1) {
            throw ValidationError("--fdr is \(fdr); expected between 0 and 1.")
        }
        if !(0...8).contains(largestShift) {
            throw ValidationError("--largest-shift is \(largestShift); expected 0 to 8.")
        }
        if !(100...10_000_000).contains(calibrationRows) {
            throw ValidationError("--calibration-rows is \(calibrationRows); expected 100 to 10000000.")
        }
        try judge.check()
        if judge.discriminator != nil, heldOut == nil {
            throw ValidationError("--discriminator needs --held-out: its scores of both are compared.")
        }
        if let extractor { try RegistryOptions.check(extractor: extractor, in: registry) }
        if let recover, !(0...LatentOptions.largestRows).contains(recover) {
            throw ValidationError("--recover is \(recover); expected 0 to \(LatentOptions.largestRows).")
        }
        if recover != nil, generator == nil {
            throw ValidationError("--recover is for --generator; samples alone have no latent space.")
        }
        if policy == nil, report != nil || comparison.isGiven {
            throw ValidationError("--baseline, --report and --inconclusive go with --policy.")
        }
        try model.check()
        try conversion.check()
    }

    /// How the audited samples are read: as the real data are, in the range that was stated for them.
    func subjectReading() throws -> SourceReading {
        let isStatedForSamples = generator == nil && judge.discriminator == nil
        return try conversion.reading(range: isStatedForSamples ? model.stated().range : nil)
    }

    /// Where extractors come from.
    var registry: ExtractorRegistry { RegistryOptions.registry(store: storeOptions.store, device: model.device) }

    /// What is written must not be what is read.
    private func checkFiles() throws {
        try OutputFolder.check(
            out, names: AuditWriter.fileNames + GateFiles.names,
            against: [
                ("the training data", training), ("the held-out data", heldOut), ("the generated samples", generated),
                ("the generator", generator), ("the inputs", judged.inputs), ("the training labels", trainingLabels),
                ("the extractor", extractor), ("the policy", policy),
            ] + model.inputs + judge.inputs + OutputFolder.report("the report", report) + comparison.inputs)
        if policy != nil { try GateFiles.checkForeign(in: out) }
    }

    /// Throws for what is wrong before the work begins.
    func check() throws {
        try checkValues()
        try checkFiles()
        _ = try AuditViews.parse(views)
        try judged.checkKinds()
        _ = try CommandText.names(classNames, option: "--class-names")
        try ExchangedArgument.check(source: training, option: "--training")
        if let heldOut { try ExchangedArgument.check(source: heldOut, option: "--held-out") }
    }

    /// What is audited.
    var subject: NamedSubject { judged.subject }

    /// The limits that are the audit's own.
    var limits: [AuditGate.Rule] {
        (maxCopiedShare.map { [.copiedShare(atMost: $0)] } ?? [])
            + (fdr.map { [.noCopies(falseDiscoveryRate: $0)] } ?? [])
    }

    /// How to search, where a policy holds the audit to limits as well.
    func search(_ policy: GatePolicy?) throws -> AuditOptions {
        var options = AuditOptions(
            falseDiscoveryRate: fdr ?? 0.05, calibrationRows: calibrationRows, channels: try AuditViews.parse(views),
            largestShift: largestShift, seed: seed)
        // The least leak that is not allowed is the one that must not be missed.
        let limits = [maxCopiedShare, policy?.leastCopiedShare].compactMap { $0 }.filter { $0 > 0 }
        if let least = limits.min() { options.leakOfInterest = least }
        return options
    }

    /// The policy, where there is one; throws where it needs a report that nobody gave.
    func readPolicy() throws -> GatePolicy? {
        guard let path = policy else { return nil }
        let policy = try comparison.read(path)
        if policy.needsReport, report == nil {
            throw ValidationError(
                "\(path) has rules on the report: give --report REPORT.json, which `ganeval report` writes.")
        }
        return policy
    }
}
