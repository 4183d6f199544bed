package import GANEvaluation

/// `series.md`: the series as a comment on a pull request, under 60 lines and 20 kB.
package enum SeriesMarkdown {
    package static func render(_ report: SeriesReport) -> String {
        MarkdownRenderer.render(SeriesPage(report: report).document())
    }
}
