package import GANEvaluation
import GANText

/// Trends as tables, for a terminal and for Markdown.
package enum HistoryTable {
    /// One line for each metric, without line ends: bars, first, last and best value, and what the marks in the bars are.
    ///
    /// Where a line would be wider than `width`, the best run's name is left out, then the first value.
    package static func overview(_ history: RunHistory, width: Int = .max) -> [String] {
        let forms: [(hasName: Bool, hasFirst: Bool)] = [(hasName: true, hasFirst: true), (false, true), (false, false)]
        let tables = forms.lazy.map { table(history, hasName: $0.hasName, hasFirst: $0.hasFirst) }
        let shown =
            tables.first { $0.allSatisfy { $0.count <= width } } ?? table(history, hasName: false, hasFirst: false)
        let hasBreaks = history.trends.contains { trend in trend.points.indices.contains(where: trend.protocolChanges) }
        let note = "A point in a trend is a change of the protocol: values on its two sides can't be compared."
        return shown + (hasBreaks ? [""] + WrappedText.lines(note, width: min(width, 120)) : [])
    }

    private static func table(_ history: RunHistory, hasName: Bool, hasFirst: Bool) -> [String] {
        let rows = history.trends.map { trend -> [String] in
            let best = trend.best.map { trend.texts($0) + (hasName ? " \(label($0))" : "") } ?? "–"
            let first = hasFirst ? [trend.points.first.map(trend.texts) ?? "–"] : []
            return
                ([trend.name, trend.extractor, "\(trend.points.count)", bars(trend)] + first
                + [trend.points.last.map(trend.texts) ?? "–", best])
                .map { ReportText.shortened(ReportText.cleaned($0), to: 60) }
        }
        let header =
            ["metric", "space", "runs", "trend"] + (hasFirst ? ["first"] : [])
            + ["last", hasName ? "best by the last protocol" : "best"]
        return TextTable([TextTable.Column](repeating: TextTable.Column(.left), count: header.count)).lines(
            [header] + rows)
    }

    /// One line for each run of a metric, with a line between runs of different protocols.
    package static func runs(_ history: RunHistory, width: Int) -> [String] {
        history.trends.flatMap { trend -> [String] in
            let head = "\(trend.name) (\(trend.extractor))  \(bars(trend))"
            let table = TextTable([.left, .left, .left, .left]).lines(trend.points.map { row($0, of: trend) })
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
    package static func markdown(_ history: RunHistory) -> String {
        var document = Document(title: "History", program: "history", kicker: "", blocks: [], textLimit: 120)
        document.blocks = [
            Block(.headline("History")),
            Block(
                .table(
                    Table(
                        columns: [
                            ("Metric", .left), ("Space", .left), ("Runs", .right), ("Trend", .left), ("First", .right),
                            ("Last", .right),
                        ],
                        rows: history.trends.map { trend in
                            [
                                RichText(trend.name), RichText(trend.extractor), .figure("\(trend.points.count)"),
                                .figure(bars(trend)), RichText(trend.points.first.map(trend.texts) ?? "–"),
                                RichText(trend.points.last.map(trend.texts) ?? "–"),
                            ]
                        }))),
        ]
        for trend in history.trends {
            document.blocks += [
                Block(.heading("\(trend.name) (\(trend.extractor))")),
                Block(
                    .table(
                        Table(
                            columns: [("Started", .left), ("Subject", .left), ("Value", .right), ("Protocol", .left)],
                            rows: trend.points.indices.map { markdownRow($0, of: trend) }))),
            ]
        }
        return MarkdownRenderer.render(document)
    }

    private static func markdownRow(_ index: Int, of trend: MetricTrend) -> [RichText] {
        let row = row(trend.points[index], of: trend)
        let mark: RichText = trend.protocolChanges(at: index) ? " (changed)" : ""
        return row.prefix(3).map { RichText($0) } + ["\(code: trend.points[index].fingerprint)\(mark)"]
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
}
