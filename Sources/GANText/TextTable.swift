/// Rows of texts in columns for a terminal.
package struct TextTable {
    /// The end of a column at which its texts begin or end together: words stand left, figures right.
    package enum Alignment { case left, right }

    /// A column and how wide it is at least.
    package struct Column {
        package var alignment: Alignment
        package var least: Int
        /// A longer text has a line of its own, above its row; nil for a column that is as wide as its texts.
        package var most: Int?

        package init(_ alignment: Alignment = .left, least: Int = 0, most: Int? = nil) {
            self.alignment = alignment
            self.least = least
            self.most = most
        }

        package static let left = Column(.left)
        package static let right = Column(.right)
    }

    package var columns: [Column]
    /// The spaces between two columns.
    package var gap = 2
    /// The spaces before the first column.
    package var indent = 0

    package init(_ columns: [Column], gap: Int = 2, indent: Int = 0) {
        self.columns = columns
        self.gap = gap
        self.indent = indent
    }

    /// The rows as lines, without line ends and without spaces at their ends; a row may have fewer texts than there are columns.
    package func lines(_ rows: [[String]]) -> [String] {
        let widths = widths(rows)
        return rows.flatMap { lines($0, widths: widths) }
    }

    /// How wide each column is with these rows.
    package func widths(_ rows: [[String]]) -> [Int] {
        columns.enumerated().map { place, column in
            let longest = rows.map { place < $0.count ? $0[place].count : 0 }.max() ?? 0
            return min(max(column.least, longest), column.most ?? .max)
        }
    }

    private func lines(_ row: [String], widths: [Int]) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var above: [String] = []
        let cells = zip(row, widths).enumerated().map { place, cell -> String in
            var (text, width) = cell
            if text.count > width {
                above.append(margin + text)
                text = ""
            }
            let space = String(repeating: " ", count: width - text.count)
            return columns[place].alignment == .left ? text + space : space + text
        }
        let line = margin + cells.joined(separator: String(repeating: " ", count: gap))
        return above + [String(line.reversed().drop { $0 == " " }.reversed())]
    }
}
