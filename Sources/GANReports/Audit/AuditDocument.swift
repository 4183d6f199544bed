import GANAudit
import GANData
import GANMetrics
import GANText
import OrderedCollections

/// `audit.json`: the schema `ganeval.audit/2`, described field by field in `audit-schema.md`.
package enum AuditDocument {
    package static let schema = "ganeval.audit/2"

    /// The whole audit; numbers are finite or null, and no image is in it.
    package static func json(_ report: AuditReport) -> String {
        let findings = report.findings
        return JSONValue.object([
            ("schema", .text(schema)),
            ("verdict", .text(findings.verdict.outcome.rawValue)),
            ("reasons", .list(AuditWords(findings).reasons.map { .text($0) })),
            ("advice", .list(AuditAdvice(report).steps.map { .text($0) })),
            ("next_command", AuditAdvice(report).next.command.map { .text($0) } ?? .null),
            ("exit_code", .count(Int(report.outcome.exitCode))),
            ("samples_to_decide", report.samplesToDecide.map { .count($0) } ?? .null),
            ("gates", .list(report.gates.map { gate($0, findings) })),
            ("copied_share", findings.copiedShare.map(estimate) ?? .null),
            ("sure_share", findings.sureShare.map(sureShare) ?? .null),
            ("listed_by", findings.listedBy.map(listedBy) ?? .null),
            ("distinct_training_images", .count(findings.extraction.distinctTrainingRows)),
            ("extraction", extraction(findings.extraction, report)),
            ("copies", .list(findings.copies.map { copy($0, report) })),
            (
                "tests",
                .object(
                    OrderedDictionary(findings.tests.map { ($0.name, test($0)) }) { first, _ in first }.map {
                        ($0.key, $0.value)
                    })
            ),
            ("sensitivity", findings.sensitivity.map(sensitivity) ?? .null),
            ("diversity", diversity(findings.diversity)),
            ("checks", CheckDocument.json(CheckWords(findings))),
            ("appearance", findings.appearance.map(appearance) ?? .null),
            ("pool", pool(findings.pool)),
            ("scores", findings.scores.map(scores) ?? .null),
            ("latents", findings.latents.map { LatentDocument.latents($0, report) } ?? .null),
            ("search", .list(findings.search.map(channel))),
            ("not_searched", .list(findings.notSearched.map { .text($0.rawValue) })),
            ("diagnostics", .list(AuditWords(findings).doubts.map(diagnostic))),
            ("subject", ReportDocument.subject(report.subject)),
            (
                "samples",
                .object([
                    ("name", .text(findings.sources.samples)), ("count", .count(findings.sources.sampleCount)),
                    ("shape", .text("\(findings.sources.shape)")),
                ])
            ),
            ("training", ReportDocument.source(report.training)),
            ("held_out", report.heldOut.map(ReportDocument.source) ?? .null),
            ("protocol", ReportDocument.fields(report.evaluationProtocol)),
            ("run", ReportDocument.run(report.run)),
        ]).serialized()
    }

    private static func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    private static func optional(_ value: Int?) -> JSONValue { value.map { .count($0) } ?? .null }

    private static func estimate(_ estimate: AuditFindings.Estimate) -> JSONValue {
        .object([
            ("value", .number(estimate.value)), ("interval", .list([.number(estimate.low), .number(estimate.high)])),
            ("level", .number(estimate.level)), ("interval_method", .text(estimate.method)),
        ])
    }

    private static func sureShare(_ share: AuditFindings.SureShare) -> JSONValue {
        .object([("low", .number(share.low)), ("by_labels", estimate(share.byLabels))])
    }

    private static func listedBy(_ rule: AuditFindings.ListedBy) -> JSONValue {
        .object([
            ("rule", .text(rule.basis.rawValue)), ("false_discovery_rate", .number(rule.falseDiscoveryRate)),
        ])
    }

    private static func gate(_ gate: AuditGate, _ findings: AuditFindings) -> JSONValue {
        let rule: (String, Double) =
            switch gate.rule {
            case .copiedShare(let most): ("max_copied_share", most)
            case .noCopies(let rate): ("fdr", rate)
            }
        return .object([
            ("rule", .text(rule.0)), ("limit", .number(rule.1)), ("outcome", .text(gate.outcome.rawValue)),
            ("reason", .text(AuditWords(findings).reason(gate))), ("samples_to_decide", optional(gate.samplesToDecide)),
        ])
    }

    private static func copy(_ copy: AuditFindings.Copy, _ report: AuditReport) -> JSONValue {
        .object([
            ("rank", .count(copy.rank)), ("sample", .count(copy.sample)), ("training_row", .count(copy.trainingRow)),
            ("origin", .text(copy.origin)), ("class", .optional(report.classes[copy.trainingRow])),
            ("transformation", .text(copy.transformation.name)),
            ("transformation_detail", .text(copy.transformation.detail)), ("distance", .number(copy.distance)),
            ("score", .number(copy.score)), ("p_value", optional(copy.pValue)), ("q_value", optional(copy.qValue)),
            ("competition_q_value", optional(copy.competitionQValue)), ("exact", .bool(copy.isExact)),
            ("occurrences", .count(copy.occurrences)),
        ])
    }

    private static func extraction(_ extraction: AuditFindings.Extraction, _ report: AuditReport) -> JSONValue {
        .object([
            ("rate", .number(extraction.rate)), ("estimated_training_images", .number(extraction.estimatedRows)),
            (
                "most_copied",
                .list(
                    extraction.mostCopied.map { row in
                        .object([
                            ("training_row", .count(row.trainingRow)), ("origin", .text(row.origin)),
                            ("class", .optional(report.classes[row.trainingRow])), ("samples", .count(row.samples)),
                            ("occurrences", .count(row.occurrences)),
                        ])
                    })
            ),
        ])
    }

    private static func test(_ test: AuditFindings.Test) -> JSONValue {
        .object([
            ("value", .number(test.value)), ("null", optional(test.null)),
            ("interval", test.interval.map { .list([.number($0.low), .number($0.high)]) } ?? .null),
            ("level", optional(test.interval?.level)), ("interval_method", .optional(test.interval?.method)),
            ("p_value", optional(test.pValue)), ("reading", .text(AuditTestWords.reading(test))),
            ("parts", .object(test.parts.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })),
        ])
    }

    private static func sensitivity(_ sensitivity: AuditFindings.Sensitivity) -> JSONValue {
        .object([
            ("smallest_visible_share", optional(sensitivity.smallestVisibleShare)),
            ("leak_of_interest", .number(sensitivity.leakOfInterest)),
            ("samples_needed", optional(sensitivity.samplesNeeded)),
        ])
    }

    private static func diversity(_ diversity: AuditFindings.Diversity) -> JSONValue {
        .object([
            ("distinct_samples", .count(diversity.distinctSamples)),
            ("effective_samples", .number(diversity.effectiveSamples)),
            ("effective_real", .number(diversity.effectiveReal)),
            ("collapsed", .bool(diversity.isCollapsed)),
        ])
    }

    private static func appearance(_ appearance: AuditFindings.Appearance) -> JSONValue {
        .object([
            ("area", .number(appearance.area)), ("p_value", .number(appearance.pValue)),
            ("alike", .bool(appearance.isAlike)), ("training_rows", .count(appearance.trainingRows)),
            ("held_out_rows", .count(appearance.heldOutRows)), ("told_by", .text(AuditWords.clue(appearance.clue))),
        ])
    }

    private static func pool(_ pool: AuditFindings.Pool) -> JSONValue {
        .object([
            ("training_repeats", .count(pool.trainingRepeats)), ("held_out_repeats", .count(pool.heldOutRepeats)),
            ("training_competing", .count(pool.trainingCompeting)),
            ("held_out_competing", .count(pool.heldOutCompeting)), ("calibration_rows", .count(pool.calibrationRows)),
            ("overlap_count", .count(pool.overlap.count)),
            (
                "overlap",
                .list(
                    pool.overlap.prefix(overlapLimit).map {
                        .object([
                            ("held_out_row", .count($0.heldOutRow)), ("training_row", .count($0.trainingRow)),
                        ])
                    })
            ),
        ])
    }

    /// Overlapping rows beyond these are counted, not listed.
    static let overlapLimit = 1000

    private static func scores(_ scores: AuditFindings.Scores) -> JSONValue {
        .object(
            [("samples", scores.samples), ("real", scores.real)].map { name, values in
                (
                    name,
                    .object(
                        AuditScoreDistribution.quantiles(of: values).map { ($0.key, optional($0.value)) })
                )
            })
    }

    private static func channel(_ channel: AuditFindings.ChannelSearch) -> JSONValue {
        .object([
            ("channel", .text(channel.channel)), ("exact", .bool(channel.isExact)),
            ("proven_share", .number(channel.provenShare)),
        ])
    }

    private static func diagnostic(_ diagnostic: Diagnostic) -> JSONValue {
        .object([
            ("code", .text(diagnostic.code)), ("severity", .text(diagnostic.severity.rawValue)),
            ("message", .text(diagnostic.message)),
        ])
    }
}
