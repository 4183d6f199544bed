public import GANEvaluation
import GANMetrics
import OrderedCollections

/// `report.md`: the report as a comment on a pull request, under 60 lines and 20 kB.
public enum MarkdownReport {
    private static let metricLimit = 24
    private static let doubtLimit = 5

    public static func render(_ report: EvaluationReport) -> String {
        var lines = ["## \(ReportText.markdown(report.verdict.sentence))", ""]
        lines.append(
            "**\(report.verdict.grade.rawValue)** · \(text(report.subject.name)) against \(text(report.reference.name))"
                + " (\(FigureText.count(report.reference.count)))"
                + (report.heldOut.map { ", held out \(text($0.name)) (\(FigureText.count($0.count)))" } ?? ""))
        lines += ["", "| | |", "| --- | --- |"]
        for tile in report.verdict.tiles {
            lines.append(
                "| \(tile.section.title): **\(tile.grade.rawValue)** | \(text(tile.sentence)) |")
        }
        let metrics = report.metrics.values.map { DisplayedMetric($0) }
        if !metrics.isEmpty {
            lines += ["", "| Metric | Value | Null | Real data |", "| --- | ---: | ---: | ---: |"]
            for metric in metrics.prefix(metricLimit) {
                let mark = metric.result.diagnostics.contains { $0.severity == .warning } ? " (!)" : ""
                lines.append(
                    "| \(text(metric.title)) | \(metric.valueWithInterval.replacing("[", with: "\\["))\(mark) | "
                        + "\(metric.null ?? "–") | \(metric.ceiling ?? "–") |")
            }
            if metrics.count > metricLimit {
                lines.append("| \(metrics.count - metricLimit) more in `report.json` | | | |")
            }
        }
        let findings = report.verdict.findings.prefix(3).map { "- \(text($0.sentence))" }
        if !findings.isEmpty { lines += [""] + findings }
        let doubts = metrics.flatMap { metric in
            metric.result.diagnostics.filter { $0.severity == .warning }.map {
                "- (!) \(text(metric.title)): \(text($0.message))"
            }
        }
        if !doubts.isEmpty { lines += [""] + doubts.prefix(doubtLimit) }
        if doubts.count > doubtLimit { lines.append("- \(doubts.count - doubtLimit) more doubts in `index.html`") }
        lines += [
            "",
            "[The whole report](index.html) · protocol `\(report.evaluationProtocol.fingerprint)` · "
                + "ganeval \(text(report.run.toolVersion)) · \(text(report.run.startedAt))",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ text: String) -> String { ReportText.markdown(text, limit: 240) }
}
