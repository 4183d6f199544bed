public import ArgumentParser
import Foundation
import GANEvaluation
public import GANGate
import GANReports
import GANStore
import GANText

struct Gate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hold a report against a policy: may this be merged?",
        discussion: """
            A policy is YAML: a list of gates, each a metric of the report, one of its parts or a figure of the audit, with max,
            min, equals, at_least_share_of_real, at_most_multiple_of_real or no_worse_than_baseline. `ganeval gate init` drafts
            one. A bound holds for the end of the interval: a gate passes, fails, or can't be decided.

            Exit codes: 0 passed, 3 a gate failed, 4 none failed but one can't be decided (the reason says how many samples
            would), 1 failed to run, 64 a mistake in the arguments.

            In GitHub Actions, each gate that did not pass becomes an annotation, and the Markdown the step's summary.
            """,
        subcommands: [Check.self, Init.self, Explain.self], defaultSubcommand: Check.self)
}

/// What is judged and by what.
struct GateInputs: ParsableArguments {
    @Argument(help: ArgumentHelp("report.json, or what `ganeval measure --json` wrote.", valueName: "report.json"))
    var report: String

    @Option(help: ArgumentHelp("The policy, in YAML or JSON.", valueName: "file"))
    var policy: String

    @Option(help: ArgumentHelp("audit.json, for rules on the audit.", valueName: "audit.json"))
    var audit: String?

    @OptionGroup var comparison: GateComparison
    @OptionGroup var storeOptions: StoreOptions

    /// Throws where an output can't be written, would replace an input, or is named twice.
    func check(outputs: [String]) throws {
        for path in outputs { try OutputFolder.checkFile(path) }
        try OutputFolder.check(
            outputs: outputs,
            against: OutputFolder.report("the report", report) + [("the policy", policy), ("the audit", audit)]
                + comparison.inputs)
    }

    /// The record of everything, read and judged.
    func record() throws -> GateRecord {
        let policy = try comparison.read(policy)
        let report = try GateReport.read(report)
        let audit = try audit.map { try GateAudit.read($0) }
        return try comparison.record(
            policy, report: report, audit: audit,
            baseline: try comparison.baseline?.resolve(for: report) { try earlierRuns(than: report) })
    }

    /// The store; a gate makes none.
    private func earlierRuns(than report: GateReport) throws -> Store? {
        if storeOptions.noStore { return nil }
        guard let store = try storeOptions.openExisting() else {
            throw GateError.noEarlierRun(store: storeOptions.path, fingerprint: report.fingerprint, wanted: "")
        }
        return store
    }
}

/// What else than the report a gate looks at; the same options in `gate`, `report` and `audit`.
struct GateComparison: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What no_worse_than_baseline compares with: a report.json; or, of the store's runs by the same protocol, best:METRIC or last.",
            valueName: "report.json|best:metric|last"))
    var baseline: BaselineChoice?

    @Option(
        help:
            "What gates that can't be decided count as: pass or fail. Default: what the policy says, else exit code 4.")
    var inconclusive: GatePolicy.Inconclusive?

    var isGiven: Bool { baseline != nil || inconclusive != nil }

    /// The policy, before the work begins: minutes of it must not end at a missing file.
    func read(_ path: String) throws -> GatePolicy {
        let policy = try GatePolicy.read(path)
        try check(policy)
        return policy
    }

    /// What the policy needs and nobody gave.
    func check(_ policy: GatePolicy) throws {
        if policy.needsBaseline, baseline == nil {
            throw ValidationError("\(policy.path) compares with a baseline: give --baseline.")
        }
        try baseline?.check()
    }

    /// What is read for a baseline that is a file.
    var inputs: [OutputFolder.Input] {
        guard case .file(let path)? = baseline else { return [] }
        return OutputFolder.report("the baseline", path)
    }

    /// The baseline where it is a file: read before the work begins, and before anything is written over it.
    func baselineFile() throws -> GateReport? {
        guard case .file(let path)? = baseline else { return nil }
        return try GateReport.read(path).withContributions()
    }

    /// Holds a report and an audit against the policy and a baseline that was found before.
    func record(
        _ policy: GatePolicy, report: GateReport?, audit: GateAudit?, baseline: GateReport?
    ) throws -> GateRecord {
        var policy = policy
        if let inconclusive { policy.inconclusive = inconclusive }
        var report = report
        if let baseline, let found = report {
            if let run = found.run, baseline.run == run {
                throw ValidationError("--baseline is the report's own run, than which nothing is worse: \(run).")
            }
            report = policy.needsBaseline ? try found.withContributions() : found
        }
        return GateRecord(
            policy: policy, verdict: try policy.judge(report, audit: audit, baseline: baseline), report: report,
            audit: audit, baseline: baseline, toolVersion: ToolVersion.current)
    }
}

extension GatePolicy.Inconclusive: ExpressibleByArgument {}

extension Gate {
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge, print a table and end with 0, 3 or 4; this is what `ganeval gate` alone does.")

        @OptionGroup var inputs: GateInputs

        @Option(help: ArgumentHelp("Write JUnit XML, which CI systems show as tests.", valueName: "file.xml"))
        var junit: String?

        @Option(help: ArgumentHelp("Write Markdown for a pull request.", valueName: "file.md"))
        var markdown: String?

        @Option(
            help: ArgumentHelp(
                "Write JSON, schema \(GateDocument.schema); - prints it instead of the table.", valueName: "file.json"))
        var json: String?

        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            try inputs.check(outputs: [junit, markdown, json == "-" ? nil : json].compactMap { $0 })
            let record = try inputs.record()
            try GateOutput(junit: junit, markdown: markdown, json: json == "-" ? nil : json).write(record)
            if json == "-" {
                Console.result(GateDocument.json(record))
            } else {
                GateOutput.show(record)
            }
            if record.verdict.exitCode != 0 { throw ExitCode(record.verdict.exitCode) }
        }
    }

    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draft a commented policy from the report of a good model, with room for noise.")

        @Argument(help: ArgumentHelp("The good model's report.json.", valueName: "report.json"))
        var report: String

        @Option(help: ArgumentHelp("Its audit.json, for a rule on copies.", valueName: "audit.json"))
        var audit: String?

        @Option(help: ArgumentHelp("Write the policy to a new file instead of printing it.", valueName: "file.yaml"))
        var out: String?

        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            let report = try GateReport.read(report)
            let audit = try audit.map { try GateAudit.read($0) }
            let text = GateDraft.yaml(report, audit: audit, toolVersion: ToolVersion.current)
            // What is drafted must be readable, and the good model must pass it.
            _ = try GatePolicy(text: text, path: out ?? "the drafted policy")
            guard let out else {
                Console.result(String(text.dropLast()))
                return
            }
            try OutputFolder.checkFile(out)
            guard !FileManager.default.fileExists(atPath: out) else {
                throw ReportError.cannotWrite(path: out, reason: "it exists, and somebody may have edited it")
            }
            try ReportWriter.write(document: text, to: out)
            if !shared.quiet { Console.note("Policy: \(out)") }
        }
    }

    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say of each rule why it came out as it did, and what it would have needed to flip.")

        @OptionGroup var inputs: GateInputs
        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            Console.result(GateExplanation.lines(try inputs.record(), width: Console.width).joined(separator: "\n"))
        }
    }
}
