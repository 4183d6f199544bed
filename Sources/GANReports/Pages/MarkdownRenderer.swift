import GANText

/// A document as a comment on a pull request.
enum MarkdownRenderer {
    static func render(_ document: Document) -> String {
        let paragraphs = document.blocks(for: .markdown).map { lines($0, limit: document.textLimit) }
        return paragraphs.filter { !$0.isEmpty }.joined(separator: [""]).joined(separator: "\n") + "\n"
    }

    private static func lines(_ block: Block.Content, limit: Int) -> [String] {
        switch block {
        // The verdict is never cut below what a sentence of ours may take.
        case .headline(let text, _): return ["## \(ReportText.markdown(text, limit: max(300, limit)))"]
        case .decision(let badge, let reason):
            return ["## \(badge.word): \(ReportText.markdown(reason, limit: max(300, limit)))"]
        case .next(let step):
            let command: RichText = step.command.map { " \(code: $0)" } ?? ""
            let text: RichText = "\(strong: "Next:") \(step.text)\(command)"
            return [text.markdown(limit: limit)]
        case .standing(let badge, _, let detail):
            return ["**\(badge.word)** · \(detail.markdown(limit: limit))"]
        case .heading(let text): return ["### \(text.markdown(limit: limit))"]
        case .note(let text, _, _): return [text.markdown(limit: limit)]
        case .list(let items): return lines(items, limit: limit)
        case .tiles(let tiles, _):
            return MarkdownTable([("", .left), ("", .left)]).lines(
                tiles.map { tile in
                    let badge = tile.badge.map { ": **\($0.word)**" } ?? ""
                    let said = ReportText.markdown(tile.said.joined(separator: " "), limit: limit)
                    return [ReportText.markdown(tile.heading, limit: limit) + badge, said]
                })
        case .table(let table):
            return MarkdownTable(table.columns).lines(table.rows.map { row in row.map { $0.markdown(limit: limit) } })
        // The form of a terminal or a page.
        case .facts, .gap, .limits, .subjects, .picture, .section, .opening, .finding, .needed, .multiples, .metrics,
            .classes, .glossary, .footnotes, .folded, .titled, .command, .doubts, .pairs, .film, .views:
            return []
        }
    }

    private static func lines(_ items: Items, limit: Int) -> [String] {
        let shown = items.texts.prefix(items.markdownLimit ?? .max)
        let rest = items.texts.count - shown.count
        let more = rest > 0 ? items.more.map { [$0(rest)] } ?? [] : []
        return (shown + more).map { "- \($0.markdown(limit: limit))" }
    }
}
