/// The gates as a comment on a pull request, under 60 lines.
package enum GateMarkdown {
    package static func render(_ record: GateRecord) -> String {
        MarkdownRenderer.render(GatePage(record: record).document())
    }
}
