import GANEvaluation
import GANMetrics
import GANNumerics
import GANText

extension ComparisonWords {
    /// Whether sets are compared row by row, and why.
    var pairing: String {
        func letter(_ subject: Int) -> String { ComparisonReport.letter(subject) }
        switch report.pairing {
        case .sameLatents:
            return
                "All models have the same prior, so sample i of each was made from the same latents, and differences "
                + "are those of pairs."
        case .sameLatentsOfReports(let metrics):
            return "Sample i of each report was made from the same latents: differences of "
                + "\(metrics.joined(separator: ", ")) are those of pairs, all others are taken as those of independent sets."
        case .madeBefore(let subject):
            return "\(letter(subject)) is a set of samples that was made before: nothing says which latents they came "
                + "from, so the sets are taken as independent."
        case .noSharedLatents(let subject, let baseline, let prior) where baseline == prior:
            return
                "A and \(letter(subject)) draw \(prior.words), each with a seed of its own: they share no latents, so the "
                + "sets are taken as independent."
        case .noSharedLatents(let subject, let baseline, let prior):
            return "A draws \(baseline.words) and \(letter(subject)) \(prior.words): they share no latents, so the "
                + "sets are taken as independent."
        case .notKept(let subject):
            return "\(letter(subject)) does not keep what each of its samples adds to the metrics, so the "
                + "sets are taken as independent."
        case .otherLatents(let subject):
            return "The samples of A and \(letter(subject)) come from different latents, so the sets are taken as "
                + "independent."
        case .noMetricInPairs:
            return "No metric has an interval and contributions in all reports, so the sets are taken as independent."
        }
    }

    /// What speaks against the figures: checks that failed, then the comparison's own doubts.
    var doubts: [Diagnostic] {
        report.failures.map { failure in
            let letters = ReportText.list(failure.subjects.map { ComparisonReport.letter($0) })
            let scope = failure.subjects.count == report.subjects.count ? "" : "Of \(letters): "
            return Diagnostic(code: "failed_check", message: scope + CheckWords([failure.check]).failures.joined())
        } + report.doubts.map(Self.said)
    }

    /// A doubt in a sentence.
    static func said(_ doubt: ComparisonDoubt) -> Diagnostic {
        Diagnostic(code: doubt.code, severity: doubt.severity, message: message(doubt))
    }

    private static func message(_ doubt: ComparisonDoubt) -> String {
        switch doubt {
        case .fewerSamplesUsed(let subject, let count, let used):
            return "\(ComparisonReport.letter(subject)) has \(count) samples; the first \(used) are "
                + "compared, as many as the smallest set has."
        case .equalSubjects(let first, let second):
            return "\(ComparisonReport.letter(first)) and \(ComparisonReport.letter(second)) are the same "
                + "model or the same samples."
        case .tooFewHeldOut(let metrics, let heldOut, let samples):
            return "No figure of real data for \(metrics.joined(separator: ", ")): \(heldOut) held-out rows are "
                + "fewer than the \(samples) samples, and the number moves them; give as many."
        case .fewerSamplesThanDimensions(let samples, let dimensions):
            return "\(samples) samples of \(dimensions) features: covariances have no full rank, and small "
                + "differences of Fréchet distances are hard to see."
        case .classesOfExtractor(let note): return note
        case .classesLeftOut(let compared, let all): return "The \(compared) largest of \(all) classes are compared."
        case .failedCheck(let subject, let found):
            return
                "A check of the report of \(ComparisonReport.letter(subject)) failed, and figures that rest on it say "
                + "little: \(found)"
        case .intervalsAlone:
            return "Compared from the reports' intervals, as independent sets: smaller differences show when the "
                + "models themselves are compared on the same latents."
        case .metricsWithoutInterval(let metrics):
            return "Not compared, for want of intervals: \(metrics.joined(separator: ", "))."
        }
    }
}
