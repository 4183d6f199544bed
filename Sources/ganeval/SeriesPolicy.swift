import ArgumentParser
import GANEvaluation
import GANReports

/// A policy that every checkpoint of a series is held to.
struct SeriesPolicy {
    let policy: GatePolicy
    let baseline: GateReport?

    /// Reads both files; throws what reading them throws, and a validation error for rules about an audit.
    init(policy path: String, baseline: String?) throws {
        policy = try GatePolicy.read(path)
        if let rule = policy.rules.first(where: { $0.metric.source == .audit }) {
            throw ValidationError(
                "\(path) holds a rule about \(rule.metric.path): a series makes no audits. Hold the chosen checkpoint to it by `ganeval audit --policy`."
            )
        }
        self.baseline = try baseline.map { try GateReport.read($0) }
    }

    /// The gates of one checkpoint.
    func gates(_ candidate: SeriesCandidate, _ evaluationProtocol: EvaluationProtocol) throws -> [SeriesGate] {
        let name = "checkpoint \(candidate.checkpoint)"
        let document = CheckpointDocument.json(candidate, name: name, evaluationProtocol: evaluationProtocol)
        let report = try GateReport.parse(Array(document.utf8), path: name)
        return try policy.judge(report, baseline: baseline).findings.map { SeriesGate($0) }
    }

    /// 3 where the best checkpoint fails a gate, 4 where one can't be decided, unless that counts as one of the others.
    func exitCode(_ gates: [SeriesGate]) -> Int32 {
        if gates.contains(where: { $0.outcome == .failed }) { return 3 }
        guard gates.contains(where: { $0.outcome == .inconclusive }) else { return 0 }
        switch policy.inconclusive {
        case .pass: return 0
        case .fail: return 3
        case nil: return 4
        }
    }
}
