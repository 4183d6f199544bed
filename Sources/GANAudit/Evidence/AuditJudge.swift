import GANMetrics
import GANNumerics

/// The rules behind the verdict of an audit.
struct AuditJudge {
    let evidence: CopyEvidence?
    let exchangeability: SplitExchangeability?

    func verdict(_ findings: AuditFindings) -> AuditVerdict {
        guard let evidence else { return withoutHeldOut(findings) }
        let sources = findings.sources
        if findings.heldOutOverlaps {
            return .init(
                outcome: .inconclusive,
                reasons: [
                    "\(findings.pool.overlap.count) of \(sources.heldOutCount) held-out rows are training rows: they can't "
                        + "show what an honest generator does."
                ] + facts(findings))
        }
        if let exchangeability, !exchangeability.holds {
            return .init(
                outcome: .inconclusive,
                reasons: [
                    "Training and held-out rows differ in more than the split (\(AuditText.probability(exchangeability.pValue))), so wins of "
                        + "training rows prove nothing."
                ] + facts(findings))
        }
        if evidence.isAlarm {
            var reasons: [String] = []
            if let share = findings.copiedShare, !findings.copies.isEmpty {
                reasons.append(
                    "\(findings.copies.count) of \(sources.sampleCount) samples are matched to training rows, at a false "
                        + "discovery rate of \(AuditText.percent(evidence.options.falseDiscoveryRate)): "
                        + "\(AuditText.percent(share.value)) are copies, \(AuditText.percent(share.low)) to "
                        + "\(AuditText.percent(share.high)).")
            }
            if evidence.hasManyExactCopies {
                let exact = evidence.exactCopies
                reasons.append(
                    AuditText.samples(
                        exact.samples.count, are: "exact copies of training rows", is: "an exact copy of a training row"
                    )
                        + "; of as many real rows at most about \(AuditText.number(exact.expected)) would be equal to "
                        + "another one.")
            }
            reasons.append(
                "A generator that copies nothing would give such matches with \(AuditText.probability(evidence.pValue))."
            )
            return .init(outcome: .copying, reasons: reasons + wholeSet(findings))
        }
        var reasons = ["The matches are no more than chance gives (\(AuditText.probability(evidence.pValue)))."]
        if findings.diversity.isCollapsed {
            reasons.append("The samples are few distinct images, which is a collapse and not copying.")
        }
        guard let visible = evidence.visibleLeak.share, visible <= findings.sensitivity?.leakOfInterest ?? 0 else {
            let needed = findings.sensitivity?.samplesNeeded.map { "\($0) samples would show it." }
            let interest = AuditText.percent(findings.sensitivity?.leakOfInterest ?? 0)
            return .init(
                outcome: .inconclusive,
                reasons: reasons + wholeSet(findings) + [
                    "But a leak of \(interest) would not have been seen. "
                        + (needed ?? "More calibration rows or held-out rows are needed.")
                ])
        }
        reasons.append("Clear copies of \(AuditText.percent(visible)) of the samples would have been seen.")
        return .init(outcome: .noEvidence, reasons: reasons + wholeSet(findings))
    }

    /// Tests of the whole set that hold for any generator, where they find something.
    ///
    /// They compare training with held-out rows, so blur and missing modes move them no way. Each is held to a third of the
    /// level. They name no copies, so they are reasons and never the verdict.
    private func wholeSet(_ findings: AuditFindings) -> [String] {
        let level = (evidence?.options.level ?? 0.05) / 3
        // Samples that repeat each other are fewer comparisons than they seem.
        let share = findings.diversity.isCollapsed ? [] : [ClosestRecordShare.name]
        let names = share + ["membership_inference_auc", "discriminator_membership_inference_auc"]
        return names.compactMap { name in
            guard let test = findings.tests.first(where: { $0.name == name }), let pValue = test.pValue,
                let null = test.null, test.value > null, pValue <= level
            else { return nil }
            let probability = AuditText.probability(pValue)
            switch name {
            case ClosestRecordShare.name:
                return
                    "As a set the samples lean to the training rows: \(AuditText.percent(test.value)) are nearer to them "
                    + "than to as many held-out rows (\(probability))."
            case "membership_inference_auc":
                return "Nearness to the samples tells training rows from held-out rows: area under the curve "
                    + "\(AuditText.rounded(test.value)) (\(probability))."
            default:
                return "The discriminator knows its training rows: area under the curve "
                    + "\(AuditText.rounded(test.value)) (\(probability))."
            }
        }
    }

    /// Exact matches are facts, whatever the statistics can say.
    private func facts(_ findings: AuditFindings) -> [String] {
        let exact = findings.copies.count { $0.isExact }
        guard exact > 0 else { return [] }
        return [
            AuditText.samples(exact, are: "exact copies of training rows", is: "an exact copy of a training row") + "."
        ]
    }

    private func withoutHeldOut(_ findings: AuditFindings) -> AuditVerdict {
        let exact = findings.copies.count { $0.isExact }
        let sources = findings.sources
        // Real rows repeat each other as well; a generator of their kind repeats one as often.
        let natural =
            Double(sources.sampleCount) * Double(findings.pool.trainingRepeats) / Double(max(1, sources.trainingCount))
        if Double(exact) > max(1, 10 * natural) {
            return .init(
                outcome: .copying,
                reasons: [
                    "\(exact) of \(sources.sampleCount) samples are exact copies of training rows.",
                    "Without held-out rows nothing else can be tested.",
                ])
        }
        return .init(
            outcome: .inconclusive,
            reasons: ["Without held-out rows no p-value is possible."] + facts(findings))
    }
}
