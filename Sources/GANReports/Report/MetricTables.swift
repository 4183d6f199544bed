import GANMetrics
import GANText
import OrderedCollections

/// The tables behind the rulers.
enum MetricTables {
    /// A list longer than this is cut in people's tables; `report.json` has all of it.
    private static let listLimit = 12

    static func figures(_ metrics: [DisplayedMetric]) -> TableView {
        TableView(
            title: "All figures", head: ["Metric", "Value", "Interval", "Null", "Real data"],
            rows: metrics.map { [$0.title, $0.value, $0.interval ?? "–", $0.null ?? "–", $0.realData ?? "–"] })
    }

    /// The metrics' own parts and where their intervals and references come from, or nil if there is nothing to say.
    static func parts(_ metrics: [DisplayedMetric]) -> TableView? {
        var rows: [[String]] = []
        for metric in metrics {
            let result = metric.result
            if let interval = result.interval {
                rows.append([
                    metric.title, "interval", "\(FigureText.exactPercent(interval.level)), \(interval.method)",
                ])
            }
            if let null = result.null { rows.append([metric.title, "null", null.basis]) }
            if let ceiling = result.ceiling { rows.append([metric.title, "real data", ceiling.basis]) }
            if let entry = metric.label.entry {
                rows.append([metric.title, "sees", entry.sees])
                rows.append([metric.title, "blind to", entry.blindTo])
                rows.append([metric.title, "paper", entry.paper])
            }
            for (name, part) in result.parts {
                rows.append([metric.title, name.replacing("_", with: " "), text(part)])
            }
        }
        // A metric is named once; its further rows stand below it.
        for index in rows.indices.reversed() where index > 0 && rows[index][0] == rows[index - 1][0] {
            rows[index][0] = ""
        }
        if rows.isEmpty { return nil }
        return TableView(
            title: "Where they come from, and further figures", head: ["Metric", "What", "Figure"], rows: rows,
            style: "words")
    }

    private static func text(_ part: MetricPart) -> String {
        switch part {
        case .number(let value): return FigureText.number(value)
        case .count(let value): return FigureText.count(value)
        case .text(let value): return value
        case .numbers(let values): return list(values.map { FigureText.number($0) })
        case .counts(let values): return list(values.map { FigureText.count($0) })
        case .texts(let values): return list(values)
        case .interval(let value):
            return FigureText.interval(
                value, decimals: FigureText.decimals(forUncertainty: (value.high - value.low) / 2))
        }
    }

    private static func list(_ items: [String]) -> String {
        if items.isEmpty { return "none" }
        let rest = items.count - listLimit
        return items.prefix(listLimit).joined(separator: ", ") + (rest > 0 ? " and \(FigureText.count(rest)) more" : "")
    }
}
