import GANEvaluation
import GANMetrics
import GANText

/// `regions` of `report.json`.
enum RegionDocument {
    static func json(_ table: RegionTable) -> JSONValue {
        .object([
            ("regions", .count(table.regions)),
            ("missing_share", .number(table.branches.reduce(0) { $1.kind == .missing ? $0 + $1.share : $0 })),
            ("missing_share_interval", table.missingShare.map(interval) ?? .null),
            ("smallest_visible_share", table.smallestVisible.map { .number($0) } ?? .null),
            ("finding", .text(RegionWords(table: table).finding)),
            ("map_accuracy", table.map.map { .number($0.accuracy) } ?? .null),
            ("branches", .list(table.branches.map(branch))),
        ])
    }

    private static func branch(_ branch: RegionTable.Branch) -> JSONValue {
        .object([
            ("kind", .text(branch.kind.rawValue)), ("share", .number(branch.share)),
            ("interval", interval(branch.interval)), ("made", .number(branch.made)),
            ("made_interval", interval(branch.madeInterval)), ("generated_count", .count(branch.generatedCount)),
            ("regions", .count(branch.regions)), ("p_value", .number(branch.pValue)),
            (
                "labels",
                .list(branch.labels.map { .object([("name", .text($0.name)), ("share", .number($0.share))]) })
            ),
        ])
    }

    private static func interval(_ interval: MetricInterval) -> JSONValue {
        .list([.number(interval.low), .number(interval.high)])
    }
}
