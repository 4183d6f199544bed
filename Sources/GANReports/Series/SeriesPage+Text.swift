import GANEvaluation
import GANMetrics
import GANText

/// What a terminal and a comment on a pull request show of a series.
extension SeriesPage {
    private static let rowLimit = 24

    private var hasGates: Bool { report.gates.contains { !$0.isEmpty } }

    var terminalTable: Table {
        let table = SeriesTable(report)
        let hasKinds = findings.trajectories.count > 1
        var columns: [(head: String, alignment: TextTable.Alignment)] = [
            ("", .left), (findings.stepBasis == .order ? "file" : "step", .right),
        ]
        if hasKinds { columns.append(("weights", .left)) }
        for head in table.heads { columns.append((head, .right)) }
        if hasGates { columns.append(("policy", .right)) }
        let rows = table.rows.map { row -> [RichText] in
            let mark =
                (row.standing == "best" ? "*" : row.standing == "equal" ? "=" : " ") + (row.isOnFront ? "F" : " ")
            var cells: [RichText] = [.figure(mark), .figure(row.step)]
            if hasKinds { cells.append(RichText(row.weights)) }
            cells += row.figures.map(RichText.figure)
            if hasGates { cells.append(.figure(row.gate?.rawValue ?? "–")) }
            return cells
        }
        return Table(columns: columns, rows: rows)
    }

    /// All rows where they fit; otherwise the best and its equals first, then the last ones.
    var comment: [Block.Content] {
        let table = SeriesTable(report)
        var columns: [(head: String, alignment: TextTable.Alignment)] = [
            ("", .left), ("Step", .right), ("Weights", .left),
        ]
        for head in table.heads { columns.append((head, .right)) }
        columns.append(("Front", .left))
        if hasGates { columns.append(("Policy", .left)) }
        var rows = table.rows
        if rows.count > Self.rowLimit {
            let standing = rows.indices.filter { !rows[$0].standing.isEmpty }
            let others = rows.indices.filter { rows[$0].standing.isEmpty }
            // The best is never cut away, however many equals it has.
            let ordered = standing.sorted { rows[$0].standing < rows[$1].standing } + others.reversed()
            rows = ordered.prefix(Self.rowLimit).sorted().map { rows[$0] }
        }
        let cells = rows.map { row -> [RichText] in
            let standing: RichText = row.standing == "best" ? .strong("best") : .figure(row.standing)
            var cells: [RichText] = [standing, .figure(row.step), RichText(row.weights)]
            cells += row.figures.map(RichText.figure)
            cells.append(row.isOnFront ? "yes" : "")
            if hasGates { cells.append(.figure(row.gate?.rawValue ?? "–")) }
            return cells
        }
        let rest = table.rows.count - rows.count
        let note: [Block.Content] = rest > 0 ? [.note("\(rest) more rows are in \(code: "series.json").")] : []
        return [.table(Table(columns: columns, rows: cells))] + note
    }
}
