package import Foundation
import GANEvaluation

/// Writes an audit's files into a folder: `audit.html`, `audit.md`, `audit.json`, `copies.csv`.
package enum AuditWriter {
    package static let fileNames = ["audit.html", "audit.md", "audit.json", "copies.csv"]

    /// Renders everything, then writes all files or none, as `ReportWriter` does; `ReportError` says what went wrong.
    package static func write(_ report: AuditReport, to folder: URL) throws {
        try ReportWriter.write(
            [
                ("audit.html", try AuditHTML.render(report)), ("audit.md", AuditMarkdown.render(report)),
                ("audit.json", AuditDocument.json(report)), ("copies.csv", CopiesTable.csv(report)),
            ], to: folder)
    }
}
