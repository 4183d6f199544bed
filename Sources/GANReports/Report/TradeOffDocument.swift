import GANEvaluation
import GANText

/// `trade_off` of `report.json`.
enum TradeOffDocument {
    static func json(_ tradeOff: TradeOff) -> JSONValue {
        .object([
            ("rows", .count(tradeOff.rows)), ("real_is_held_out", .bool(tradeOff.isHeldOut)),
            ("samples", curve(tradeOff.samples)), ("real", curve(tradeOff.real)),
            (
                "truncations",
                .list(
                    tradeOff.truncations.map {
                        .object([
                            ("factor", .number($0.factor)), ("precision", .number($0.precision)),
                            ("recall", .number($0.recall)), ("samples", .count($0.samples)),
                        ])
                    })
            ),
        ])
    }

    private static func curve(_ curve: TradeOff.Curve) -> JSONValue {
        .object([
            ("f8", .number(curve.f8)), ("f1_8", .number(curve.f1over8)),
            ("precision", .list(curve.precision.map { .number($0) })),
            ("recall", .list(curve.recall.map { .number($0) })),
        ])
    }
}
