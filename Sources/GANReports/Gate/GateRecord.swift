import GANEvaluation
package import GANGate
import GANMetrics

/// A policy held against a report: everything that the outputs of a gate show.
package struct GateRecord: Sendable {
    package var policy: GatePolicy
    package var verdict: GateVerdict
    package var report: GateReport?
    package var audit: GateAudit?
    package var baseline: GateReport?
    package var toolVersion: String

    package init(
        policy: GatePolicy, verdict: GateVerdict, report: GateReport?, audit: GateAudit? = nil,
        baseline: GateReport? = nil, toolVersion: String
    ) {
        self.policy = policy
        self.verdict = verdict
        self.report = report
        self.audit = audit
        self.baseline = baseline
        self.toolVersion = toolVersion
    }

    /// The verdict in a sentence.
    package var headline: String { GateText.headline(self) }

    /// What was judged.
    var subject: String { report?.subject ?? audit?.subject ?? report?.path ?? "the samples" }

    /// The findings, what failed first, then what is not decided; each in the policy's order.
    var byWeight: [GateFinding] {
        let order: [Outcome] = [.failed, .inconclusive, .passed]
        return order.flatMap { outcome in verdict.findings.filter { $0.outcome == outcome } }
    }
}
