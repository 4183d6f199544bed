import ArgumentParser
import Foundation
import GANAudit
import GANEvaluation
import GANGate
import GANMetrics
import GANModels
import GANReports
import GANText

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find copied training data among samples: audit.html, audit.md, audit.json, copies.csv.",
        discussion: """
            Samples compete for the nearest rows of training and held-out data, as they are and through transformations. Without
            --held-out only exact and near-exact matches can be told.

            A source is a folder of PNG images, a zip of them, an IDX file (.gz too), .npy, .npz, .csv, a CIFAR-10 binary or
            builtin:NAME; it may end in a range of rows, images.npy[5000:].

            Exit codes: 0 done, 3 more copies than --max-copied-share or --fdr allow, 4 can't tell (the summary says what
            would be needed), 1 failed, 64 a mistake in the arguments. With --policy, its gates decide as well: gate.json,
            gate.md and gate.xml are written beside the audit.
            """)

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
            "The transformations to look through: \(AuditViews.names.joined(separator: ", ")), or none. Default: all.",
            valueName: "name,…"))
    var views: String?

    @Option(help: ArgumentHelp("How far a copy may be shifted, in pixels.", valueName: "pixels"))
    var largestShift = 2

    @Option(
        help: ArgumentHelp(
            "Search the space of this extractor as well: \(ExtractorChoice.names.joined(separator: ", ")), or a name of `ganeval extractor list`.",
            valueName: "name"))
    var extractor: String?

    @Option(
        help: ArgumentHelp(
            "The discriminator that was trained with the generator: does it know training rows from held-out rows?",
            valueName: "checkpoint"))
    var discriminator: String?

    @Option(help: ArgumentHelp("Where the discriminator's weights are in its file, as --select.", valueName: "path"))
    var discriminatorSelect: String?

    @Option(
        help: ArgumentHelp("The discriminator's architecture, as --architecture.", valueName: "file or family"))
    var discriminatorArchitecture: String?

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
    private func checkOptions() throws {
        if (generator == nil) == (generated == nil) {
            throw ValidationError("Give either --generator CHECKPOINT or --generated SOURCE.")
        }
        if generator == nil {
            try model.refuse(
                because: "--generated names samples that were made before",
                allowed: discriminator == nil ? [] : [.range, .layout])
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
        if discriminator == nil, discriminatorSelect ?? discriminatorArchitecture != nil {
            throw ValidationError("--discriminator-select and --discriminator-architecture need --discriminator.")
        }
        if discriminator != nil, heldOut == nil {
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

    private var registry: ExtractorRegistry {
        RegistryOptions.registry(store: storeOptions.store, device: model.device)
    }

    /// How the discriminator is read: the device, the layout and the values' range as the generator's, the rest its own.
    private var judge: GeneratorOptions {
        var judge = model
        (judge.weights, judge.classes, judge.truncation, judge.prior, judge.output) = (nil, nil, nil, nil, nil)
        judge.select = discriminatorSelect
        judge.architecture = discriminatorArchitecture
        return judge
    }

    /// What is written must not be what is read.
    private func checkFiles() throws {
        try OutputFolder.check(
            out, names: AuditWriter.fileNames + GateFiles.names,
            against: [
                ("the training data", training), ("the held-out data", heldOut), ("the generated samples", generated),
                ("the generator", generator), ("the training labels", trainingLabels),
                ("the discriminator", discriminator), ("the discriminator's architecture", discriminatorArchitecture),
                ("the extractor", extractor), ("the policy", policy),
            ] + model.inputs + OutputFolder.report("the report", report) + comparison.inputs)
        if policy != nil { try GateOutput.check(out) }
    }

    func run() throws {
        try checkOptions()
        try checkFiles()
        var options = AuditOptions(
            falseDiscoveryRate: fdr ?? 0.05, calibrationRows: calibrationRows, channels: try AuditViews.parse(views),
            largestShift: largestShift, seed: seed)
        shared.apply()
        let policy = try policy.map { path in
            let policy = try comparison.read(path)
            if policy.needsReport, self.report == nil {
                throw ValidationError(
                    "\(path) has rules on the report: give --report REPORT.json, which `ganeval report` writes.")
            }
            return policy
        }
        // The least leak that is not allowed is the one that must not be missed.
        let limits = [maxCopiedShare, policy?.leastCopiedShare].compactMap { $0 }.filter { $0 > 0 }
        if let least = limits.min() { options.leakOfInterest = least }
        let gated = try self.report.map { try GateReport.read($0) }
        let store = try storeOptions.open()
        // Before the work begins: a mistake shall not show after it, and nothing that is compared with be replaced.
        let baseline = try gated.flatMap { gated in try comparison.baseline?.resolve(for: gated) { store } }
        let session = AuditSession(
            generator: generator, generated: generated, training: training, heldOut: heldOut,
            trainingLabels: trainingLabels, classNames: CommandText.list(classNames), samples: samples,
            extractor: extractor.map { ExtractorChoice(named: $0) },
            registry: registry, discriminator: discriminator.map { ($0, judge) }, options: options,
            memory: memory?.bytes, model: model, recover: recover, withImages: !noImages,
            rules: (maxCopiedShare.map { [.copiedShare(atMost: $0)] } ?? [])
                + (fdr.map { [.noCopies(falseDiscoveryRate: $0)] } ?? []), out: out, store: store,
            quiet: shared.quiet, command: CommandText.quoted(CommandLine.arguments))
        let report = try session.run()
        if json {
            Console.result(AuditDocument.json(report))
        } else {
            AuditSummary.lines(for: report, width: Console.width).forEach { Console.result($0) }
            Console.result("Audit: \(out)/audit.html")
        }
        var outcome = report.outcome
        if outcome == .inconclusive {
            if let needed = report.samplesToDecide {
                Console.note("Too few samples to tell: \(needed) would suffice (--samples).")
            } else {
                Console.note("Can't tell: \(AuditWords(report.findings).reasons.joined(separator: " "))")
            }
        }
        if let policy {
            let written = try GateAudit.read("\(out)/audit.json")
            let record = try comparison.record(policy, report: gated, audit: written, baseline: baseline)
            try GateOutput(folder: out).write(record)
            json ? Console.note(GateOutput.headline(record)) : GateOutput.show(record)
            // Without limits of its own the audit leaves the word to the policy.
            outcome = Self.outcome(audit: report.gates.isEmpty ? .passed : outcome, record.verdict)
        }
        if outcome.exitCode != 0 { throw ExitCode(outcome.exitCode) }
    }

    /// The graver of the audit's own outcome and the policy's; what inconclusive counts as holds for both.
    static func outcome(audit outcome: Outcome, _ verdict: GateVerdict) -> Outcome {
        Outcome([outcome.counting(inconclusiveAs: verdict.inconclusive?.outcome), verdict.counted])
    }
}
