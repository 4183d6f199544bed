import GANAudit
import GANNumerics
import GANText

/// The latent space in `audit.json`.
enum LatentDocument {
    static func latents(_ latents: AuditFindings.Latents, _ report: AuditReport) -> JSONValue {
        .object([
            ("reading", .list(LatentWords.reading(latents, noun: report.findings.noun).map { .text($0) })),
            ("recovery", latents.recovery.map { recovery($0, report) } ?? .null),
            ("nearness", optional(latents.nearness)), ("ordinary_width", optional(latents.ordinaryWidth)),
            ("basins", .list(latents.basins.map(basin))),
        ])
    }

    private static func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

    private static func recovery(
        _ recovery: AuditFindings.Latents.Recovery, _ report: AuditReport
    ) -> JSONValue {
        func rows(_ rows: [AuditFindings.Latents.Reconstruction], hasClasses: Bool) -> JSONValue {
            .list(
                rows.map {
                    .object([
                        ("row", .count($0.row)), ("origin", .text($0.origin)),
                        ("class", .optional(hasClasses ? report.classes[$0.row] : nil)), ("error", .number($0.error)),
                        ("nearest_sample_error", .number($0.nearestSampleError)), ("start", .count($0.start)),
                    ])
                })
        }
        return .object([
            ("method", .text(recovery.method.rawValue)), ("samples_for_each_row", .count(recovery.samplesForEachRow)),
            ("median_training", optional(LatentWords.median(recovery.training))),
            ("median_held_out", optional(LatentWords.median(recovery.heldOut))),
            ("auc", optional(recovery.area?.value)),
            ("interval", recovery.area.map { .list([.number($0.low), .number($0.high)]) } ?? .null),
            ("level", optional(recovery.area?.level)), ("interval_method", .optional(recovery.area?.method)),
            ("p_value", optional(recovery.pValue)), ("training", rows(recovery.training, hasClasses: true)),
            ("held_out", rows(recovery.heldOut, hasClasses: false)),
            ("copied", rows(recovery.copied, hasClasses: true)),
        ])
    }

    private static func basin(_ basin: AuditFindings.Latents.Basin) -> JSONValue {
        .object([
            ("copy", .count(basin.rank)), ("sample", .count(basin.sample)),
            ("training_row", .count(basin.trainingRow)), ("origin", .text(basin.origin)),
            ("target", .text(basin.target.rawValue)), ("width", .number(basin.width)),
            (
                "ways",
                .list(
                    basin.ways.map {
                        .object([
                            ("sample", .count($0.sample)), ("width", .number($0.width)),
                            ("distances", .list($0.distances.map { .number($0) })),
                        ])
                    })
            ),
            (
                "perturbations",
                .list(
                    basin.perturbations.map {
                        .object([("deviation", .number($0.deviation)), ("share", .number($0.share))])
                    })
            ),
        ])
    }
}
