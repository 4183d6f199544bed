public import GANEvaluation
import GANMetrics
import OrderedCollections

/// The report in about ten lines for a terminal.
public enum TerminalSummary {
    /// The lines, without line ends; plain text unless `styled` asks for bold and dim (ANSI).
    ///
    /// Texts from outside are cleaned of control characters, so that no class name can move the cursor.
    public static func lines(for report: EvaluationReport, styled: Bool = false) -> [String] {
        func bold(_ text: String) -> String { styled ? "\u{1b}[1m\(text)\u{1b}[0m" : text }
        func dim(_ text: String) -> String { styled ? "\u{1b}[2m\(text)\u{1b}[0m" : text }
        var lines = [bold(ReportText.cleaned(report.verdict.sentence))]
        var sources =
            "\(report.subject.name) against \(report.reference.name) (\(FigureText.count(report.reference.count)))"
        if let heldOut = report.heldOut { sources += ", held out \(heldOut.name) (\(FigureText.count(heldOut.count)))" }
        lines.append(dim(ReportText.cleaned(sources)))
        for tile in report.verdict.tiles {
            let section = padded(tile.section.rawValue, to: 14)
            let grade = padded(tile.grade.rawValue, to: 11)
            let carried = tile.metric.flatMap { report.metrics[$0] }.map { carrying(DisplayedMetric($0)) }
            let text = ReportText.shortened(ReportText.cleaned(carried ?? tile.sentence), to: 90)
            lines.append("  \(section)\(tile.grade == .alarming ? bold(grade) : grade)\(text)")
        }
        let warnings = report.metrics.values.flatMap(\.result.diagnostics).count { $0.severity == .warning }
        if warnings > 0 {
            lines.append("\(warnings) \(warnings == 1 ? "warning" : "warnings") about these figures: see the report.")
        }
        lines.append(
            dim("protocol \(report.evaluationProtocol.fingerprint), \(FigureText.duration(report.run.seconds))"))
        return lines
    }

    private static func carrying(_ metric: DisplayedMetric) -> String {
        var text = "\(metric.title) \(metric.valueWithInterval)"
        if let ceiling = metric.ceiling {
            text += ", real data \(ceiling)"
        } else if let null = metric.null {
            text += ", null \(null)"
        }
        if metric.result.diagnostics.contains(where: { $0.severity == .warning }) { text += " (!)" }
        return text
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
