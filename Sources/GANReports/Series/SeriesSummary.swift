import GANEvaluation

/// A series for a terminal: the verdict in words, a table of the checkpoints, and where to look.
public enum SeriesSummary {
    /// The lines, without line ends, cut to `width` columns.
    public static func lines(for report: SeriesReport, width: Int = 80) -> [String] {
        let findings = report.findings
        var lines = WrappedText.lines(SeriesText.sentence(report), width: width)
        for reason in SeriesText.reasons(report) {
            lines += WrappedText.lines(reason, width: width - 2).map { "  " + $0 }
        }
        guard !findings.candidates.isEmpty else { return cleaned(lines, width) }
        lines.append("")
        lines += table(report)
        lines.append(
            "* best, = not told from it, F on the front; protocol \(findings.evaluationProtocol.fingerprint)")
        return cleaned(lines, width)
    }

    private static func cleaned(_ lines: [String], _ width: Int) -> [String] {
        lines.map { ReportText.shortened(ReportText.cleaned($0), to: max(40, width)) }
    }

    private static func table(_ report: SeriesReport) -> [String] {
        let table = SeriesTable(report)
        let hasKinds = report.findings.trajectories.count > 1
        let hasGates = report.gates.contains { !$0.isEmpty }
        let word = report.findings.stepBasis == .order ? "file" : "step"
        var rows = [["", word] + (hasKinds ? ["weights"] : []) + table.heads + (hasGates ? ["policy"] : [])]
        for row in table.rows {
            let mark =
                (row.standing == "best" ? "*" : row.standing == "equal" ? "=" : " ") + (row.isOnFront ? "F" : " ")
            rows.append(
                [mark, row.step] + (hasKinds ? [row.weights] : []) + row.figures
                    + (hasGates ? [row.gate?.rawValue ?? "–"] : []))
        }
        let widths = rows[0].indices.map { column in rows.map { ReportText.cleaned($0[column]).count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).enumerated().map { column, cell in
                let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
                let isText = column == 0 || hasKinds && column == 2
                return isText ? cell.0 + space : space + cell.0
            }.joined(separator: "  ")
        }
    }
}
