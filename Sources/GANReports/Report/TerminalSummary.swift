package import GANEvaluation

/// The report in about ten lines for a terminal.
package enum TerminalSummary {
    /// The lines, without line ends; plain text unless `styled` asks for bold and dim (ANSI).
    ///
    /// Texts from outside are cleaned of control characters, so that no class name can move the cursor.
    package static func lines(
        for report: EvaluationReport, companions: ReportCompanions = ReportCompanions(), styled: Bool = false
    ) -> [String] {
        TerminalRenderer(isStyled: styled).lines(ReportPage(report: report, companions: companions).document())
    }
}
