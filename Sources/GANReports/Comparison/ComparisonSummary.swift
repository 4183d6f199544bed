public import GANEvaluation
import GANMetrics

/// The comparison for a terminal: the verdict, then a line for each metric and candidate.
public enum ComparisonSummary {
    /// The lines, without line ends; plain text, without control characters of names.
    public static func lines(for report: ComparisonReport, width: Int = 100) -> [String] {
        var lines = WrappedText.lines(ReportText.cleaned(report.verdict.sentence), width: width)
        lines.append(ReportText.shortened(ReportText.cleaned(ComparisonText.sources(report)), to: max(40, width)))
        lines += table(report)
        for reason in report.verdict.reasons {
            lines += WrappedText.lines(ReportText.cleaned(reason), width: width - 2).map { "  " + $0 }
        }
        lines += WrappedText.lines(ReportText.cleaned(report.pairing.reason), width: width - 2).map { "  " + $0 }
        for warning in report.diagnostics where warning.severity == .warning {
            lines.append(ReportText.shortened("  warning: " + ReportText.cleaned(warning.message), to: max(40, width)))
        }
        return lines
    }

    private static func table(_ report: ComparisonReport) -> [String] {
        let head = ["", "A", "", "value", "difference", "95 % interval", "p", ""]
        var rows = [head]
        for metric in report.metrics {
            let places = ComparisonText.decimals(metric)
            for (candidate, answer) in metric.answers.enumerated() {
                rows.append([
                    candidate == 0 ? ReportText.cleaned(ComparisonText.title(metric, report)) : "",
                    candidate == 0 ? FigureText.number(metric.values[0], decimals: places) : "",
                    ComparisonText.letter(candidate + 1),
                    FigureText.number(metric.values[candidate + 1], decimals: places),
                    answer.map { ComparisonText.difference($0, decimals: places) } ?? "–",
                    answer.map { ComparisonText.interval($0, decimals: places) } ?? "–",
                    answer.map { ComparisonText.probability($0.adjustedPValue) } ?? "–",
                    ComparisonText.word(metric.outcomes[candidate]),
                ])
            }
        }
        let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, text in
                let space = String(repeating: " ", count: widths[column] - text.count)
                // Names and words begin together, figures end together.
                return [0, 2, 7].contains(column) ? text + space : space + text
            }
            var line = "  " + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
