import ArgumentParser
import Foundation
import GANCheckpoints
import GANData
import GANGate
import GANMetrics
import GANModels
import GANNumerics
import GANReports
import GANStore
import OrderedCollections

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure a generator and write a report: index.html, report.md, report.json.",
        discussion: """
            A source is a folder of PNG images, a zip of them, an IDX file (.gz too), .npy, .npz, .csv, a CIFAR-10 binary or
            builtin:NAME; it may end in a range of rows, images.npy[5000:].

            With --policy the report is held against it at once, as `ganeval gate` does: gate.json, gate.md and gate.xml are
            written beside the report. Exit codes: 0 done or passed, 3 a gate failed, 4 a gate can't be decided, 1 failed to
            run, 64 a mistake in the arguments.
            """)

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

    @OptionGroup var measuring: MeasuringOptions
    @OptionGroup var comparison: GateComparison
    @OptionGroup var model: GeneratorOptions
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var shared: SharedOptions

    /// What no single option shows; checked after parsing, so that a misspelt option is named first.
    private func checkOptions() throws {
        if (generator == nil) == (generated == nil) {
            throw ValidationError("Give either --generator CHECKPOINT or --generated SOURCE.")
        }
        if generator == nil { try model.refuse(because: "--generated names samples that were made before") }
        if policy == nil, audit != nil || comparison.isGiven {
            throw ValidationError("--baseline, --audit and --inconclusive go with --policy.")
        }
        _ = try MetricNames.choice(metrics)
        try model.check()
        try measuring.check(registry: registry)
    }

    private var registry: ExtractorRegistry {
        RegistryOptions.registry(store: storeOptions.store, device: model.device)
    }

    /// What is written must not be what is read.
    private func checkFiles() throws {
        try OutputFolder.check(
            out, names: ReportWriter.fileNames + [ReportContributions.fileName] + GateFiles.names,
            against: [
                ("the generator", generator), ("the generated samples", generated), ("the reference", reference),
                ("the policy", policy), ("the audit", audit),
            ] + measuring.inputs + model.inputs + comparison.inputs)
        if policy != nil { try GateOutput.check(out) }
    }

    func run() throws {
        try checkOptions()
        try checkFiles()
        shared.apply()
        let policy = try policy.map { path in
            let policy = try comparison.read(path)
            if policy.needsAudit, self.audit == nil {
                throw ValidationError(
                    "\(path) has rules on the audit: give --audit AUDIT.json, which `ganeval audit` writes.")
            }
            return policy
        }
        let audit = try audit.map { try GateAudit.read($0) }
        let store = try storeOptions.open()
        var baseline = Result { try comparison.baselineFile() }
        _ = try baseline.get()
        let session = ReportSession(
            generator: generator, generated: generated, reference: reference, measuring: measuring, registry: registry,
            model: model, out: out, store: store, quiet: shared.quiet,
            command: CommandText.quoted(CommandLine.arguments), metrics: try MetricNames.choice(metrics))
        let report = try session.run { report in
            try GateFiles.removeStale(in: out)
            guard policy != nil, let choice = comparison.baseline, try baseline.get() == nil else { return }
            // The run that is compared with may be the one whose report is replaced now.
            let measured = try GateReport.parse(Array(ReportDocument.json(report).utf8), path: "\(out)/report.json")
            baseline = Result { () throws -> GateReport? in try choice.resolve(for: measured) { store } }
        }
        if json {
            Console.result(ReportDocument.json(report))
        } else {
            TerminalSummary.lines(for: report).forEach { Console.result($0) }
            Console.result("Report: \(out)/index.html")
        }
        guard let policy else { return }
        let written = try GateReport.read("\(out)/report.json")
        let record = try comparison.record(policy, report: written, audit: audit, baseline: try baseline.get())
        try GateOutput(folder: out).write(record)
        json ? Console.note(GateOutput.headline(record)) : GateOutput.show(record)
        if record.verdict.exitCode != 0 { throw ExitCode(record.verdict.exitCode) }
    }
}
