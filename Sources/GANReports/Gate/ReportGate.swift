package import GANEvaluation
package import GANGate

/// A policy that a report is held against as soon as it is written.
package struct ReportGate {
    private let policy: GatePolicy
    private let audit: GateAudit?
    private let inconclusive: GatePolicy.Inconclusive?
    private let search: ((GateReport) throws -> GateReport)?
    private var baseline: Result<GateReport?, any Error>

    /// A gate that is held to `policy`.
    ///
    /// `baseline` is what the report is compared with where it was read before; else `search` looks for it once the report's protocol
    /// is known. `inconclusive` goes before what the policy says.
    package init(
        _ policy: GatePolicy, audit: GateAudit? = nil, baseline: GateReport? = nil,
        inconclusive: GatePolicy.Inconclusive? = nil, search: ((GateReport) throws -> GateReport)? = nil
    ) {
        self.policy = policy
        self.audit = audit
        self.baseline = .success(baseline)
        self.inconclusive = inconclusive
        self.search = search
    }

    /// Looks for the baseline of a report that will be written to `path`: what it is compared with may be what is replaced then.
    ///
    /// A search that finds none shows in `judge`, after the report is written. Throws `GateError` for a report that can't be judged.
    package mutating func prepare(_ report: EvaluationReport, path: String) throws(GateError) {
        guard case .success(nil) = baseline, let search else { return }
        let measured = try GateReport.parse(Array(ReportDocument.json(report).utf8), path: path)
        baseline = Result { () throws -> GateReport? in try search(measured) }
    }

    /// Holds the report that was written to `path` against the policy.
    ///
    /// Throws what the search, reading the report and `GatePolicy.judge` throw.
    package func judge(_ path: String) throws -> GateRecord {
        try GateRecord(
            judging: policy, report: try GateReport.read(path), audit: audit, baseline: try baseline.get(),
            inconclusive: inconclusive)
    }
}
