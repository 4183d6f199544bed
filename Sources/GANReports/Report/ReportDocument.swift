import GANCheckpoints
package import GANEvaluation
package import GANMetrics
import GANText
package import OrderedCollections

/// `report.json`: the schema `ganeval.report/1`, described field by field in `report-schema.md`.
package enum ReportDocument {
    package static let schema = "ganeval.report/1"

    /// The whole report.
    package static func json(_ report: EvaluationReport) -> String {
        let head: [(String, JSONValue)] = [
            ("schema", .text(schema)),
            ("verdict", verdict(report)),
            ("checks", CheckDocument.json(CheckWords(report))),
            ("subject", subject(report.subject)),
            ("reference", source(report.reference)),
            ("held_out", report.heldOut.map(source) ?? .null),
            ("protocol", fields(report.evaluationProtocol)),
            ("metrics", metrics(report.metrics)),
        ]
        let tail: [(String, JSONValue)] = [
            ("modes", report.modes.map(modes) ?? .null),
            ("discriminator", DiscriminatorDocument.json(report)),
            ("condition", ConditionDocument.json(report)),
            ("regions", report.regions.map(RegionDocument.json) ?? .null),
            ("trade_off", report.tradeOff.map(TradeOffDocument.json) ?? .null),
            ("prior_mismatch", PriorDocument.json(report.priors)),
            ("previous", previous(report.previous)), ("training", .list(report.training.map(training))),
            ("run", run(report.run)),
        ]
        return JSONValue.object(head + omitted(report) + tail).serialized()
    }

    /// The last run by the same protocol, with the figures that this report is compared with.
    private static func previous(_ previous: PreviousRun?) -> JSONValue {
        guard let previous else { return .null }
        return .object([
            ("subject", .text(previous.subject)), ("started_at", .text(previous.startedAt)),
            ("folder", .optional(previous.folder)),
            (
                "figures",
                .list(
                    previous.figures.map { figure in
                        .object([
                            ("metric", .text(figure.metric)), ("extractor", .text(figure.extractor)),
                            ("value", .number(figure.value)), ("interval", figure.interval.map(interval) ?? .null),
                        ])
                    })
            ),
        ])
    }

    /// Metrics that were asked for and could not be measured, where there are any.
    private static func omitted(_ report: EvaluationReport) -> [(String, JSONValue)] {
        report.omitted.isEmpty ? [] : [("omitted", .object(report.omitted.map { ($0.key, .text($0.value)) }))]
    }

    /// Measured metrics alone, in the same schema: no verdict, no sources, no run.
    ///
    /// `omitted` gives what each metric that was asked for and not computed would have needed.
    package static func json(
        evaluationProtocol: EvaluationProtocol, metrics measured: OrderedDictionary<String, MeasuredMetric>,
        omitted: OrderedDictionary<String, String> = [:], toolVersion: String
    ) -> String {
        JSONValue.object([
            ("schema", .text(schema)), ("protocol", fields(evaluationProtocol)), ("metrics", metrics(measured)),
            ("omitted", .object(omitted.map { ($0.key, .text($0.value)) })), ("tool_version", .text(toolVersion)),
        ]).serialized()
    }

    private static func verdict(_ report: EvaluationReport) -> JSONValue {
        let verdict = report.verdict
        let (words, decision, next) = (VerdictWords(verdict), DecisionWords(verdict), NextStep(report))
        return .object([
            ("sentence", .text(words.sentence)), ("grade", .text(verdict.grade.rawValue)),
            ("decision", .text(decision.badge.word)), ("reason", .text(decision.reason)),
            ("next_step", .text(next.text)), ("next_command", .optional(next.command)),
            (
                "tiles",
                .list(
                    verdict.tiles.map { tile in
                        .object([
                            ("section", .text(tile.section.rawValue)), ("grade", .text(tile.grade.rawValue)),
                            ("metric", .optional(tile.metric)), ("rule", .optional(tile.rule)),
                            ("sentence", .text(words.said(tile))),
                        ])
                    })
            ),
            (
                "findings",
                .list(
                    verdict.findings.map { finding in
                        .object([
                            ("section", .text(finding.section.rawValue)), ("grade", .text(finding.grade.rawValue)),
                            ("sentence", .text(words.said(finding.finding))),
                        ])
                    })
            ),
            ("witnesses", .list(verdict.witnesses.map { witness($0, words) })),
        ])
    }

    private static func witness(_ witness: Witness, _ words: VerdictWords) -> JSONValue {
        .object([
            ("rule", .text(witness.rule)), ("section", .text(witness.section.rawValue)),
            ("metric", .text(witness.metric)), ("grade", .text(witness.grade.rawValue)),
            ("sentence", .text(words.said(witness.finding))),
            (
                "limits",
                .object([
                    ("measure", .text(witness.limits.measure.rawValue)), ("good", .number(witness.limits.good)),
                    ("alarming", witness.limits.alarming.map { .number($0) } ?? .null),
                ])
            ),
        ])
    }

    static func subject(_ subject: Subject) -> JSONValue {
        .object([
            ("name", .text(subject.name)), ("path", .text(subject.path)), ("digest", .text(subject.digest)),
            ("facts", .object(subject.facts.map { ($0.key, .text($0.value)) })),
        ])
    }

    static func source(_ source: SourceSummary) -> JSONValue {
        .object([
            ("name", .text(source.name)), ("count", .count(source.count)), ("shape", .text(source.shape)),
            ("rule", .text(source.rule)), ("digest", .text(source.digest)),
        ])
    }

    /// The protocol's fields; a field that calls itself "fingerprint" gives way to the computed one.
    static func fields(_ evaluationProtocol: EvaluationProtocol) -> JSONValue {
        let own = evaluationProtocol.fields.filter { $0.key != ProtocolKey.fingerprint }.map {
            ($0.key, JSONValue.text($0.value))
        }
        return .object([(ProtocolKey.fingerprint, .text(evaluationProtocol.fingerprint))] + own)
    }

    static func metrics(_ metrics: OrderedDictionary<String, MeasuredMetric>) -> JSONValue {
        .object(metrics.map { ($0.key, metric($0.value)) })
    }

    private static func metric(_ measured: MeasuredMetric) -> JSONValue {
        let result = measured.result
        var matched: [(String, JSONValue)] = []
        if let found = result.matched {
            matched = [
                ("matched", .number(found.value)), ("matched_interval", found.interval.map(interval) ?? .null),
                ("matched_interval_method", .optional(found.interval?.method)),
                ("matched_level", found.interval.map { .number($0.level) } ?? .null),
                ("matched_basis", .text(found.basis)),
            ]
        }
        let common: [(String, JSONValue)] = [
            ("extractor", .text(measured.extractor)),
            ("value", .number(result.value)),
            ("interval", result.interval.map(interval) ?? .null),
            ("interval_method", .optional(result.interval?.method)),
            ("level", result.interval.map { .number($0.level) } ?? .null),
            ("null", result.null.map { .number($0.value) } ?? .null),
            ("null_basis", .optional(result.null?.basis)),
            ("ceiling", result.ceiling.map { .number($0.value) } ?? .null),
            ("ceiling_basis", .optional(result.ceiling?.basis)),
        ]
        let rest: [(String, JSONValue)] = [
            (
                "diagnostics",
                .list(
                    result.diagnostics.map { diagnostic in
                        .object([
                            ("code", .text(diagnostic.code)), ("severity", .text(diagnostic.severity.rawValue)),
                            ("message", .text(diagnostic.message)),
                        ])
                    })
            ),
            ("parts", .list(result.parts.map { description($0.key, $0.value) })),
        ]
        let taken = MetricResult.commonNames
        let own = result.parts.map { name, value -> (String, JSONValue) in
            precondition(
                !taken.contains(name), "\(measured.name) names a part \"\(name)\", a key that every metric has")
            return (name, part(value))
        }
        return .object(common + matched + rest + own)
    }

    /// Of which type a part is; of intervals the level and the method as well.
    private static func description(_ name: String, _ part: MetricPart) -> JSONValue {
        var members: [(String, JSONValue)] = [("name", .text(name)), ("type", .text(part.kind.rawValue))]
        if case .interval(let interval) = part {
            members += [("level", .number(interval.level)), ("method", .text(interval.method))]
        }
        return .object(members)
    }

    static func interval(_ interval: MetricInterval) -> JSONValue {
        .list([.number(interval.low), .number(interval.high)])
    }

    private static func part(_ part: MetricPart) -> JSONValue {
        switch part {
        case .number(let value): return .number(value)
        case .count(let value): return .count(value)
        case .text(let value): return .text(value)
        case .numbers(let values): return .list(values.map { .number($0) })
        case .counts(let values): return .list(values.map { .count($0) })
        case .texts(let values): return .list(values.map { .text($0) })
        case .interval(let value): return interval(value)
        }
    }

    private static func modes(_ table: ModeTable) -> JSONValue {
        .list(
            table.modes.map { mode in
                .object([
                    ("name", .text(mode.name)), ("generated_count", .count(mode.generatedCount)),
                    ("generated_share", .number(mode.generatedShare)), ("interval", interval(mode.interval)),
                    ("reference_share", .number(mode.referenceShare)), ("missing", .bool(mode.missing)),
                    ("standing", .optional(mode.standing?.rawValue)),
                    ("corrected_share", mode.correctedShare.map { .number($0.value) } ?? .null),
                    ("corrected_interval", mode.correctedShare.map { interval($0.interval) } ?? .null),
                    ("spread", mode.spread.map { .number($0) } ?? .null), ("collapsed", .bool(mode.isCollapsed)),
                    ("interior", mode.interior.map(interior) ?? .null),
                ])
            })
    }

    private static func interior(_ found: ModeTable.Mode.Interior) -> JSONValue {
        .object([
            ("rows", .count(found.rows)), ("precision", .number(found.precision)), ("recall", .number(found.recall)),
            ("coverage", .number(found.coverage)), ("vendi", .number(found.vendi)),
            ("real_precision", .number(found.realPrecision)), ("real_recall", .number(found.realRecall)),
            ("real_coverage", .number(found.realCoverage)), ("real_vendi", .number(found.realVendi)),
            ("support", .number(found.support.value)), ("support_interval", interval(found.support.interval)),
        ])
    }

    private static func training(_ point: TrainingPoint) -> JSONValue {
        .object([
            ("step", .count(point.step)), ("images_seen", .count(point.imagesSeen)),
            ("generator_loss", .number(point.generatorLoss)), ("discriminator_loss", .number(point.discriminatorLoss)),
            ("real_accuracy", .number(point.realAccuracy)), ("generated_accuracy", .number(point.generatedAccuracy)),
        ])
    }

    static func run(_ run: RunRecord) -> JSONValue {
        .object([
            ("identifier", .text(run.identifier)), ("tool_version", .text(run.toolVersion)),
            ("command", .text(run.command)), ("started_at", .text(run.startedAt)), ("seconds", .number(run.seconds)),
            ("machine", .object(run.machine.map { ($0.key, .text($0.value)) })),
            ("stages", .object(run.stages.map { ($0.key, .number($0.value)) })),
        ])
    }
}
