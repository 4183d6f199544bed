/// A table of a page.
struct TableView {
    let title: String
    let style: String
    let head: [String]
    let hasHead: Bool
    let rows: [Row]

    struct Row {
        let cells: [Cell]
    }

    struct Cell {
        let label: String
        let text: String
        /// Whether it names its row.
        var isHead = false
    }

    init(title: String, head: [String], rows: [[String]], style: String = "figures") {
        self.title = title
        self.head = head
        self.style = style
        hasHead = true
        self.rows = rows.map { row in
            Row(
                cells: row.enumerated().map {
                    Cell(label: $0.offset < head.count ? head[$0.offset] : "", text: $0.element)
                })
        }
    }

    /// A table of named facts, without a head.
    init(title: String, facts: [(String, String)]) {
        self.title = title
        head = []
        style = "facts"
        hasHead = false
        rows = facts.map { Row(cells: [Cell(label: "", text: $0.0, isHead: true), Cell(label: "", text: $0.1)]) }
    }
}
