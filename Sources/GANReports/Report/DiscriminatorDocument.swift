import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// What `report.json` tells of a discriminator beside the figures among its metrics.
enum DiscriminatorDocument {
    static func json(_ report: EvaluationReport) -> JSONValue {
        if let fault = report.discriminatorFault {
            return .object([
                ("fault", .object([("location", .text(fault.location)), ("fact", .text(fault.fact))]))
            ])
        }
        guard let panel = report.discriminator else { return .null }
        return .object([
            ("name", .text(panel.name)), ("path", .text(panel.path)), ("digest", .text(panel.digest)),
            ("scores", .text(panel.scale.rawValue)), ("scores_known_from", .text(origin(panel.scaleOrigin))),
            ("training_rows", .count(panel.counts.training)),
            ("held_out_rows", panel.counts.heldOut.map { .count($0) } ?? .null),
            ("samples", .count(panel.counts.generated)),
            ("figures", .list(panel.figures.keys.map { .text($0) })),
            ("omitted", .object(panel.omitted.map { ($0.key, .text($0.value.rawValue)) })),
            ("calibrations", .list(panel.calibrations.map(calibration))),
            ("selections", .list(panel.selections.map(selection))),
            ("most_convincing", .list(panel.convincing.map(scored))),
            ("least_convincing", .list(panel.unconvincing.map(scored))),
        ])
    }

    private static func origin(_ origin: JudgedDiscriminator.ScaleOrigin) -> String {
        switch origin {
        case .stated: return "stated"
        case .loss(let name): return "loss \(name)"
        case .assumed: return "assumed"
        }
    }

    private static func calibration(_ calibration: DiscriminatorPanel.Calibration) -> JSONValue {
        .object([
            ("method", .text(calibration.method.rawValue)), ("rows", .count(calibration.rows)),
            ("slope", calibration.line.map { .number($0.slope) } ?? .null),
            ("intercept", calibration.line.map { .number($0.intercept) } ?? .null),
            ("calibration_error", figure(calibration.error)), ("brier_score", figure(calibration.brier)),
            ("z", calibration.test.map(figure) ?? .null), ("p_value", number(calibration.test, "p_value")),
            ("jensen_shannon", figure(calibration.bound)),
            (
                "bins",
                .list(
                    calibration.bins.map { bin in
                        .object([
                            ("low", .number(bin.low)), ("high", .number(bin.high)), ("count", .count(bin.count)),
                            ("predicted", .number(bin.predicted)), ("observed", .number(bin.observed)),
                            ("interval", ReportDocument.interval(bin.interval)),
                        ])
                    })
            ),
        ])
    }

    private static func selection(_ selection: DiscriminatorPanel.Selection) -> JSONValue {
        .object([
            ("scheme", .text(selection.scheme.rawValue)), ("probabilities", .text(selection.method.rawValue)),
            ("pool", .count(selection.pool)), ("acceptance", figure(selection.acceptance)),
            ("accepted", .count(selection.accepted)), ("measured", .count(selection.measured)),
            ("omitted", .optional(selection.omission?.rawValue)),
            (
                "metrics",
                .object(
                    selection.comparisons.map { name, comparison in
                        (
                            name,
                            .object([
                                ("accepted", figure(comparison.accepted)), ("plain", figure(comparison.plain)),
                                ("difference", .number(comparison.difference)),
                                ("interval", comparison.interval.map(ReportDocument.interval) ?? .null),
                            ])
                        )
                    })
            ),
        ])
    }

    private static func scored(_ scored: DiscriminatorPanel.Scored) -> JSONValue {
        .object([("sample", .count(scored.sample)), ("score", .number(scored.score))])
    }

    private static func figure(_ result: MetricResult) -> JSONValue {
        .object([
            ("value", .number(result.value)), ("interval", result.interval.map(ReportDocument.interval) ?? .null),
            ("interval_method", .optional(result.interval?.method)),
            ("null", result.null.map { .number($0.value) } ?? .null),
        ])
    }

    private static func number(_ result: MetricResult?, _ part: String) -> JSONValue {
        guard case .number(let value)? = result?.parts[part] else { return .null }
        return .number(value)
    }
}
