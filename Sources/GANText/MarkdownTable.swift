/// A table in Markdown, as code hosts read it.
package struct MarkdownTable {
    /// Words stand left, figures right.
    package typealias Alignment = TextTable.Alignment

    private let head: [String]
    private let alignments: [Alignment]

    /// Columns by their heads, which are markup: texts from outside must have gone through `ReportText.markdown` before.
    package init(_ columns: [(head: String, alignment: Alignment)]) {
        head = columns.map(\.head)
        alignments = columns.map(\.alignment)
    }

    /// The head, the rule below it and the rows, whose cells are markup as well; missing cells of a row are empty.
    package func lines(_ rows: [[String]]) -> [String] {
        let rule = alignments.map { $0 == .left ? "---" : "---:" }
        return ([head, rule] + rows).map(line)
    }

    private func line(_ cells: [String]) -> String {
        let missing = [String](repeating: "", count: max(0, head.count - cells.count))
        return "|" + (cells + missing).map { $0.isEmpty ? " |" : " \($0) |" }.joined()
    }
}
