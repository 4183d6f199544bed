import GANEvaluation

/// Gates as a table for a terminal, with the reasons of those that did not pass.
public enum GateTable {
    private static let header = ["", "metric", "value", "wanted"]

    /// The lines, without line ends; reasons are wrapped at `width`, the table is as wide as its figures.
    public static func lines(_ record: GateRecord, width: Int) -> [String] {
        var lines = WrappedText.lines(ReportText.cleaned(GateText.headline(record)), width: width)
        let sides = "\(record.subject) by \(record.policy.name ?? record.policy.path), \(GateText.conditions(record))"
        lines += WrappedText.lines(ReportText.cleaned(sides), width: width) + [""]
        let rows = record.byWeight.map { finding in
            [
                finding.outcome.rawValue, finding.rule.metric.path,
                GateText.value(finding, of: finding.figure), GateText.wanted(finding),
            ].map { ReportText.shortened(ReportText.cleaned($0), to: 60) }
        }
        lines += aligned([header] + rows)
        for finding in record.byWeight where finding.outcome != .passed {
            let place = "\(finding.outcome.rawValue), \(record.policy.path) line \(finding.rule.line): "
            lines.append("")
            lines += WrappedText.lines(
                ReportText.cleaned(place + GateText.reason(finding)), width: width, indent: 2)
        }
        let doubts = doubts(record)
        if !doubts.isEmpty { lines.append("") }
        for (metric, message) in doubts.prefix(5) {
            lines += WrappedText.labelled(
                "(!)", "\(metric): \(ReportText.cleaned(message))", width: width, column: 4)
        }
        if doubts.count > 5 { lines.append("(!) \(doubts.count - 5) more warnings in the report.") }
        return lines
    }

    /// The warnings about judged figures, each once.
    static func doubts(_ record: GateRecord) -> [(metric: String, message: String)] {
        var result: [(metric: String, message: String)] = []
        for finding in record.verdict.findings {
            for message in finding.figure.warnings
            where !result.contains(where: { $0.metric == finding.rule.metric.name && $0.message == message }) {
                result.append((finding.rule.metric.name, message))
            }
        }
        return result
    }

    /// Columns two spaces apart, flush left.
    static func aligned(_ rows: [[String]]) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let line = row.enumerated().map { column, text in
                text + String(repeating: " ", count: widths[column] - text.count)
            }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
