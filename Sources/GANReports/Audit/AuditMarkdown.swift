/// `audit.md`: the audit as a comment on a pull request, under 60 lines and 20 kB.
package enum AuditMarkdown {
    package static func render(_ report: AuditReport) -> String {
        MarkdownRenderer.render(AuditPage(report: report).document())
    }
}
