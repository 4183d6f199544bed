/// A limit on the share of samples that are copies: the one rule of an audit's own limit and of a policy's.
public enum CopiedShareLimit {
    /// What an audit knows that bears on a limit.
    public struct Evidence: Sendable, Equatable {
        /// The audit's verdict as a whole.
        public enum Verdict: Sendable {
            case copying, noEvidence, inconclusive
        }

        /// What the audit as a whole says.
        public var verdict: Verdict
        /// The interval of the share that can be shown; nil where there is none.
        public var interval: ClosedRange<Double>?
        /// The share of the samples that surely are copies; nil where no p-values stand behind it.
        public var atLeast: Double?
        /// Copies that are clear enough to be listed, and those among them that are equal to training rows.
        public var copies: Int
        /// Copies that are equal to training rows, listed or not.
        public var exactCopies: Int
        /// The samples that were searched.
        public var samples: Int
        /// The least share of clear copies that the audit would have seen, where it knows.
        public var visibleShare: Double?

        /// What an audit says: shares from 0 to 1, counts of samples; `atLeast` is the interval's lower end unless given.
        ///
        /// Nothing is checked.
        public init(
            verdict: Verdict, interval: ClosedRange<Double>?, atLeast: Double? = nil, copies: Int, exactCopies: Int,
            samples: Int, visibleShare: Double?
        ) {
            self.verdict = verdict
            self.interval = interval
            self.atLeast = atLeast ?? interval?.lowerBound
            self.copies = copies
            self.exactCopies = exactCopies
            self.samples = samples
            self.visibleShare = visibleShare
        }
    }

    /// Why a limit came out as it did.
    public enum Ground: Sendable, Equatable {
        /// The whole interval keeps the limit, lies beyond it, or holds it.
        case within, beyond, open
        /// Nothing points to copying, and more than the limit would have been seen.
        case nothingSeen
        /// Exact copies alone are more than the limit allows; they are facts whatever else can be said.
        case exactCopies
        /// The audit as such can't tell.
        case undecided
        /// There is copying, but no single copy is clear enough to be counted.
        case notCounted
    }

    /// Holds what an audit knows to a limit.
    ///
    /// An audit that can't tell decides nothing. A share is a lower bound: it fails when what is surely copied is above the limit. It
    /// passes when the upper end of its interval is not, which speaks of copies as clear as those listed; or when nothing points to
    /// copying and more than the limit would have been seen. Copying of which nothing can be listed passes no limit. A limit of 0, which
    /// no number of samples can show to be kept, asks that nothing points to copying. Without p-values only exact copies fail.
    public static func judge(_ evidence: Evidence, atMost limit: Double) -> (outcome: Outcome, ground: Ground) {
        guard let atLeast = evidence.atLeast else {
            let isBeyond = Double(evidence.exactCopies) > limit * Double(evidence.samples)
            return evidence.verdict == .copying && isBeyond
                ? (.failed, .exactCopies) : (.inconclusive, .undecided)
        }
        if evidence.verdict == .inconclusive { return (.inconclusive, .undecided) }
        if atLeast > limit { return (.failed, .beyond) }
        guard let interval = evidence.interval, evidence.verdict != .copying || evidence.copies > 0 else {
            return (.inconclusive, .notCounted)
        }
        if interval.upperBound <= limit { return (.passed, .within) }
        let isSeen = limit == 0 || evidence.visibleShare.map { $0 <= limit } == true
        if evidence.verdict == .noEvidence, evidence.copies == 0, isSeen { return (.passed, .nothingSeen) }
        return (.inconclusive, .open)
    }
}
