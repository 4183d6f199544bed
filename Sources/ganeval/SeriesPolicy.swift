import ArgumentParser
import GANEvaluation
import GANGate
import GANMetrics
import GANReports
import GANStore

/// A policy that every checkpoint of a series is held to.
final class SeriesPolicy: SeriesJudge {
    private let policy: GatePolicy
    private let comparison: GateComparison
    private let store: Store?
    /// What all checkpoints are compared with: from a file, or found in the store before the first is measured.
    private var baseline: GateReport?

    /// Reads the policy, and the baseline where it is a file: a mistake there shall not show after hours of measuring.
    ///
    /// Throws what reading them throws, and a validation error for rules about an audit.
    init(_ path: String, comparison: GateComparison, store: Store?) throws {
        var policy = try comparison.read(path)
        if let rule = policy.rules.first(where: { $0.metric.source == .audit }) {
            throw ValidationError(
                "\(path) holds a rule about \(rule.metric.path): a series makes no audits. Hold the chosen checkpoint to it by `ganeval audit --policy`."
            )
        }
        if let inconclusive = comparison.inconclusive { policy.inconclusive = inconclusive }
        self.policy = policy
        self.comparison = comparison
        self.store = store
        if case .file(let path) = comparison.baseline { baseline = try GateReport.read(path).withContributions() }
    }

    /// Metrics that are compared with the baseline.
    var pairedMetrics: Set<String> {
        Set(
            policy.rules.compactMap { rule in
                if case .noWorseThanBaseline = rule.requirement { return rule.metric.name }
                return nil
            })
    }

    /// Finds the baseline, and throws where checkpoints of this protocol can't be held against it.
    ///
    /// Before anything is measured: a mistake shall not show after hours.
    func prepare(_ evaluationProtocol: EvaluationProtocol, weights: String) throws {
        let full = evaluationProtocol.sampling(weights: weights)
        let report = GateReport(
            path: "the series", subject: nil, subjectDigest: nil, run: nil, startedAt: nil,
            evaluationProtocol: full, figures: [])
        if baseline == nil, let choice = comparison.baseline { baseline = try choice.resolve(for: report) { store } }
        guard let baseline else { return }
        let differences = report.protocolDifferences(from: baseline)
        guard differences.isEmpty else {
            throw GateError.protocolsDiffer(path: report.path, other: baseline.path, differences: differences)
        }
    }

    /// The gates of one checkpoint.
    func gates(_ candidate: SeriesCandidate, _ evaluationProtocol: EvaluationProtocol) throws -> [SeriesGate] {
        let name = "checkpoint \(candidate.checkpoint)"
        // A report of this checkpoint would have this protocol, and so have the store's runs.
        let full = evaluationProtocol.sampling(weights: candidate.weights)
        let document = CheckpointDocument.json(candidate, name: name, evaluationProtocol: full)
        var report = try GateReport.parse(Array(document.utf8), path: name)
        if let prior = candidate.prior {
            report.contributions = .contributions(
                ReportContributions(prior: prior, metrics: candidate.measurement.contributions))
        }
        return try policy.judge(report, baseline: baseline).findings.map { SeriesGate($0) }
    }

    /// 3 where the best checkpoint fails a gate, 4 where one can't be decided, unless that counts as one of the others.
    func exitCode(_ gates: [SeriesGate]) -> Int32 {
        Outcome(gates.map(\.outcome)).counting(inconclusiveAs: policy.inconclusive?.outcome).exitCode
    }
}
