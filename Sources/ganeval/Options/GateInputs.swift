import ArgumentParser
import GANGate
import GANReports
import GANStore

/// What is judged and by what.
struct GateInputs: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "A report's folder or its report.json, or what `ganeval measure --json` wrote.", valueName: "report"),
        completion: .file())
    var named: String

    @Option(help: ArgumentHelp("The policy, in YAML or JSON.", valueName: "file"))
    var policy: String

    @Option(help: ArgumentHelp("audit.json or its folder, for rules on the audit.", valueName: "audit.json"))
    var audit: String?

    /// The report's file.
    var report: String { ReportFile.path(named) }
    /// The audit's file, which may be named by its folder as well.
    var auditFile: String? { audit.map { ReportFile.path($0, holding: "audit.json") } }

    @OptionGroup var comparison: GateComparison
    @OptionGroup var storeOptions: StoreOptions

    /// Throws where an output can't be written, would replace an input, or is named twice.
    func check(outputs: [String]) throws {
        for path in outputs { try OutputFolder.checkFile(path) }
        try OutputFolder.check(
            outputs: outputs,
            against: OutputFolder.report("the report", report) + [("the policy", policy), ("the audit", auditFile)]
                + comparison.inputs)
    }

    /// The record of everything, read and judged.
    func record() throws -> GateRecord {
        let policy = try comparison.read(policy)
        let report = try GateReport.read(report)
        let audit = try auditFile.map { try GateAudit.read($0) }
        let baseline = try comparison.baseline?.find(for: report) { try earlierRuns(than: report) }
        return try GateRecord(
            judging: policy, report: report, audit: audit, baseline: baseline, inconclusive: comparison.inconclusive)
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
