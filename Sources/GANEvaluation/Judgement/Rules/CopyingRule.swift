import GANMetrics
import OrderedCollections

/// No more samples lie near training rows than held-out data do, and none equals one.
enum CopyingRule: VerdictRule {
    static let name = "near_copies"
    static let section = ReportSection.memorization
    static let metric = DistanceRatio.name
    static let needed = [DistanceRatio.name, Authenticity.name]
    static let isIndispensable = true
    /// A p-value below this speaks for copying; the report makes one such test.
    static let significance = 0.01
    /// Tail shares beyond `alarming` times held-out data's are alarming, not only noticeable.
    static let limits = Witness.Limits(good: 1, alarming: 2, .atMostTimesReal)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        // Where nobody looked for exact copies nothing can be said.
        guard let copies = evidence.count(Authenticity.name, ExactCopiesRule.part) else { return nil }
        guard evidence.hasHeldOut, let share = result.number("tail_share"), let null = result.number("tail_null"),
            let p = result.number("tail_p_value")
        else {
            return copies > 0 ? (.alarming, .exactCopies(copies)) : (.cannotTell, .noExactCopy)
        }
        let low = evidence.interval(metric, "tail_interval")?.low ?? share
        let tail = SectionFinding.Tail(share: share, heldOut: null)
        if p < significance {
            let grade: Grade = low > (limits.alarming ?? 1) * null || copies > 0 ? .alarming : .weak
            return (grade, .tooNear(tail, pValue: p, exactCopies: copies))
        }
        return copies > 0 ? (.weak, .exactCopiesAlone(copies)) : (.good, .noCopying(tail))
    }
}

/// No sample equals a training row; what there is to say where distances were not measured.
enum ExactCopiesRule: VerdictRule {
    static let name = "exact_copies"
    static let section = ReportSection.memorization
    static let metric = Authenticity.name
    static let limits = Witness.Limits(good: 0, alarming: 0, .atMost)
    static let part = "exact_copies"

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard evidence.metrics[DistanceRatio.name] == nil, let copies = evidence.count(metric, part), copies > 0 else {
            return nil
        }
        return (.alarming, .exactCopies(copies))
    }
}
