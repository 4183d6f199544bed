package import Foundation
package import GANEvaluation

/// Writes a comparison's files into a folder: `compare.html`, `compare.md`, `compare.json`.
package enum ComparisonWriter {
    package static let fileNames = ["compare.html", "compare.md", "compare.json"]

    /// Renders everything, then writes all files or none, as `ReportWriter` does; `ReportError` says what went wrong.
    package static func write(_ report: ComparisonReport, to folder: URL) throws {
        try ReportWriter.write(
            [
                ("compare.html", try ComparisonHTML.render(report)), ("compare.md", ComparisonMarkdown.render(report)),
                ("compare.json", ComparisonDocument.json(report)),
            ], to: folder)
    }
}

/// `compare.html`: one file that needs no network and no script.
package enum ComparisonHTML {
    /// The whole page; the same comparison gives the same bytes.
    ///
    /// Throws `ReportError` when images can't be encoded.
    package static func render(_ report: ComparisonReport) throws(ReportError) -> String {
        let sprites = try ComparisonSprites(report.changes)
        return try HTMLRenderer().render(ComparisonPage(report: report, sprites: sprites).document())
    }
}
