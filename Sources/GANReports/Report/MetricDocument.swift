package import GANMetrics
import GANText

/// `ganeval metrics --json`: the schema `ganeval.metrics/1`, described field by field in `report-schema.md`.
package enum MetricDocument {
    package static let schema = "ganeval.metrics/1"

    /// The entries in their order.
    package static func json(_ entries: [MetricRegistry.Entry]) -> String {
        JSONValue.object([("schema", .text(schema)), ("metrics", .list(entries.map(entry)))]).serialized()
    }

    private static func entry(_ entry: MetricRegistry.Entry) -> JSONValue {
        .object([
            ("name", .text(entry.name)), ("title", .text(entry.title)), ("direction", .text(entry.direction.rawValue)),
            ("range", .text(entry.range)), ("sees", .text(entry.sees)), ("blind_to", .text(entry.blindTo)),
            ("paper", .text(entry.paper)), ("needs", .list(entry.needs.map { .text($0.rawValue) })),
            ("formula", .text(entry.formula)), ("reading", .text(entry.reading)),
            ("references", .text(entry.references)), ("uncertainty", .text(entry.uncertainty)),
            ("conventions", .text(entry.conventions)),
        ])
    }
}
