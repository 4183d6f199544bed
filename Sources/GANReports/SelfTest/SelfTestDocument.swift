import GANAudit
import GANEvaluation
package import GANSelfTest
import GANText

/// `selftest.json`: the schema `ganeval.selftest/1`, described field by field in `selftest-schema.md`.
package enum SelfTestDocument {
    package static let schema = "ganeval.selftest/1"

    /// The whole self-test; numbers are finite or null, and no image is in it.
    package static func json(_ report: SelfTestReport) -> String {
        let words = SelfTestWords(report)
        return JSONValue.object([
            ("schema", .text(schema)), ("sentence", .text(words.sentence)), ("warning", .optional(words.warning)),
            ("samples", .count(report.samples)), ("good_controls", .count(report.goodControls)),
            ("controls", .list(report.controls.map { trial($0, words) })),
            ("faults", .list(report.faults.map { fault($0, words) })),
            (
                "not_tried",
                .object(report.leftOut.map { ($0.key.rawValue, .text($0.value.rawValue)) })
            ),
            ("reference", ReportDocument.source(report.reference)),
            ("training", ReportDocument.source(report.training)),
            ("held_out", ReportDocument.source(report.heldOut)),
            ("protocol", ReportDocument.fields(report.evaluationProtocol)), ("run", ReportDocument.run(report.run)),
        ]).serialized()
    }

    private static func fault(_ finding: SelfTestFinding, _ words: SelfTestWords) -> JSONValue {
        .object([
            ("name", .text(finding.kind.rawValue)), ("sentence", .text(words.sentence(finding))),
            ("seen_from", finding.seenFrom?.strength.map { .number($0.value) } ?? .null),
            (
                "target",
                finding.target.map { target in
                    .object([
                        ("kind", .text(target.isCluster ? "cluster" : "class")), ("number", .count(target.number)),
                        ("name", .optional(target.name)), ("share", .number(target.share)),
                    ])
                } ?? .null
            ),
            ("trials", .list(finding.trials.map { trial($0, words) })),
        ])
    }

    private static func trial(_ trial: SelfTestTrial, _ words: SelfTestWords) -> JSONValue {
        .object([
            ("strength", trial.strength.map { .number($0.value) } ?? .null),
            ("unit", trial.strength.map { .text($0.unit.rawValue) } ?? .null),
            ("grade", .optional(trial.verdict?.grade.rawValue)),
            ("verdict", .optional(trial.verdict.map { VerdictWords($0).sentence })),
            ("refusal", .optional(trial.refusal)),
            ("seen_by_report", .bool(trial.isSeenByReport)), ("seen_by_audit", .bool(trial.isSeenByAudit)),
            (
                "objections",
                .list(
                    trial.objections.map { witness in
                        .object([
                            ("rule", .text(witness.rule)), ("metric", .text(witness.metric)),
                            ("grade", .text(witness.grade.rawValue)),
                            (
                                "sentence",
                                .optional(trial.verdict.map { VerdictWords($0).said(witness.finding) })
                            ),
                        ])
                    })
            ),
            ("failed_checks", .list(trial.failures.map { .text($0.name.rawValue) })),
            ("moved_metrics", .list(trial.moved.map { .text($0) })),
            (
                "audit",
                trial.audit.map { audit in
                    .object([
                        ("outcome", .text(audit.outcome.rawValue)), ("copies", .count(audit.copies)),
                        ("smallest_visible_share", audit.smallestVisibleShare.map { .number($0) } ?? .null),
                    ])
                } ?? .null
            ),
            ("metrics", ReportDocument.metrics(trial.metrics)),
        ])
    }
}
