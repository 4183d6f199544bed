package import GANEvaluation
import GANMetrics
import GANNumerics
import GANText
import OrderedCollections

/// `series.json`: the schema `ganeval.series/1`, described field by field in `series-schema.md`.
package enum SeriesDocument {
    package static let schema = "ganeval.series/1"

    /// The whole series; no clock, so the same bytes for the same checkpoints.
    package static func json(_ report: SeriesReport) -> String {
        let findings = report.findings
        return JSONValue.object([
            ("schema", .text(schema)),
            ("sentence", .text(SeriesText.sentence(report))),
            ("reasons", .list(SeriesText.reasons(report).map { .text($0) })),
            ("metric", .text(findings.metric)),
            ("best", findings.ranking.map { .count($0.best) } ?? .null),
            ("indistinguishable", counts(findings.ranking?.indistinguishable ?? [])),
            ("front", counts(findings.front)),
            ("front_metrics", .list(findings.frontMetrics.map { .text($0) })),
            ("marks", .list(findings.marks.map(mark))),
            ("step_basis", .text(findings.stepBasis.rawValue)),
            ("trajectories", .list(findings.trajectories.map { .text($0) })),
            ("checkpoints", .list(findings.checkpoints.map(checkpoint))),
            ("candidates", .list(findings.candidates.indices.map { candidate($0, report) })),
            ("faults", .list(findings.faults.map(fault))),
            ("adversaries", report.adversaries.map { adversaries($0, findings) } ?? .null),
            ("reference", ReportDocument.source(report.reference)),
            ("held_out", report.heldOut.map(ReportDocument.source) ?? .null),
            ("protocol", ReportDocument.fields(findings.evaluationProtocol)),
            ("tool_version", .text(report.toolVersion)),
            ("command", .text(report.command)),
        ]).serialized()
    }

    private static func counts(_ values: [Int]) -> JSONValue { .list(values.map { .count($0) }) }

    private static func mark(_ mark: SeriesMark) -> JSONValue {
        .object([
            ("kind", .text(mark.kind.rawValue)), ("trajectory", .count(mark.trajectory)),
            ("metric", .text(mark.metric)), ("first", .count(mark.first)), ("last", .count(mark.last)),
            ("reference", .count(mark.reference)), ("open", .bool(mark.isOpen)),
        ])
    }

    private static func checkpoint(_ checkpoint: SeriesCheckpoint) -> JSONValue {
        .object([
            ("name", .text(checkpoint.name)), ("path", .text(checkpoint.path)), ("step", .count(checkpoint.step)),
            ("images_seen", checkpoint.imagesSeen.map { .count($0) } ?? .null), ("digest", .text(checkpoint.digest)),
        ])
    }

    private static func candidate(_ index: Int, _ report: SeriesReport) -> JSONValue {
        let candidate = report.findings.candidates[index]
        var fields: [(String, JSONValue)] = [
            ("checkpoint", .count(candidate.checkpoint)), ("trajectory", .count(candidate.trajectory)),
            ("digest", .text(candidate.digest)), ("grade", .text(candidate.measurement.verdict.grade.rawValue)),
            ("sentence", .text(VerdictWords(candidate.measurement.verdict).sentence)),
        ]
        if let ranking = report.findings.ranking {
            fields.append(
                (
                    "comparison",
                    .object([
                        ("difference", .number(ranking.differences[index])),
                        ("standard_error", .number(ranking.standardErrors[index])),
                        ("p_value", .number(ranking.pValues[index])),
                    ])
                ))
        } else {
            fields.append(("comparison", .null))
        }
        fields.append(
            (
                "health",
                candidate.health.map { health in
                    .object([
                        ("norm", .number(health.norm)), ("dead_units", .count(health.deadUnits)),
                        ("units", .count(health.units)), ("warnings", .list(health.warnings.map { .text($0) })),
                    ])
                } ?? .null
            ))
        fields.append(
            (
                "drift",
                candidate.drift.map { drift in
                    .object([
                        ("change", drift.change.map { .number($0) } ?? .null),
                        ("largest_tensor", .optional(drift.largestTensor)),
                        ("largest_change", drift.largestChange.map { .number($0) } ?? .null),
                    ])
                } ?? .null
            ))
        let gates = report.gates.indices.contains(index) ? report.gates[index] : []
        fields.append(
            (
                "gates",
                .list(
                    gates.map {
                        .object([
                            ("rule", .text($0.rule)), ("outcome", .text($0.outcome.rawValue)),
                            ("reason", .text($0.reason)),
                        ])
                    })
            ))
        fields.append(("metrics", ReportDocument.metrics(candidate.measurement.metrics)))
        return .object(fields)
    }

    private static func adversaries(_ found: SeriesAdversaries, _ findings: SeriesFindings) -> JSONValue {
        func player(_ player: Glicko2) -> JSONValue {
            .object([
                ("rating", .number(player.rating)), ("deviation", .number(player.deviation)),
                ("volatility", .number(player.volatility)),
            ])
        }
        let skill = found.skill.map { skill in
            JSONValue.object([
                ("checkpoints", counts(found.rated)), ("generators", .list(skill.generators.map(player))),
                ("discriminators", .list(skill.discriminators.map(player))),
                ("scores", .list(skill.scores.map { .list($0.map { .number($0) }) })),
            ])
        }
        let gaps = found.gaps.map { one in
            JSONValue.object([
                ("checkpoint", .count(one.checkpoint)), ("value", .number(one.gap.value)),
                ("standard_error", .number(one.gap.standardError)), ("objective", .number(one.gap.objective)),
                ("best_discriminator", .number(one.gap.bestDiscriminator)),
                ("best_generator", .number(one.gap.bestGenerator)), ("steps", counts(one.gap.steps)),
            ])
        }
        return .object([
            ("sentences", .list(AdversaryWords(found, findings).sentences.map { .text($0) })),
            ("skill", skill ?? .null), ("duality_gaps", .list(gaps)), ("notes", .list(found.notes.map { .text($0) })),
            ("rule", .text(found.rule)),
        ])
    }

    private static func fault(_ fault: SeriesFault) -> JSONValue {
        .object([
            ("path", .text(fault.path)), ("step", fault.step.map { .count($0) } ?? .null),
            ("trajectory", .optional(fault.trajectory)), ("kind", .text(fault.kind.rawValue)),
            ("location", .text(fault.location)), ("fact", .text(fault.fact)), ("remedy", .text(fault.remedy)),
        ])
    }
}
