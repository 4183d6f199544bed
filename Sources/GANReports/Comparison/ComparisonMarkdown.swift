package import GANEvaluation

/// `compare.md`: the comparison as a comment on a pull request.
package enum ComparisonMarkdown {
    package static func render(_ report: ComparisonReport) -> String {
        MarkdownRenderer.render(ComparisonPage(report: report).document())
    }
}
