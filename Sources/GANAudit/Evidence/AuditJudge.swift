import GANEvaluation
import GANMetrics
import GANNumerics

/// The rules behind the verdict of an audit.
struct AuditJudge {
    let evidence: CopyEvidence?
    let exchangeability: SplitExchangeability?
    let appearance: AuditAppearance?

    /// What may be said at all: the list, the share and the verdict follow from it.
    enum Standing {
        /// There is nothing to compare with.
        case withoutHeldOut
        /// Held-out rows can't show what an honest generator does.
        case refused
        case copying
        case quiet
    }

    func standing(_ findings: AuditFindings) -> Standing {
        guard let evidence else { return .withoutHeldOut }
        let isOneSet = exchangeability?.holds ?? true && appearance?.holds ?? true
        if findings.heldOutOverlaps || !isOneSet || spoiling(findings) != nil { return .refused }
        return evidence.isAlarm ? .copying : .quiet
    }

    /// The check that leaves held-out rows unfit to show what an honest generator does.
    private func spoiling(_ findings: AuditFindings) -> Check? {
        findings.checks.first { $0.outcome == .failed && $0.spoils.contains(.memorization) && !$0.isOfSamples }
    }

    func verdict(_ findings: AuditFindings) -> AuditVerdict {
        guard let evidence else { return withoutHeldOut(findings) }
        let sources = findings.sources
        if findings.heldOutOverlaps {
            return .init(
                outcome: .inconclusive,
                reasons: [.heldOutOverlaps(rows: findings.pool.overlap.count, heldOut: sources.heldOutCount)]
                    + facts(findings))
        }
        if let appearance, !appearance.holds {
            return .init(
                outcome: .inconclusive, reasons: [.preparedDifferently(appearance.findings)] + facts(findings))
        }
        if let exchangeability, !exchangeability.holds {
            return .init(
                outcome: .inconclusive,
                reasons: [.splitsDiffer(pValue: exchangeability.pValue)] + facts(findings))
        }
        if let check = spoiling(findings) {
            return .init(outcome: .inconclusive, reasons: [.checkFailed(check)] + facts(findings))
        }
        if evidence.isAlarm {
            var reasons: [AuditReason] = []
            if let share = findings.copiedShare, !findings.copies.isEmpty {
                reasons.append(
                    .matched(
                        copies: findings.copies.count, samples: sources.sampleCount,
                        falseDiscoveryRate: evidence.options.falseDiscoveryRate, share: share))
            }
            if let listed = findings.listedBy, listed.basis == .competition {
                reasons.append(.listedByLabels(falseDiscoveryRate: listed.falseDiscoveryRate))
            }
            if findings.copies.isEmpty { reasons.append(.unlisted(atLeast: evidence.judgement.atLeast)) }
            if evidence.hasManyExactCopies {
                let exact = evidence.exactCopies
                reasons.append(.manyExactCopies(exact.samples.count, expected: exact.expected))
            }
            reasons.append(.improbable(pValue: evidence.pValue))
            return .init(outcome: .copying, reasons: reasons + wholeSet(findings))
        }
        var reasons: [AuditReason] = [.withinChance(pValue: evidence.pValue)]
        if findings.diversity.isCollapsed { reasons.append(.collapsed) }
        // No more than chance gives, and facts all the same.
        let exact = evidence.exactCopies
        if !exact.samples.isEmpty {
            reasons.append(.manyExactCopies(exact.samples.count, expected: exact.expected))
        }
        // Copies of training rows are copies however samples were prepared; that none are seen says nothing then.
        if let check = findings.checks.first(where: { $0.isOfSamples && $0.spoils.contains(.memorization) }) {
            return .init(outcome: .inconclusive, reasons: [.checkFailed(check)] + reasons)
        }
        guard let visible = evidence.visibleLeak.share, visible <= findings.sensitivity?.leakOfInterest ?? 0 else {
            let unseen = AuditReason.leakUnseen(
                share: findings.sensitivity?.leakOfInterest ?? 0, samplesNeeded: findings.sensitivity?.samplesNeeded)
            return .init(outcome: .inconclusive, reasons: reasons + wholeSet(findings) + [unseen])
        }
        reasons.append(.leakVisible(share: visible))
        return .init(outcome: .noEvidence, reasons: reasons + wholeSet(findings))
    }

    /// Tests of the whole set that hold for any generator, where they find something.
    ///
    /// They compare training with held-out rows, so blur and missing modes move them no way. Each is held to a third of the
    /// level. They name no copies, so they are reasons and never the verdict.
    private func wholeSet(_ findings: AuditFindings) -> [AuditReason] {
        let level = (evidence?.options.level ?? 0.05) / 3
        // Samples that repeat each other are fewer comparisons than they seem.
        let share = findings.diversity.isCollapsed ? [] : [ClosestRecordShare.name]
        let names = share + ["membership_inference_auc", "discriminator_membership_inference_auc"]
        return names.compactMap { name in
            guard let test = findings.tests.first(where: { $0.name == name }), let pValue = test.pValue,
                let null = test.null, test.value > null, pValue <= level
            else { return nil }
            switch name {
            case ClosestRecordShare.name: return .leansToTraining(share: test.value, pValue: pValue)
            case "membership_inference_auc": return .nearnessTells(area: test.value, pValue: pValue)
            default: return .discriminatorTells(area: test.value, pValue: pValue)
            }
        }
    }

    /// Exact matches are facts, whatever the statistics can say.
    private func facts(_ findings: AuditFindings) -> [AuditReason] {
        let exact = findings.copies.count { $0.isExact }
        return exact > 0 ? [.exactCopies(exact)] : []
    }

    private func withoutHeldOut(_ findings: AuditFindings) -> AuditVerdict {
        let exact = findings.copies.count { $0.isExact }
        let sources = findings.sources
        // Held-out rows that are all training rows leave none to compare with.
        let overlap = AuditReason.heldOutOverlaps(rows: findings.pool.overlap.count, heldOut: sources.heldOutCount)
        // Real rows repeat each other as well; a generator of their kind repeats one as often.
        let natural =
            Double(sources.sampleCount) * Double(findings.pool.trainingRepeats) / Double(max(1, sources.trainingCount))
        if Double(exact) > max(1, 10 * natural) {
            return .init(
                outcome: .copying,
                reasons: [
                    .exactCopiesAlone(exact, samples: sources.sampleCount),
                    findings.heldOutOverlaps ? overlap : .nothingElseTested,
                ])
        }
        return .init(
            outcome: .inconclusive,
            reasons: [findings.heldOutOverlaps ? overlap : .noProbabilities] + facts(findings))
    }
}
