import GANMetrics
import GANText
import OrderedCollections

/// The table behind that of all metrics.
enum MetricTables {
    /// A list longer than this is cut in people's tables; `report.json` has all of it.
    private static let listLimit = 12

    /// The metrics' own parts, or nil where there are none.
    static func parts(_ metrics: [DisplayedMetric]) -> TableView? {
        var rows: [[String]] = []
        for metric in metrics {
            let result = metric.result
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
            title: "Further figures of each metric", head: ["Metric", "What", "Figure"], rows: rows,
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
