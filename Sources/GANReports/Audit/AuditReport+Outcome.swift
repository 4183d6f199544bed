package import GANAudit
import GANData
package import GANEvaluation
package import GANGate
package import GANMetrics

extension AuditReport {
    /// What came of an audit by `plan`, held to limits.
    ///
    /// `withImages` says whether pictures may be shown. Throws what reading the sources throws.
    package init(
        _ outcome: AuditRun.Outcome, plan: AuditRun.Plan, limits: [AuditGate.Rule], withImages: Bool, run: RunRecord
    ) throws {
        let findings = outcome.findings
        self.init(
            findings: findings, subject: outcome.subject, training: try SourceSummary(of: plan.training),
            heldOut: try plan.heldOut.map { try SourceSummary(of: $0) },
            evaluationProtocol: outcome.evaluationProtocol, gates: limits.map { AuditGate($0, findings) },
            gallery: withImages
                ? try AuditGallery(
                    findings, samples: outcome.samples, training: plan.training, limits: AuditGallery.Limits.page)
                : nil,
            latentPictures: withImages ? outcome.pictures : nil, isWithoutImages: !withImages,
            classes: outcome.classes, run: run)
    }

    /// What would let an audit tell that can't; nil for one that can.
    package var undecidedNote: String? {
        guard outcome == .inconclusive else { return nil }
        if let samplesToDecide { return "Too few samples to tell: \(samplesToDecide) would suffice (--samples)." }
        return "Can't tell: \(AuditWords(findings).reasons.joined(separator: " "))"
    }

    /// The outcome where a policy was held against the audit too: the graver of both.
    ///
    /// Without limits of its own the audit leaves the word to the policy; what inconclusive counts as holds for both.
    package func outcome(with verdict: GateVerdict) -> Outcome {
        let own = gates.isEmpty ? Outcome.passed : outcome
        return Outcome([own.counting(inconclusiveAs: verdict.inconclusive?.outcome), verdict.counted])
    }
}
