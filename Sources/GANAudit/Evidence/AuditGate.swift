public import GANMetrics

/// A limit that an audit is held to, and how it came out.
public struct AuditGate: Sendable, Equatable {
    public enum Rule: Sendable, Equatable {
        /// At most this share of the samples may be copies.
        case copiedShare(atMost: Double)
        /// No sample may be a copy at this false discovery rate.
        case noCopies(falseDiscoveryRate: Double)
    }

    public let rule: Rule
    public let outcome: Outcome
    /// One sentence for people.
    public let reason: String
    /// Samples that would decide, where more samples would.
    public let samplesToDecide: Int?

    /// Judges findings by a rule.
    ///
    /// A share is held to its limit by `CopiedShareLimit`, as policies do it.
    public init(_ rule: Rule, _ findings: AuditFindings) {
        self.rule = rule
        let judged =
            switch rule {
            case .copiedShare(let limit): Self.share(limit, findings)
            case .noCopies(let rate): Self.copies(rate, findings)
            }
        (outcome, reason, samplesToDecide) = (judged.0, judged.1, judged.2)
    }

    private typealias Judgement = (Outcome, String, Int?)

    private static func share(_ limit: Double, _ findings: AuditFindings) -> Judgement {
        let most = AuditText.percent(limit)
        let (outcome, ground) = CopiedShareLimit.judge(findings.limitEvidence, atMost: limit)
        let found =
            findings.copiedShare.map { "\(AuditText.percent($0.low)) to \(AuditText.percent($0.high))" } ?? ""
        let exact = findings.limitEvidence.exactCopies
        switch ground {
        case .beyond: return (outcome, "\(found) of the samples are copies; at most \(most) may be.", nil)
        case .within: return (outcome, "\(found) of the samples are copies; up to \(most) may be.", nil)
        case .nothingSeen:
            return (outcome, "No sample is a copy as far as this audit can see; up to \(most) may be.", nil)
        case .exactCopies:
            return (
                outcome,
                "\(exact) of \(findings.sources.sampleCount) samples are exact copies; at most \(most) may be.", nil
            )
        case .undecided: return inconclusive(findings)
        case .notCounted: return (outcome, "There is copying, but no single copy is clear enough to count.", nil)
        case .open:
            return (
                outcome, "\(found) of the samples are copies, so the limit of \(most) lies within the interval.",
                findings.copiedShare.flatMap { share in
                    SamplesToDecide.count(
                        samples: findings.sources.sampleCount, distance: abs(share.value - limit),
                        reach: share.value < limit ? share.high - share.value : share.value - share.low)
                }
            )
        }
    }

    private static func copies(_ rate: Double, _ findings: AuditFindings) -> Judgement {
        guard findings.hasProbabilities else {
            // Exact copies are facts; nothing else is one without p-values.
            let exact = findings.limitEvidence.exactCopies
            return findings.verdict.outcome == .copying && exact > 0
                ? (.failed, "\(exact) samples are exact copies of training rows.", nil) : inconclusive(findings)
        }
        let found = findings.copies.count { ($0.qValue ?? 1) <= rate }
        let level = AuditText.percent(rate)
        if found > 0 {
            return (
                .failed,
                "\(found) \(found == 1 ? "sample is a copy" : "samples are copies") at a false discovery rate of \(level).",
                nil
            )
        }
        if findings.verdict.outcome == .inconclusive { return inconclusive(findings) }
        return (.passed, "No sample is a copy at a false discovery rate of \(level).", nil)
    }

    private static func inconclusive(_ findings: AuditFindings) -> Judgement {
        (
            .inconclusive, findings.verdict.reasons.joined(separator: " "),
            findings.verdict.samplesToDecide(findings)
        )
    }
}

extension AuditFindings {
    /// What bears on a limit on the share of copies.
    var limitEvidence: CopiedShareLimit.Evidence {
        let verdict: CopiedShareLimit.Evidence.Verdict =
            switch self.verdict.outcome {
            case .copying: .copying
            case .noEvidence: .noEvidence
            case .inconclusive: .inconclusive
            }
        return CopiedShareLimit.Evidence(
            verdict: verdict,
            interval: hasProbabilities ? copiedShare.flatMap { $0.low <= $0.high ? $0.low...$0.high : nil } : nil,
            copies: copies.count, exactCopies: copies.count { $0.isExact }, samples: sources.sampleCount,
            visibleShare: sensitivity?.smallestVisibleShare)
    }

    /// Whether held-out rows allowed p-values, and nothing speaks against them.
    public var hasProbabilities: Bool {
        copiedShare != nil && !diagnostics.contains { $0.code == "split_not_exchangeable" }
    }

    /// Whether so many held-out rows are training rows that they can't stand for unseen data.
    public var heldOutOverlaps: Bool {
        Double(pool.overlap.count) > AuditDiagnostics.largestOverlap * Double(sources.heldOutCount)
    }

    /// Whether the audit as such can't tell: its exit code is then 4.
    public var isInconclusive: Bool { verdict.outcome == .inconclusive }
}

extension AuditVerdict {
    /// The samples with which the audit could tell, when their number is what was lacking.
    ///
    /// More samples of few images, or more contests with held-out rows that are training rows, would tell no more.
    public func samplesToDecide(_ findings: AuditFindings) -> Int? {
        guard outcome == .inconclusive, findings.hasProbabilities, !findings.heldOutOverlaps,
            !findings.diversity.isCollapsed, let sensitivity = findings.sensitivity,
            let needed = sensitivity.samplesNeeded, needed > findings.sources.sampleCount
        else { return nil }
        return needed
    }
}
