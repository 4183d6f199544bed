package import Foundation
package import GANSelfTest

/// Writes a self-test's files into a folder: `selftest.html`, `selftest.md`, `selftest.json`.
package enum SelfTestWriter {
    package static let fileNames = ["selftest.html", "selftest.md", "selftest.json"]

    /// Renders everything, then writes all files or none, as `ReportWriter` does; `ReportError` says what went wrong.
    package static func write(_ report: SelfTestReport, to folder: URL) throws {
        try ReportWriter.write(
            [
                ("selftest.html", try html(report)), ("selftest.md", markdown(report)),
                ("selftest.json", SelfTestDocument.json(report)),
            ], to: folder)
    }

    /// One page that needs no network and no script; the same self-test gives the same bytes.
    package static func html(_ report: SelfTestReport) throws(ReportError) -> String {
        try HTMLRenderer().render(SelfTestPage(report: report, sprites: try SelfTestSprites(report)).document())
    }

    /// The self-test as a comment on a pull request.
    package static func markdown(_ report: SelfTestReport) -> String {
        MarkdownRenderer.render(SelfTestPage(report: report).document())
    }

    /// The self-test for a terminal, in lines without line ends.
    package static func lines(_ report: SelfTestReport, width: Int = 100) -> [String] {
        TerminalRenderer(width: width).lines(SelfTestPage(report: report).document())
    }
}
