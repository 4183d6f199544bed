public import GANMetrics

/// A rule held against its figure.
///
/// All numbers that a sentence about it needs are here; `GANReports` writes the sentences.
public struct GateFinding: Sendable, Equatable {
    /// Why a gate is inconclusive for another reason than an interval that holds the bound.
    public enum Obstacle: Sendable, Equatable {
        /// An interval shows a difference, never equality.
        case equalityOfUncertainValue
        /// The audit as such can't tell; its own reasons.
        case auditUndecided([String])
        /// Real data's figure can't be held beside the value, for this reason.
        case noFigureOfReal(String)
        /// A check of the report, or of the baseline, failed that the metric's section rests on; what it found.
        case checkFailed(String)
        /// The audit finds copying, but no copy clear enough to be counted.
        case copiesNotCounted
        /// There is no figure for the rule, for this reason; the figure of the finding says nothing.
        case notMeasured(String)
    }

    /// How a figure was compared with the baseline's.
    public enum Pairing: Sendable, Equatable {
        /// Sample by sample: both reports' samples come from the same latents.
        case paired
        /// As if the two had nothing in common, for this reason.
        case unpaired(String)
    }

    /// What the policy asks.
    public var rule: GateRule
    /// As it was judged, with the interval at the level that decided.
    public var figure: GateFigure
    /// The number that the interval's end was compared with, nil for words.
    ///
    /// Of a baseline it is the margin, of a share or multiple that of real data's figure.
    public var bound: Double?
    /// The baseline's figure, where the rule has one.
    public var baseline: GateFigure?
    /// How much worse than the baseline, with its interval; above 0 is worse.
    public var difference: GateFigure?
    /// How a comparison with a baseline was made; nil for other rules.
    public var pairing: Pairing?
    /// Kept, broken, or left open.
    public var outcome: Outcome
    /// Why it is left open; nil where it is decided.
    public var obstacle: Obstacle?
    /// The least share of copies that the audit would have seen, where that and not the interval passes the gate.
    public var visibleShare: Double?
    /// Samples that would decide if the value stayed as it is; nil where none would, or where none are needed.
    public var samplesToDecide: Int?

    package init(
        rule: GateRule, figure: GateFigure, bound: Double? = nil, baseline: GateFigure? = nil,
        difference: GateFigure? = nil, pairing: Pairing? = nil, outcome: Outcome, obstacle: Obstacle? = nil,
        samplesToDecide: Int? = nil
    ) {
        self.rule = rule
        self.figure = figure
        self.bound = bound
        self.baseline = baseline
        self.difference = difference
        self.pairing = pairing
        self.outcome = outcome
        self.obstacle = obstacle
        self.samplesToDecide = samplesToDecide
    }

    /// Whether nobody knows how much chance moves the figure, or the baseline's where there is one.
    public var isUncertaintyUnknown: Bool {
        [figure, baseline].contains { $0.map { $0.basis == .none && $0.interval == nil } ?? false }
    }

    /// Whether there is no figure for the rule.
    public var isNotMeasured: Bool { if case .notMeasured = obstacle { true } else { false } }

    /// The figure that was compared with `bound`: the difference from the baseline, or the value itself.
    public var judged: GateFigure { difference ?? figure }
}

/// What a policy says about a report.
public struct GateVerdict: Sendable, Equatable {
    /// In the policy's order.
    public var findings: [GateFinding]
    /// What inconclusive gates count as, when somebody has said so.
    public var inconclusive: GatePolicy.Inconclusive?

    package init(findings: [GateFinding], inconclusive: GatePolicy.Inconclusive? = nil) {
        self.findings = findings
        self.inconclusive = inconclusive
    }

    /// What the gates come to, whatever inconclusive counts as.
    public var outcome: Outcome { Outcome(findings.map(\.outcome)) }

    /// The rules that came out so.
    public func count(_ outcome: Outcome) -> Int { findings.count { $0.outcome == outcome } }

    /// 0 passed, 3 failed, 4 inconclusive, unless inconclusive counts as one of the others.
    public var exitCode: Int32 { counted.exitCode }

    /// The outcome with what inconclusive counts as.
    public var counted: Outcome { outcome.counting(inconclusiveAs: inconclusive?.outcome) }
}
