package import GANEvaluation
package import GANMetrics
import GANText
package import OrderedCollections

/// Measured metrics as an aligned table for a terminal, with the doubts about them below.
package enum MeasurementTable {
    private static let columns = TextTable([.left, .right, .right, .right, .right])
    private static let header = ["metric", "value", "interval", "null", "real data"]

    /// The lines, without line ends; texts are wrapped at `width`, the table itself is as wide as its figures.
    ///
    /// (!) marks a metric about which there is a warning, (i) one about which there is a note.
    package static func lines(
        evaluationProtocol: EvaluationProtocol, metrics: OrderedDictionary<String, MeasuredMetric>,
        omitted: OrderedDictionary<String, String>, width: Int
    ) -> [String] {
        var lines = metrics.isEmpty ? [] : columns.lines([header] + metrics.values.map(row))
        let doubts = metrics.flatMap { name, measured in measured.result.diagnostics.map { (name, $0) } }
        if !doubts.isEmpty { lines.append("") }
        for (name, diagnostic) in doubts {
            let text = "\(name): \(ReportText.cleaned(diagnostic.message))"
            lines += WrappedText.labelled(mark(diagnostic.severity), text, width: width, column: 4)
        }
        if !omitted.isEmpty {
            lines += (lines.isEmpty ? [] : [""]) + ["not computed:"]
            let column = 2 + (omitted.keys.map(\.count).max() ?? 0) + 2
            for (name, reason) in omitted {
                lines += WrappedText.labelled(
                    "  " + name, ReportText.cleaned(reason), width: max(width, column + 20), column: column)
            }
        }
        return lines + ["", "protocol \(evaluationProtocol.fingerprint)"]
    }

    private static func row(_ measured: MeasuredMetric) -> [String] {
        let shown = DisplayedMetric(measured)
        let severities = measured.result.diagnostics.map(\.severity)
        let mark = severities.contains(.warning) ? mark(.warning) : severities.isEmpty ? nil : mark(.note)
        return [
            measured.name + (mark.map { " " + $0 } ?? ""), shown.value, shown.interval ?? "–", shown.null ?? "–",
            shown.realData ?? "–",
        ]
    }

    private static func mark(_ severity: Diagnostic.Severity) -> String { severity == .warning ? "(!)" : "(i)" }
}
