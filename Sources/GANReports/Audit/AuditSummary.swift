/// The audit in at most eleven lines for a terminal.
package enum AuditSummary {
    /// The lines, without line ends, each at most `width` characters where words allow; plain text.
    package static func lines(for report: AuditReport, width: Int = 100) -> [String] {
        TerminalRenderer(width: width).lines(AuditPage(report: report, width: width).document())
    }
}
