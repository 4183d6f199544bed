package import GANEvaluation
package import GANGate
package import GANMetrics
import GANNumerics
import GANText

/// A policy that every checkpoint of a series is held to.
///
/// A mistake in it shows before the first checkpoint is measured, or at the first that is. A rule that one checkpoint has no figure
/// for is inconclusive there and says so.
package final class SeriesPolicy: SeriesJudge {
    /// Finds the baseline of a report: from a file, or among runs of its protocol.
    package typealias BaselineSearch = (GateReport) throws -> GateReport

    private let policy: GatePolicy
    private let takesMissing: Bool
    private let search: BaselineSearch?
    /// What all checkpoints are compared with, once it is found.
    private var baseline: GateReport?

    /// Holds checkpoints to `policy`.
    ///
    /// `baseline` looks for what they are compared with; it is asked once, before the first is measured. `takesMissing` says that a
    /// first checkpoint without a figure for a rule does not end the series.
    package init(_ policy: GatePolicy, takesMissing: Bool = false, baseline: BaselineSearch? = nil) {
        self.policy = policy
        self.takesMissing = takesMissing
        search = baseline
    }

    package var pairedMetrics: Set<String> { policy.pairedMetrics }

    /// Finds the baseline, and throws what can be known to be wrong before anything is measured: see `GatePolicy.check`.
    package func prepare(_ evaluationProtocol: EvaluationProtocol, weights: String) throws {
        var report = GateReport(
            path: "the series", subject: nil, subjectDigest: nil, run: nil, startedAt: nil,
            evaluationProtocol: evaluationProtocol.sampling(weights: weights), figures: [])
        report.toolVersion = ToolVersion.current
        baseline = try search?(report)
        try policy.check(before: report, measuring: SeriesMeasurer.metricNames, baseline: baseline)
    }

    /// Throws `GateError.notMeasured` for the first rule that the first candidate has no figure for, unless that was allowed.
    package func check(first candidate: SeriesCandidate, _ evaluationProtocol: EvaluationProtocol) throws {
        guard !takesMissing else { return }
        let report = try report(of: candidate, named: "the first checkpoint", evaluationProtocol)
        _ = try policy.judge(report, baseline: baseline)
    }

    package func gates(_ candidate: SeriesCandidate, _ evaluationProtocol: EvaluationProtocol) throws -> [SeriesGate] {
        let report = try report(of: candidate, named: "checkpoint \(candidate.checkpoint)", evaluationProtocol)
        let judged = Result { () throws(GateError) -> GateVerdict in
            try policy.judge(report, baseline: baseline, missing: .undecided)
        }
        if case .failure(let error) = judged, let gates = gates(of: error) { return gates }
        return try judged.get().findings.map { SeriesGate($0) }
    }

    /// The gates of weights that the policy's protocol is not about: of one file, it may want the moving average alone.
    private func gates(of error: GateError) -> [SeriesGate]? {
        guard case .protocolUnmet(_, _, _, _, let name, let found, let wanted) = error else { return nil }
        let problem = "\(name) is \(found ?? "not known"), where the policy wants \(wanted)"
        return policy.rules.map { rule in
            var gate = SeriesGate(
                GateFinding(
                    rule: rule, figure: GateFigure(value: 0), outcome: .inconclusive, obstacle: .notMeasured(problem)))
            gate.isMeasured = true
            return gate
        }
    }

    /// The candidate as a report of it would be read.
    private func report(
        of candidate: SeriesCandidate, named name: String, _ evaluationProtocol: EvaluationProtocol
    ) throws(GateError) -> GateReport {
        // A report of this checkpoint would have this protocol, and so have the store's runs.
        let full = evaluationProtocol.sampling(weights: candidate.weights)
        let document = CheckpointDocument.json(candidate, name: name, evaluationProtocol: full)
        var report = try GateReport.parse(Array(document.utf8), path: name)
        if let prior = candidate.prior {
            report.contributions = .contributions(
                ReportContributions(prior: prior, metrics: candidate.measurement.contributions))
        }
        return report
    }

    /// How the candidate that these are the gates of came out, with what inconclusive counts as.
    package func outcome(_ gates: [SeriesGate]) -> Outcome {
        Outcome(gates.map(\.outcome)).counting(inconclusiveAs: policy.inconclusive?.outcome)
    }
}
