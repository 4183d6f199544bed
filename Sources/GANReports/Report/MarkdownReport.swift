package import GANEvaluation

/// `report.md`: the report as a comment on a pull request, under 60 lines and 20 kB.
package enum MarkdownReport {
    package static func render(
        _ report: EvaluationReport, companions: ReportCompanions = ReportCompanions()
    ) -> String {
        MarkdownRenderer.render(ReportPage(report: report, companions: companions).document())
    }
}
