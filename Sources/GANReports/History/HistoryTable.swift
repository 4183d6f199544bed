/// Trends as tables, for a terminal and for Markdown.
public enum HistoryTable {
    /// One line for each metric, without line ends: bars, first, last and best value.
    public static func overview(_ history: RunHistory) -> [String] {
        let rows = history.trends.map { trend -> [String] in
            [
                trend.name, trend.extractor, "\(trend.points.count)", bars(trend),
                trend.points.first.map(trend.texts) ?? "–", trend.points.last.map(trend.texts) ?? "–",
                trend.best.map { "\(trend.texts($0)) \(label($0))" } ?? "–",
            ].map { ReportText.shortened(ReportText.cleaned($0), to: 60) }
        }
        let header = ["metric", "space", "runs", "trend", "first", "last", "best by the last protocol"]
        return GateTable.aligned([header] + rows)
    }

    /// One line for each run of a metric, with a line between runs of different protocols.
    public static func runs(_ history: RunHistory, width: Int) -> [String] {
        history.trends.flatMap { trend -> [String] in
            let head = "\(trend.name) (\(trend.extractor))  \(bars(trend))"
            let table = GateTable.aligned(trend.points.map { row($0, of: trend) })
            var lines = [ReportText.cleaned(head)]
            for index in trend.points.indices {
                if trend.protocolChanges(at: index) {
                    let change = history.change(
                        from: trend.points[index - 1].fingerprint, to: trend.points[index].fingerprint)
                    lines += WrappedText.labelled(
                        "  –– new protocol:", ReportText.cleaned(change), width: max(width, 60), column: 19)
                }
                lines.append("  " + table[index])
            }
            return lines + [""]
        }
    }

    /// Both as Markdown tables.
    public static func markdown(_ history: RunHistory) -> String {
        var lines = [
            "## History", "", "| Metric | Space | Runs | Trend | First | Last |",
            "| --- | --- | ---: | --- | ---: | ---: |",
        ]
        for trend in history.trends {
            lines.append(
                "| \(text(trend.name)) | \(text(trend.extractor)) | \(trend.points.count) | \(bars(trend)) | "
                    + "\(text(trend.points.first.map(trend.texts) ?? "–")) | \(text(trend.points.last.map(trend.texts) ?? "–")) |"
            )
        }
        for trend in history.trends {
            lines += [
                "", "### \(text(trend.name)) (\(text(trend.extractor)))", "",
                "| Started | Subject | Value | Protocol |", "| --- | --- | ---: | --- |",
            ]
            for (index, point) in trend.points.enumerated() {
                let row = row(point, of: trend)
                let mark = trend.protocolChanges(at: index) ? " (changed)" : ""
                lines.append(
                    "| \(text(row[0])) | \(text(row[1])) | \(text(row[2])) | `\(text(point.fingerprint))`\(mark) |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func bars(_ trend: MetricTrend) -> String {
        Sparkline.text(
            trend.points.map(\.value), breaks: Set(trend.points.indices.filter { trend.protocolChanges(at: $0) }))
    }

    private static func label(_ point: MetricTrend.Point) -> String { "(\(point.subject))" }

    private static func row(_ point: MetricTrend.Point, of trend: MetricTrend) -> [String] {
        let step = point.step.flatMap { $0 > 0 ? $0 : nil }.map { ", step \(FigureText.count($0))" } ?? ""
        let mark = trend.best?.run == point.run ? "best" : ""
        let subject = ReportText.shortened(ReportText.cleaned(point.subject + step), to: 48)
        return [ReportText.cleaned(point.startedAt), subject, trend.texts(point), mark]
    }

    private static func text(_ text: String) -> String { ReportText.markdown(text, limit: 120) }
}
