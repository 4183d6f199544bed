public import GANAudit
public import GANData
public import GANEvaluation
public import GANMetrics
public import OrderedCollections

/// What a self-test found: which fault a report, and an audit, would see in these data at these counts.
public struct SelfTestReport: Sendable {
    /// The data that honest samples were taken of.
    public var reference: SourceSummary
    /// What was left of them to stand for the training data.
    public var training: SourceSummary
    /// Real data that are neither.
    public var heldOut: SourceSummary
    /// How many samples each set has.
    public var samples: Int
    /// The images' shape; nil of points.
    public var imageShape: ImageShape?
    /// Honest sets, the same size, without a fault: what a perfect generator would be told.
    public var controls: [SelfTestTrial]
    /// The faults that could be made, in the order of `SelfTestFaults.all`.
    public var faults: [SelfTestFinding]
    /// The others, with what was in the way.
    public var leftOut: OrderedDictionary<SelfTestKind, SelfTestObstacle>
    /// What decided the figures of the controls and of all faults that leave the training data alone.
    public var evaluationProtocol: EvaluationProtocol
    /// How, when and where it was made.
    public var run: RunRecord

    package init(
        reference: SourceSummary, training: SourceSummary, heldOut: SourceSummary, samples: Int,
        imageShape: ImageShape?, controls: [SelfTestTrial], faults: [SelfTestFinding],
        leftOut: OrderedDictionary<SelfTestKind, SelfTestObstacle>, evaluationProtocol: EvaluationProtocol,
        run: RunRecord
    ) {
        self.reference = reference
        self.training = training
        self.heldOut = heldOut
        self.samples = samples
        self.imageShape = imageShape
        self.controls = controls
        self.faults = faults
        self.leftOut = leftOut
        self.evaluationProtocol = evaluationProtocol
        self.run = run
    }

    /// Honest sets that a report called good.
    public var goodControls: Int { controls.count { $0.verdict?.grade == .good } }

    /// Honest sets that a report objected to: false alarms.
    public var accusedControls: [SelfTestTrial] { controls.filter { ($0.verdict?.grade ?? .good) > .cannotTell } }
}

/// One fault, at each of its strengths.
public struct SelfTestFinding: Sendable {
    /// Which fault.
    public var kind: SelfTestKind
    /// What it was done to, where that has a name.
    public var target: SelfTestScene.Target?
    /// How many channels the images have; nil of points.
    public var channels: Int?
    /// One for each strength, the weakest first.
    public var trials: [SelfTestTrial]

    package init(kind: SelfTestKind, target: SelfTestScene.Target?, channels: Int?, trials: [SelfTestTrial]) {
        self.kind = kind
        self.target = target
        self.channels = channels
        self.trials = trials
    }

    /// The weakest strength from which on it was always seen, by report or audit; nil where the strongest was not.
    public var seenFrom: SelfTestTrial? {
        let unseen = trials.lastIndex { !$0.isSeen }
        let first = unseen.map { $0 + 1 } ?? 0
        return first < trials.count ? trials[first] : nil
    }
}

/// One set of samples, honest or with a fault, and what was said of it.
public struct SelfTestTrial: Sendable {
    /// nil of an honest set.
    public var strength: SelfTestStrength?
    /// What a report says; nil where it could not be made.
    public var verdict: Verdict?
    /// Why there is no verdict; nil where there is one.
    public var refusal: String?
    /// The metrics of the report, with their intervals.
    public var metrics: OrderedDictionary<String, MeasuredMetric>
    /// Rules that object and did so to no honest set.
    public var objections: [Witness]
    /// Checks that failed and did so for no honest set.
    public var failures: [Check]
    /// Metrics whose intervals lie outside of those of every honest set.
    public var moved: [String]
    /// What an audit says; nil where none was asked.
    public var audit: SelfTestAudit?
    /// The first few samples, to look at; empty of points.
    public var pictures: [[Float]] = []

    /// So many samples are kept to look at.
    package static let pictureLimit = 6

    package init(
        strength: SelfTestStrength?, verdict: Verdict? = nil, refusal: String? = nil,
        metrics: OrderedDictionary<String, MeasuredMetric> = [:], objections: [Witness] = [], failures: [Check] = [],
        moved: [String] = [], audit: SelfTestAudit? = nil
    ) {
        self.strength = strength
        self.verdict = verdict
        self.refusal = refusal
        self.metrics = metrics
        self.objections = objections
        self.failures = failures
        self.moved = moved
        self.audit = audit
    }

    /// Whether a report's judgement shows it: by a rule or a check that no honest set offends, or by refusing it.
    public var isSeenByReport: Bool { !objections.isEmpty || !failures.isEmpty || refusal != nil }

    /// Whether the audit says that there is copying.
    public var isSeenByAudit: Bool { audit?.outcome == .copying }

    /// Whether either shows it.
    public var isSeen: Bool { isSeenByReport || isSeenByAudit }
}

/// What an audit said of one set.
public struct SelfTestAudit: Sendable, Equatable {
    /// Its answer.
    public var outcome: AuditVerdict.Outcome
    /// Samples that it lists as copies.
    public var copies: Int
    /// The smallest share of clear copies that it would have seen; nil where no share would.
    public var smallestVisibleShare: Double?

    package init(outcome: AuditVerdict.Outcome, copies: Int, smallestVisibleShare: Double?) {
        self.outcome = outcome
        self.copies = copies
        self.smallestVisibleShare = smallestVisibleShare
    }
}
