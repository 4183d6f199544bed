import GANEvaluation

/// `series.md`: the series as a comment on a pull request, under 60 lines and 20 kB.
public enum SeriesMarkdown {
    private static let rowLimit = 24
    private static let reasonLimit = 8
    private static let faultLimit = 5

    public static func render(_ report: SeriesReport) -> String {
        let findings = report.findings
        var lines = [
            "## \(text(SeriesText.sentence(report)))", "",
            "**\(findings.candidates.count) measured** · \(FigureText.count(report.samples)) samples each against "
                + "\(text(report.reference.name)) (\(FigureText.count(report.reference.count)))"
                + (report.heldOut.map { ", held out \(text($0.name)) (\(FigureText.count($0.count)))" } ?? ""), "",
        ]
        lines += SeriesText.reasons(report).prefix(reasonLimit).map { "- \(text($0))" }
        if !findings.candidates.isEmpty { lines += table(report) }
        if !findings.faults.isEmpty {
            lines.append("")
            lines += findings.faults.prefix(faultLimit).map { "- (!) \(text($0.path)): \(text($0.fact))" }
        }
        lines += [
            "",
            "[The whole series](series.html) · protocol `\(findings.evaluationProtocol.fingerprint)` · "
                + "ganeval \(text(report.toolVersion))",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// All rows where they fit; otherwise the best and its equals first, then the last ones.
    private static func table(_ report: SeriesReport) -> [String] {
        let table = SeriesTable(report)
        let hasGates = report.gates.contains { !$0.isEmpty }
        let heads = ["", "Step", "Weights"] + table.heads + ["Front"] + (hasGates ? ["Policy"] : [])
        var rows = table.rows
        if rows.count > rowLimit {
            let standing = rows.indices.filter { !rows[$0].standing.isEmpty }
            let others = rows.indices.filter { rows[$0].standing.isEmpty }
            // The best is never cut away, however many equals it has.
            let ordered = standing.sorted { rows[$0].standing < rows[$1].standing } + others.reversed()
            rows = ordered.prefix(rowLimit).sorted().map { rows[$0] }
        }
        var lines = [
            "", "| \(heads.joined(separator: " | ")) |",
            "| --- | ---: | --- |" + String(repeating: " ---: |", count: table.heads.count) + " --- |"
                + (hasGates ? " --- |" : ""),
        ]
        for row in rows {
            let standing = row.standing.isEmpty ? "" : row.standing == "best" ? "**best**" : row.standing
            let cells =
                [standing, row.step, text(row.weights)] + row.figures.map { $0.replacing("[", with: "\\[") }
                + [row.isOnFront ? "yes" : ""] + (hasGates ? [row.gate?.rawValue ?? "–"] : [])
            lines.append("| \(cells.joined(separator: " | ")) |")
        }
        if table.rows.count > rows.count {
            lines += ["", "\(table.rows.count - rows.count) more rows are in `series.json`."]
        }
        return lines
    }

    private static func text(_ text: String) -> String { ReportText.markdown(text, limit: 300) }
}
