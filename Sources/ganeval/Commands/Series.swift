import ArgumentParser
import Foundation
import GANEvaluation
import GANMetrics
import GANModels
import GANReports
import GANText

struct Series: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Find the best of a run's checkpoints, and those that can't be told from it: series.html, .md, .json.",
        discussion: """
            Every checkpoint is sampled from the same latents and held against the same data by one protocol. Where a file
            holds a moving average and raw weights, both are measured. Results are kept in the store as soon as they are
            there: what is known is not measured again, and a series that was stopped or killed goes on where it was.

            Inputs are a folder that `ganeval train` writes, a folder of checkpoints, or checkpoints. Steps come from the files,
            else from the numbers in their names, else from their order.

            With --policy every checkpoint is held to it, and the best one decides the exit code.

            Exit codes: 0 done, 3 the best checkpoint fails a gate, 4 one can't be decided, 1 a checkpoint could not be measured (unless --keep-going) or nothing could, 64 a mistake in
            the arguments, 130 interrupted.
            """)

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

    @OptionGroup var measuring: MeasuringOptions
    @OptionGroup var comparison: GateComparison
    @OptionGroup var model: GeneratorOptions
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var shared: SharedOptions

    /// What no single option shows; checked after parsing, so that a misspelt option is named first.
    private func checkOptions() throws {
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
    }

    /// What is written must not be what is read.
    private func checkFiles() throws {
        let checkpoints = try SeriesFiles(inputs: inputs).paths(isWaiting: true)
        try OutputFolder.check(
            out, names: SeriesWriter.fileNames,
            against: checkpoints.map { ("a checkpoint", $0) } + [("the reference", reference), ("the policy", policy)]
                + measuring.inputs + model.inputs + comparison.inputs)
    }

    func run() throws {
        try checkOptions()
        let registry = RegistryOptions.registry(store: storeOptions.store, device: model.device)
        try measuring.check(registry: registry)
        try checkFiles()
        shared.apply()
        let store = try storeOptions.open()
        let policy = try policy.map { try SeriesPolicy($0, comparison: comparison, store: store) }
        let session = SeriesSession(
            inputs: inputs, reference: reference, measuring: measuring, registry: registry, metric: metric,
            model: model,
            out: out, watch: watch ? poll : nil, store: store, quiet: shared.quiet, policy: policy,
            command: CommandText.reproducing(CommandLine.arguments))
        let report = try session.run()
        if json {
            Console.result(SeriesDocument.json(report))
        } else {
            SeriesSummary.lines(for: report, width: Console.width).forEach { Console.result($0) }
            Console.result("Series: \(out)/series.html")
        }
        let faults = report.findings.faults
        for fault in faults { Console.warning("\(fault.path) was skipped: \(fault.location): \(fault.fact)") }
        if !faults.isEmpty, !keepGoing { throw ExitCode(1) }
        if let policy, let best = report.findings.ranking?.best, report.gates.indices.contains(best) {
            let code = policy.exitCode(report.gates[best])
            if code != 0 { throw ExitCode(code) }
        }
    }
}
