package import GANEvaluation

/// The comparison for a terminal: the verdict, then a line for each metric and candidate.
package enum ComparisonSummary {
    /// The lines, without line ends; plain text, without control characters of names.
    package static func lines(for report: ComparisonReport, width: Int = 100) -> [String] {
        TerminalRenderer(width: width).lines(ComparisonPage(report: report).document())
    }
}
