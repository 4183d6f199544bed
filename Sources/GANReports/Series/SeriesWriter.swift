package import Foundation
package import GANEvaluation

/// Writes a series' files into a folder: `series.html`, `series.md`, `series.json`.
package enum SeriesWriter {
    package static let fileNames = ["series.html", "series.md", "series.json"]

    /// Renders everything, then writes all files or none, as `ReportWriter` does; `ReportError` says what went wrong.
    package static func write(_ report: SeriesReport, to folder: URL) throws {
        try ReportWriter.write(
            [
                ("series.html", try SeriesHTML.render(report)), ("series.md", SeriesMarkdown.render(report)),
                ("series.json", SeriesDocument.json(report)),
            ], to: folder)
    }
}
