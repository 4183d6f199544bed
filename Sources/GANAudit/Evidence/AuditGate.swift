import GANMetrics

/// A limit that an audit is held to, and how it came out.
public struct AuditGate: Sendable, Equatable {
    public enum Rule: Sendable, Equatable {
        /// At most this share of the samples may be copies.
        case copiedShare(atMost: Double)
        /// No sample may be a copy at this false discovery rate.
        case noCopies(falseDiscoveryRate: Double)
    }

    public enum Outcome: String, Sendable {
        case passed, failed, inconclusive
    }

    public let rule: Rule
    public let outcome: Outcome
    /// One sentence for people.
    public let reason: String
    /// Samples that would decide, where more samples would.
    public let samplesToDecide: Int?

    /// Judges findings by a rule.
    ///
    /// A share fails when the lower end of its interval is above the limit. It passes when the upper end is not, or when nothing
    /// points to copying and a leak of interest would have been seen. What lies between is inconclusive.
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
        guard let share = findings.copiedShare, findings.hasProbabilities else {
            return withoutProbabilities(findings) { exact in
                Double(exact) > limit * Double(findings.sources.sampleCount)
                    ? "\(exact) of \(findings.sources.sampleCount) samples are exact copies; at most \(most) may be."
                    : nil
            }
        }
        let found = "\(AuditText.percent(share.low)) to \(AuditText.percent(share.high))"
        if share.low > limit { return (.failed, "\(found) of the samples are copies; at most \(most) may be.", nil) }
        let isHidden = findings.verdict.outcome == .copying && findings.copies.isEmpty
        if share.high <= limit, findings.verdict.outcome != .inconclusive, !isHidden {
            return (.passed, "\(found) of the samples are copies; up to \(most) may be.", nil)
        }
        switch findings.verdict.outcome {
        case .noEvidence where findings.copies.isEmpty:
            return (.passed, "No sample is a copy as far as this audit can see; up to \(most) may be.", nil)
        case .inconclusive: return inconclusive(findings)
        case .copying where isHidden:
            return (.inconclusive, "There is copying, but no single copy is clear enough to count.", nil)
        case .copying, .noEvidence:
            // The interval narrows with the root of the samples.
            let distance = abs(share.value - limit)
            let reach = max(share.high - share.value, share.value - share.low)
            let factor = distance > 0 ? (reach / distance) * (reach / distance) : .infinity
            let needed = (1.2 * factor * Double(findings.sources.sampleCount)).rounded(.up)
            return (
                .inconclusive, "\(found) of the samples are copies, so the limit of \(most) lies within the interval.",
                needed < 1e9 ? Int(needed) : nil
            )
        }
    }

    private static func copies(_ rate: Double, _ findings: AuditFindings) -> Judgement {
        guard findings.hasProbabilities else {
            return withoutProbabilities(findings) { exact in
                exact > 0 ? "\(exact) samples are exact copies of training rows." : nil
            }
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

    /// Exact copies are facts; nothing else is one without p-values.
    private static func withoutProbabilities(_ findings: AuditFindings, _ fact: (Int) -> String?) -> Judgement {
        let exact = findings.copies.count { $0.isExact }
        if findings.verdict.outcome == .copying, let fact = fact(exact) { return (.failed, fact, nil) }
        return (.inconclusive, findings.verdict.reasons.joined(separator: " "), nil)
    }
}

extension AuditFindings {
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
