import ArgumentParser
import GANAudit
import GANEvaluation
import GANGate
import GANModels
import GANReports

/// The arguments of `ganeval audit`.
struct AuditArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The generator: a checkpoint of any kind that `ganeval sample` takes.", valueName: "checkpoint"))
    var generator: String?

    @Option(help: ArgumentHelp("Samples that were made before, instead of a generator.", valueName: "source"))
    var generated: String?

    @Option(
        name: [.customLong("training"), .customLong("reference")],
        help: ArgumentHelp("What the generator was trained on.", valueName: "source"))
    var training: String

    @Option(help: ArgumentHelp("Real data of the same kind that it was not trained on.", valueName: "source"))
    var heldOut: String?

    @Option(
        name: [.customLong("training-labels"), .customLong("reference-labels")],
        help: ArgumentHelp("Labels of the training data, where its files do not hold them.", valueName: "file"))
    var trainingLabels: String?

    @Option(
        help: ArgumentHelp("The classes' names in the order of their numbers, for the report.", valueName: "name,…"))
    var classNames: String?

    @Option(help: "How many samples to audit. Default: 10000 of a generator, all of a source.")
    var samples: Int?

    @Option(help: "Seeds sampling and every choice of rows.")
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "The transformations to look through: \(AuditViews.names.joined(separator: ", ")), all, or none. Default: all.",
            valueName: "name,…"))
    var views: String?

    @Option(help: ArgumentHelp("How far a copy may be shifted, in pixels.", valueName: "pixels"))
    var largestShift = 2

    @Option(
        help: ArgumentHelp(
            "Search the space of this extractor as well: \(ExtractorChoice.names.joined(separator: ", ")), or a name of `ganeval extractor list`.",
            valueName: "name"))
    var extractor: String?

    @OptionGroup var judge: DiscriminatorFile

    @Option(help: "Real rows that calibrate p-values; more of them make smaller leaks visible.")
    var calibrationRows = 10_000

    @Option(
        help: ArgumentHelp(
            "Training rows, and as many held-out rows, to look for in the generator's latent space; 0 leaves the latent space alone. Default: 32 with a generator that ganeval runs itself; none with ONNX, where each row costs thousands of samples.",
            valueName: "rows"))
    var recover: Int?

    @Flag(help: "Leave all images out of what is written, for private data; rows and names stay.")
    var noImages = false

    @Option(
        help: ArgumentHelp(
            "End with code 3 when the share of copies is above this, by the lower end of its interval.",
            valueName: "share"))
    var maxCopiedShare: Double?

    @Option(
        help: ArgumentHelp(
            "The false discovery rate of the list of copies, 0.05 unless given; end with code 3 when any is found.",
            valueName: "rate"))
    var fdr: Double?

    @Option(
        help: ArgumentHelp(
            "About how much memory to use, 4G or in bytes, beside what an extractor, a discriminator or a search of the latent "
                + "space takes; the training data stream through it.",
            valueName: "bytes"))
    var memory: ByteCount?

    @Option(help: ArgumentHelp("Where to write.", valueName: "folder"))
    var out: String

    @Flag(help: "Print audit.json on standard output instead of the summary.")
    var json = false

    @Option(help: ArgumentHelp("Hold the audit against this policy.", valueName: "file"))
    var policy: String?

    @Option(
        help: ArgumentHelp(
            "The same model's report.json, for rules of the policy on the report.", valueName: "report.json"))
    var report: String?

    @OptionGroup var comparison: GateComparison
    @OptionGroup var model: GeneratorOptions
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
    }

    /// Where extractors come from.
    var registry: ExtractorRegistry { RegistryOptions.registry(store: storeOptions.store, device: model.device) }

    /// What is written must not be what is read.
    private func checkFiles() throws {
        try OutputFolder.check(
            out, names: AuditWriter.fileNames + GateFiles.names,
            against: [
                ("the training data", training), ("the held-out data", heldOut), ("the generated samples", generated),
                ("the generator", generator), ("the training labels", trainingLabels),
                ("the extractor", extractor), ("the policy", policy),
            ] + model.inputs + judge.inputs + OutputFolder.report("the report", report) + comparison.inputs)
        if policy != nil { try GateFiles.checkForeign(in: out) }
    }

    /// Throws for what is wrong before the work begins.
    func check() throws {
        try checkValues()
        try checkFiles()
        _ = try AuditViews.parse(views)
    }

    /// What is audited.
    var subject: NamedSubject { generator.map { .model(path: $0) } ?? .samples(generated ?? "") }

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
