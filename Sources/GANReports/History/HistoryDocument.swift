package import GANEvaluation
import GANMetrics
import GANText

/// Trends for machines: JSON of the schema `ganeval.history/1` (see `gate-schema.md`), and CSV.
package enum HistoryDocument {
    package static let schema = "ganeval.history/1"
    /// The columns of the CSV.
    package static let columns = [
        "metric", "extractor", "run", "started_at", "subject", "subject_digest", "step", "fingerprint", "value", "low",
        "high", "ceiling", "protocol_changed",
    ]

    package static func json(_ history: RunHistory) -> String {
        JSONValue.object([
            ("schema", .text(schema)),
            (
                "protocols",
                .object(
                    history.protocols.map { fingerprint, fields in
                        (fingerprint, .object(fields.map { ($0.key, .text($0.value)) }))
                    })
            ),
            ("metrics", .list(history.trends.map(trend))),
        ]).serialized()
    }

    private static func trend(_ trend: MetricTrend) -> JSONValue {
        .object([
            ("name", .text(trend.name)), ("extractor", .text(trend.extractor)),
            ("direction", .optional(trend.direction?.rawValue)),
            (
                "points",
                .list(
                    trend.points.enumerated().map { index, point in
                        let interval: JSONValue =
                            if let low = point.low, let high = point.high {
                                .list([.number(low), .number(high)])
                            } else {
                                .null
                            }
                        return .object([
                            ("run", .text(point.run)), ("started_at", .text(point.startedAt)),
                            ("subject", .text(point.subject)), ("subject_digest", .text(point.subjectDigest)),
                            ("step", point.step.map { .count($0) } ?? .null), ("fingerprint", .text(point.fingerprint)),
                            ("value", .number(point.value)), ("interval", interval),
                            ("ceiling", point.ceiling.map { .number($0) } ?? .null),
                            ("protocol_changed", .bool(trend.protocolChanges(at: index))),
                        ])
                    })
            ),
        ])
    }

    /// RFC 4180: commas, CRLF, quotes where needed; an empty field for what there is not.
    package static func csv(_ history: RunHistory) -> String {
        var text = CSVTable.line(columns.map { .plain($0) })
        for trend in history.trends {
            for (index, point) in trend.points.enumerated() {
                text += CSVTable.line([
                    .outside(trend.name), .outside(trend.extractor), .outside(point.run), .outside(point.startedAt),
                    .outside(point.subject), .outside(point.subjectDigest), .count(point.step),
                    .outside(point.fingerprint), .number(point.value), .number(point.low), .number(point.high),
                    .number(point.ceiling), .plain("\(trend.protocolChanges(at: index))"),
                ])
            }
        }
        return text
    }
}
