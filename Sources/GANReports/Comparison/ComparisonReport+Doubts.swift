import GANEvaluation
import GANMetrics
import GANText

extension ComparisonReport {
    /// What speaks against the figures: checks that failed, then the metrics' own doubts.
    var doubts: [Diagnostic] {
        failures.map { failure in
            let letters = ReportText.list(failure.subjects.map { Self.letter($0) })
            let scope = failure.subjects.count == subjects.count ? "" : "Of \(letters): "
            return Diagnostic(code: "failed_check", message: scope + CheckWords([failure.check]).failures.joined())
        } + diagnostics
    }
}
