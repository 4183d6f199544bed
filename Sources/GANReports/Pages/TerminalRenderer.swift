import GANEvaluation
import GANText

/// A document in lines for a terminal.
///
/// Texts from outside are cleaned of control characters, so that no name can move the cursor.
struct TerminalRenderer {
    /// The columns of the terminal; nil where lines are as long as they come.
    var width: Int?
    /// Whether bold and dim are asked for (ANSI).
    var isStyled = false

    /// The lines, without line ends.
    func lines(_ document: Document) -> [String] {
        let shown = document.blocks(for: .terminal).flatMap { block -> [String] in
            // A command that somebody is to copy is whole, however wide it is.
            if case .next = block { return lines(block) }
            return document.cutsLines ? lines(block).map(cut) : lines(block)
        }
        return Array(shown.prefix(document.mostLines ?? .max))
    }

    private func lines(_ block: Block.Content) -> [String] {
        switch block {
        case .headline(let text, let overflow): return fitted(ReportText.cleaned(text), overflow).map(bold)
        case .decision(let badge, let reason):
            return fitted(ReportText.cleaned("\(badge.word): \(reason)"), .wrapped()).map(bold)
        case .next(let step):
            return fitted("Next: \(ReportText.cleaned(step.text))", .wrapped())
                + (step.command.map { ["  " + ReportText.cleaned($0)] } ?? [])
        case .note(let text, let isDim, let overflow):
            let lines = fitted(text.plain, overflow)
            return isDim ? lines.map(dim) : lines
        case .standing(_, _, let detail): return fitted(detail.plain, .kept).map(dim)
        case .heading(let text): return fitted(text.plain, .kept).map(bold)
        case .list(let items): return items.texts.flatMap { listed($0.plain) }
        case .facts(let facts): return facts.rows.flatMap { fact($0.label, $0.text.plain, facts) }
        case .tiles(let tiles, _): return lines(tiles)
        case .table(let table): return lines(table)
        case .gap: return [""]
        // The form of a page.
        case .limits, .subjects, .picture, .section, .opening, .finding, .needed, .multiples, .metrics, .classes,
            .glossary,
            .footnotes, .folded, .titled, .command, .doubts, .pairs, .film, .views:
            return []
        }
    }

    private func fitted(_ text: String, _ overflow: Block.Overflow) -> [String] {
        guard let width else { return [text] }
        switch overflow {
        case .kept: return [text]
        case .cut: return [cut(text)]
        case .wrapped(let hanging): return WrappedText.lines(text, width: width, indent: hanging)
        }
    }

    private func listed(_ text: String) -> [String] {
        guard let width else { return ["  " + text] }
        return WrappedText.lines(ReportText.cleaned(text), width: width - 2).map { "  " + $0 }
    }

    private func fact(_ label: String, _ text: String, _ facts: Facts) -> [String] {
        if let width, case .wrapped = facts.overflow {
            return WrappedText.labelled(label, text, width: width, column: facts.column)
        }
        return [label + String(repeating: " ", count: max(1, facts.column - label.count)) + text]
    }

    private func cut(_ line: String) -> String {
        width.map { ReportText.shortened(ReportText.cleaned(line), to: max(40, $0)) } ?? line
    }

    // MARK: Columns

    /// A line for each tile: its name, its word, and what carries it.
    private func lines(_ tiles: [Tile]) -> [String] {
        let table = TextTable(
            [
                .init(.left, least: ReportSection.longestName), .init(.left, least: Grade.longestWord), .left,
            ], gap: 1, indent: 2)
        let rows = tiles.map {
            [$0.name, $0.badge?.word ?? "", ReportText.shortened(ReportText.cleaned($0.brief), to: 90)]
        }
        let widths = table.widths(rows)
        return zip(tiles, table.lines(rows)).map { tile, line in
            guard tile.badge?.style == "alarming", isStyled else { return line }
            let start = table.indent + widths[0] + table.gap
            let end = start + widths[1] + table.gap
            let characters = Array(line)
            guard characters.count >= end else { return line }
            return String(characters[..<start]) + bold(String(characters[start..<end])) + String(characters[end...])
        }
    }

    private func lines(_ table: Table) -> [String] {
        let head = table.hasHead ? [table.columns.map(\.head)] : []
        let rows = table.rows.map { row in
            row.map { cell in table.cellLimit.map { ReportText.shortened(cell.plain, to: $0) } ?? cell.plain }
        }
        return TextTable(table.columns.map { .init($0.alignment) }, indent: table.indent).lines(head + rows)
    }

    private func bold(_ text: String) -> String { isStyled ? "\u{1b}[1m\(text)\u{1b}[0m" : text }
    private func dim(_ text: String) -> String { isStyled ? "\u{1b}[2m\(text)\u{1b}[0m" : text }
}
