import GANAudit
import GANEvaluation
import GANMetrics
package import GANSelfTest
import GANText

/// The sentences of a self-test; every output takes them from here.
package struct SelfTestWords {
    let report: SelfTestReport

    package init(_ report: SelfTestReport) { self.report = report }

    private var noun: String { report.imageShape == nil ? "point" : "image" }

    // MARK: The whole

    /// What a good is worth with these data and counts, in a sentence.
    package var sentence: String {
        let count = FigureText.count(report.samples)
        if report.goodControls == 0 {
            return
                "With \(count) samples of these data not even real \(noun)s are called good: what a report says of a generator here is about "
                + "the data and the counts."
        }
        let seen = report.faults.filter { $0.seenFrom != nil }
        let plainly = report.faults.filter { $0.trials.first?.isSeen ?? false }
        if seen.isEmpty {
            return "With \(count) samples of these data a good rules out none of the faults that were tried."
        }
        let all = "\(seen.count) of \(report.faults.count) faults"
        return plainly.count == report.faults.count
            ? "With \(count) samples of these data a good rules out all \(report.faults.count) faults at every strength that was tried."
            : "With \(count) samples of these data a good rules out \(all) at the greatest strength that was tried, and "
                + "\(plainly.count) at the least."
    }

    /// What honest sets were called.
    package var control: String {
        let total = report.controls.count
        let sets = "\(FigureText.count(total)) honest \(FigureText.noun(total, "set", "sets"))"
        var text =
            "Of \(sets) of real \(noun)s, \(report.goodControls) \(FigureText.noun(report.goodControls, "was", "were")) called good"
        for grade in Grade.allCases where grade != .good {
            let count = report.controls.count { $0.verdict?.grade == grade }
            if count > 0 { text += ", \(count) '\(grade.rawValue)'" }
        }
        if let audit = report.controls.compactMap(\.audit).first {
            text += "; the audit of one says \(Self.said(audit.outcome))"
        }
        return text + "."
    }

    /// Whether a report accuses honest samples, as what to know first.
    package var warning: String? {
        let accused = report.accusedControls
        guard !accused.isEmpty else { return nil }
        let rules = Set(
            accused.flatMap { ($0.verdict?.witnesses ?? []).filter { $0.grade > .cannotTell }.map(\.metric) })
        let titles = MetricRegistry.reported.filter { rules.contains($0.name) }.map(\.title)
        return
            "\(accused.count) of \(report.controls.count) honest sets were objected to, by \(ReportText.list(titles)): what these say of a "
            + "generator counts for nothing here, and no fault counts as seen by them."
    }

    /// What follows for who reads a report of these data.
    var advice: String {
        "One draw was judged for each fault and strength: near the least strength that is seen, another draw may go unseen. More "
            + "samples, held-out rows and labels make finer faults visible; --samples tries it."
    }

    // MARK: Faults

    /// What a fault is called.
    func title(_ finding: SelfTestFinding) -> String {
        switch finding.kind {
        case .droppedCluster: return finding.target?.isCluster ?? true ? "Dropped cluster" : "Dropped class"
        case .collapse: return "Collapse"
        case .blur: return "Blur"
        case .noise: return "Noise"
        case .colourShift: return finding.channels ?? 1 >= 3 ? "Shifted colours" : "Shifted light"
        case .exactCopies: return "Exact copies"
        case .alteredCopies: return "Altered copies"
        case .labelShuffle: return "Exchanged labels"
        }
    }

    /// What a fault that could not be made is called.
    static func title(_ kind: SelfTestKind) -> String {
        switch kind {
        case .droppedCluster: return "Dropped cluster"
        case .collapse: return "Collapse"
        case .blur: return "Blur"
        case .noise: return "Noise"
        case .colourShift: return "Shifted colours"
        case .exactCopies: return "Exact copies"
        case .alteredCopies: return "Altered copies"
        case .labelShuffle: return "Exchanged labels"
        }
    }

    /// What was done, in a sentence.
    func done(_ finding: SelfTestFinding) -> String {
        switch finding.kind {
        case .droppedCluster:
            guard let target = finding.target else { return "A part of the data comes too rarely." }
            let share = FigureText.spokenPercent(target.share)
            return target.isCluster
                ? "Of one of the k-means clusters of the samples' own values, \(share) of them, some were replaced by others."
                : "Of the class \(target.name ?? "\(target.number)"), \(share) of the samples, some were replaced by others."
        case .collapse: return "Few different \(noun)s come again and again, each time with a little noise."
        case .blur: return "Gaussian blur; the strength is its standard deviation."
        case .noise: return "Normal noise on every value; the strength is its standard deviation."
        case .colourShift:
            return finding.channels ?? 1 >= 3
                ? "The first channel is lighter and the third darker." : "All of every image is lighter."
        case .exactCopies: return "Some of the samples are training rows."
        case .alteredCopies:
            return "Some of the samples are training rows moved a pixel to the right, with noise of 4 grey levels."
        case .labelShuffle:
            return
                "The samples are honest; some of the reference's labels are exchanged. What should object is a check of the data."
        }
    }

    /// A strength with its unit: "0.7 pixels", "10 % of the samples".
    func strength(_ strength: SelfTestStrength?, of kind: SelfTestKind) -> String {
        guard let strength else { return "none" }
        switch strength.unit {
        case .pixels: return "\(FigureText.trimmed(strength.value)) pixels"
        case .levels: return "\(FigureText.trimmed(strength.value)) grey levels"
        case .deviations: return "\(FigureText.trimmed(strength.value)) standard deviations"
        case .distinctShare: return "\(FigureText.exactPercent(strength.value)) distinct"
        case .share:
            let share = FigureText.exactPercent(strength.value)
            switch kind {
            case .droppedCluster: return "\(share) of it gone"
            case .labelShuffle: return "\(share) of the labels"
            default: return "\(share) of the samples"
            }
        }
    }

    /// From which strength on a fault is seen, and by what.
    package func sentence(_ finding: SelfTestFinding) -> String {
        let name = title(finding)
        guard let first = finding.seenFrom else {
            let strongest = finding.trials.last.map { strength($0.strength, of: finding.kind) } ?? "any strength"
            return "\(name): not seen, up to \(strongest)."
        }
        let from = strength(first.strength, of: finding.kind)
        let least = first.strength == finding.trials.first?.strength
        return
            "\(name): seen \(least ? "already at" : "from") \(from)\(least ? "" : " on"), by \(ReportText.list(seenBy(first)))."
    }

    /// What sees a set: titles of metrics, checks, the audit.
    func seenBy(_ trial: SelfTestTrial) -> [String] {
        if trial.refusal != nil { return ["a refusal"] }
        var names: [String] = []
        for witness in trial.objections.sorted(by: { $0.grade > $1.grade }) {
            let title = MetricLabel(witness.metric).title
            if !names.contains(title) { names.append(title) }
        }
        let checks = CheckWords(trial.failures, noun: noun)
        names = trial.failures.map { "the check of \(checks.title($0.name))" } + names
        if trial.isSeenByAudit { names.append("the audit") }
        return names
    }

    /// Each sentence of the report's judgement, or the audit's answer, that shows the fault.
    func sentences(_ trial: SelfTestTrial) -> [String] {
        if let refusal = trial.refusal { return ["Refused: \(refusal)."] }
        let checks = CheckWords(trial.failures, noun: noun)
        var found = trial.failures.map { checks.sentence($0) }
        if let verdict = trial.verdict {
            let words = VerdictWords(verdict)
            found += trial.objections.sorted { $0.grade > $1.grade }.map { words.said($0.finding) }
        }
        if let audit = trial.audit { found.append(said(audit)) }
        return found
    }

    /// An audit's answer, in a sentence.
    func said(_ audit: SelfTestAudit) -> String {
        let listed = audit.copies > 0 ? " and lists \(FigureText.count(audit.copies, "copy", "copies"))" : ""
        return "The audit says \(Self.said(audit.outcome))\(listed)."
    }

    static func said(_ outcome: AuditVerdict.Outcome) -> String {
        switch outcome {
        case .copying: return "copying"
        case .noEvidence: return "no evidence of copying"
        case .inconclusive: return "that it can't tell"
        }
    }

    /// Why a fault was not tried.
    static func said(_ obstacle: SelfTestObstacle) -> String {
        switch obstacle {
        case .noImages: return "the data are no images"
        case .noLabels: return "the reference has no labels, or known modes stand for them"
        case .tooFewRows: return "there are too few rows to cut into clusters"
        }
    }
}
