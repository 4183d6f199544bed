public import GANMetrics

/// A limit that an audit is held to, and how it came out.
public struct AuditGate: Sendable, Equatable {
    /// What is asked of an audit.
    public enum Rule: Sendable, Equatable {
        /// At most this share of the samples may be copies.
        case copiedShare(atMost: Double)
        /// No sample may be a copy at this false discovery rate.
        case noCopies(falseDiscoveryRate: Double)
    }

    /// Why it came out so, as data; `AuditWords` of `GANReports` says it.
    public enum Ground: Sendable, Equatable {
        /// The share of copies beside its limit.
        case share(
            CopiedShareLimit.Ground, atLeast: Double?, interval: ClosedRange<Double>?, exactCopies: Int, samples: Int)
        /// So many samples are copies at the rule's rate.
        case listed(Int)
        /// There is copying, surely of this share, and no copy can be listed.
        case unlisted(atLeast: Double)
        /// So many are exact copies, and nothing else is known.
        case exactCopies(Int)
        /// The audit can't tell, for these reasons.
        case undecided([AuditReason])
    }

    /// What was asked.
    public let rule: Rule
    /// Kept, broken, or left open.
    public let outcome: Outcome
    /// Why.
    public let ground: Ground
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
        (outcome, ground, samplesToDecide) = (judged.0, judged.1, judged.2)
    }

    private typealias Judgement = (Outcome, Ground, Int?)

    private static func share(_ limit: Double, _ findings: AuditFindings) -> Judgement {
        let evidence = findings.limitEvidence
        let (outcome, ground) = CopiedShareLimit.judge(evidence, atMost: limit)
        if ground == .undecided { return inconclusive(findings) }
        let needed = findings.copiedShare.flatMap { share in
            SamplesToDecide.count(
                samples: findings.sources.sampleCount, distance: abs(share.value - limit),
                reach: share.value < limit ? share.high - share.value : share.value - share.low)
        }
        return (
            outcome,
            .share(
                ground, atLeast: evidence.atLeast,
                interval: findings.copiedShare.map { $0.low...max($0.low, $0.high) }, exactCopies: evidence.exactCopies,
                samples: findings.sources.sampleCount),
            ground == .open ? needed : nil
        )
    }

    private static func copies(_ rate: Double, _ findings: AuditFindings) -> Judgement {
        guard findings.hasProbabilities else {
            // Exact copies are facts; nothing else is one without p-values.
            let exact = findings.limitEvidence.exactCopies
            return findings.verdict.outcome == .copying && exact > 0
                ? (.failed, .exactCopies(exact), nil) : inconclusive(findings)
        }
        let found = findings.copies.count { ($0.qValue ?? 1) <= rate }
        if found > 0 { return (.failed, .listed(found), nil) }
        switch findings.verdict.outcome {
        case .inconclusive: return inconclusive(findings)
        case .noEvidence: return (.passed, .listed(0), nil)
        case .copying:
            let atLeast = findings.limitEvidence.atLeast ?? 0
            return (atLeast > 0 ? .failed : .inconclusive, .unlisted(atLeast: atLeast), nil)
        }
    }

    private static func inconclusive(_ findings: AuditFindings) -> Judgement {
        (
            .inconclusive, .undecided(findings.verdict.reasons), findings.verdict.samplesToDecide(findings)
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
            atLeast: hasProbabilities ? sureShare?.low ?? copiedShare?.low ?? 0 : nil,
            copies: copies.count, exactCopies: copies.count { $0.isExact }, samples: sources.sampleCount,
            visibleShare: sensitivity?.smallestVisibleShare)
    }

    /// Whether held-out rows allowed p-values, and nothing speaks against them.
    public var hasProbabilities: Bool {
        sureShare != nil
    }

    /// Whether so many held-out rows are training rows that they can't stand for unseen data.
    public var heldOutOverlaps: Bool {
        Double(pool.overlap.count) > AuditDoubts.largestOverlap * Double(sources.heldOutCount)
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
