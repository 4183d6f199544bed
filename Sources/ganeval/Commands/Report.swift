import ArgumentParser
import Foundation
import GANCheckpoints
import GANData
import GANEvaluation
import GANModels
import GANNumerics
import GANReports
import GANStore
import GANTraining
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

    @Option(help: ArgumentHelp("The generator: a checkpoint that `ganeval train` wrote.", valueName: "checkpoint"))
    var generator: String?

    @Option(help: ArgumentHelp("Samples that were made before, instead of a generator.", valueName: "source"))
    var generated: String?

    @Option(help: ArgumentHelp("What the generator was trained on.", valueName: "source"))
    var reference: String

    @Option(help: ArgumentHelp("Real data that the generator was not trained on.", valueName: "source"))
    var heldOut: String?

    @Option(help: ArgumentHelp("Labels of the reference, where its files do not hold them.", valueName: "file"))
    var referenceLabels: String?

    @Option(
        help: ArgumentHelp("The classes' names in the order of their numbers, for the report.", valueName: "name,…"))
    var classNames: String?

    @Option(
        help: ArgumentHelp(
            "The feature space: \(ExtractorChoice.names.joined(separator: ", ")), a name of `ganeval extractor list`, or a description or .onnx file.",
            valueName: "name"))
    var extractor = "automatic"

    @Option(help: "How many samples to judge.")
    var samples = 10_000

    @Option(help: "Seeds sampling and every choice of rows.")
    var seed: UInt64 = 1

    @Option(help: "k of precision, recall, density and coverage.")
    var neighbours = 5

    @Option(help: ArgumentHelp("Where to write.", valueName: "folder"))
    var out: String

    @Flag(help: "Print report.json on standard output instead of the summary.")
    var json = false

    @Option(help: ArgumentHelp("Hold the report against this policy.", valueName: "file"))
    var policy: String?

    @Option(help: ArgumentHelp("audit.json, for rules of the policy on the audit.", valueName: "audit.json"))
    var audit: String?

    @OptionGroup var comparison: GateComparison
    @OptionGroup var model: GeneratorOptions
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var shared: SharedOptions

    /// What no single option shows; checked after parsing, so that a misspelt option is named first.
    private func checkOptions() throws {
        if (generator == nil) == (generated == nil) {
            throw ValidationError("Give either --generator CHECKPOINT or --generated SOURCE.")
        }
        if !(2...10_000_000).contains(samples) {
            throw ValidationError("--samples is \(samples); expected 2 to 10000000.")
        }
        if !(1...1000).contains(neighbours) {
            throw ValidationError("--neighbours is \(neighbours); expected 1 to 1000.")
        }
        if policy == nil, audit != nil || comparison.isGiven {
            throw ValidationError("--baseline, --audit and --inconclusive go with --policy.")
        }
        try model.check()
        try RegistryOptions.check(extractor: extractor, in: registry)
    }

    private var registry: ExtractorRegistry {
        RegistryOptions.registry(store: storeOptions.store, device: model.device)
    }

    func run() throws {
        try checkOptions()
        shared.apply()
        let policy = try readPolicy()
        let audit = try audit.map { try GateAudit.read($0) }
        let store = try storeOptions.open()
        let session = ReportSession(
            generator: generator, generated: generated, reference: reference, heldOut: heldOut,
            referenceLabels: referenceLabels, classNames: CommandText.list(classNames),
            extractor: ExtractorChoice(named: extractor), registry: registry, samples: samples, seed: seed,
            neighbours: neighbours, model: model, out: out, store: store, quiet: shared.quiet,
            command: CommandText.quoted(CommandLine.arguments))
        let report = try session.run()
        if json {
            Console.result(ReportDocument.json(report))
        } else {
            TerminalSummary.lines(for: report).forEach { Console.result($0) }
            Console.result("Report: \(out)/index.html")
        }
        guard let policy else { return }
        let written = try GateReport.read("\(out)/report.json")
        let record = try comparison.record(policy, report: written, audit: audit) { store }
        try GateOutput(folder: out).write(record)
        json ? Console.note(GateOutput.headline(record)) : GateOutput.show(record)
        if record.verdict.exitCode != 0 { throw ExitCode(record.verdict.exitCode) }
    }

    /// The policy, with everything it needs at hand: minutes of work must not end at a missing file.
    private func readPolicy() throws -> GatePolicy? {
        guard let path = policy else { return nil }
        let policy = try GatePolicy.read(path)
        try comparison.check(policy)
        if policy.needsAudit, audit == nil {
            throw ValidationError(
                "\(path) has rules on the audit: give --audit AUDIT.json, which `ganeval audit` writes.")
        }
        return policy
    }
}

/// A command as somebody would type it.
enum CommandText {
    /// The items of "a,b,c", without the spaces around them.
    static func list(_ text: String?) -> [String]? {
        text?.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
    }

    static func quoted(_ arguments: [String]) -> String {
        let words = arguments.enumerated().map { index, word in
            let word = index == 0 ? (word as NSString).lastPathComponent : word
            let plain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./:=,+@%".contains($0) }
            return plain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
        }
        return words.joined(separator: " ")
    }
}
