package import GANEvaluation
import GANMetrics
import GANText

/// `compare.json`: the schema `ganeval.compare/1`, described field by field in `compare-schema.md`.
package enum ComparisonDocument {
    package static let schema = "ganeval.compare/1"

    /// The whole comparison; numbers are finite or null, and no image is in it.
    package static func json(_ report: ComparisonReport) -> String {
        JSONValue.object([
            ("schema", .text(schema)),
            ("verdict", verdict(report)),
            ("samples", .count(report.samples)),
            ("paired", .bool(report.pairing.isPaired)),
            ("pairing_reason", .text(ComparisonWords(report: report).pairing)),
            (
                "subjects",
                .list(
                    report.subjects.enumerated().map { index, subject in
                        guard case .object(let members) = ReportDocument.subject(subject) else { return .null }
                        return .object([("letter", .text(ComparisonReport.letter(index)))] + members)
                    })
            ),
            ("reference", ReportDocument.source(report.reference)),
            ("held_out", report.heldOut.map(ReportDocument.source) ?? .null),
            ("extractor", .optional(report.extractor)),
            ("metrics", .object(report.metrics.map { ($0.name, metric($0, of: report)) })),
            ("classes", report.classes.map(classes) ?? .null),
            ("changes", .list(report.changes.map(changes))),
            (
                "diagnostics",
                .list(
                    ComparisonWords(report: report).doubts.map {
                        .object([
                            ("code", .text($0.code)), ("severity", .text($0.severity.rawValue)),
                            ("message", .text($0.message)),
                        ])
                    })
            ),
            ("protocol", ReportDocument.fields(report.evaluationProtocol)),
            ("run", ReportDocument.run(report.run)),
        ]).serialized()
    }

    private static func verdict(_ report: ComparisonReport) -> JSONValue {
        let words = ComparisonWords(report: report)
        return .object([
            ("sentence", .text(words.sentence)), ("reasons", .list(words.reasons.map { .text($0) })),
            ("worse", .bool(report.isWorse)),
        ])
    }

    private static func metric(_ metric: ComparisonReport.Metric, of report: ComparisonReport) -> JSONValue {
        .object([
            ("extractor", .optional(metric.extractor ?? report.extractor)),
            ("direction", .text(metric.direction.rawValue)), ("values", .list(metric.values.map { .number($0) })),
            ("ceiling", metric.ceiling.map { .number($0) } ?? .null),
            (
                "differences",
                .list(
                    metric.answers.enumerated().map { candidate, answer in
                        guard let answer else {
                            return .object([
                                ("letter", .text(ComparisonReport.letter(candidate + 1))),
                                ("outcome", .text(metric.outcomes[candidate].rawValue)), ("difference", .null),
                            ])
                        }
                        return .object(
                            [
                                ("letter", .text(ComparisonReport.letter(candidate + 1))),
                                ("outcome", .text(metric.outcomes[candidate].rawValue)),
                            ] + figures(answer))
                    })
            ),
            (
                "best",
                metric.best.map { best in
                    .object([
                        ("letter", .text(ComparisonReport.letter(best.best))),
                        (
                            "indistinguishable",
                            .list(best.indistinguishable.map { .text(ComparisonReport.letter($0)) })
                        ),
                        ("p_values", .list(best.pValues.map { .number($0) })),
                    ])
                } ?? .null
            ),
        ])
    }

    private static func figures(_ answer: DifferenceTest.Answer) -> [(String, JSONValue)] {
        [
            ("difference", .number(answer.difference)),
            ("interval", .list([.number(answer.low), .number(answer.high)])),
            ("standard_error", .number(answer.standardError)), ("p_value", .number(answer.pValue)),
            ("adjusted_p_value", .number(answer.adjustedPValue)), ("detectable", .number(answer.detectable)),
        ]
    }

    private static func classes(_ shares: ComparisonReport.ClassShares) -> JSONValue {
        .object([
            ("method", .text(shares.method)),
            (
                "classes",
                .list(
                    shares.classes.map { item in
                        .object([
                            ("name", .text(item.name)), ("reference_share", .number(item.referenceShare)),
                            ("shares", .list(item.shares.map { .number($0) })),
                            ("differences", .list(item.answers.map { .object(figures($0)) })),
                        ])
                    })
            ),
        ])
    }

    private static func changes(_ changes: ComparisonReport.Changes) -> JSONValue {
        .object([
            ("letter", .text(ComparisonReport.letter(changes.subject))), ("median_distance", .number(changes.median)),
            (
                "largest",
                .list(
                    changes.largest.map { change in
                        .object([
                            ("sample", .count(change.sample)), ("distance", .number(change.distance)),
                            ("class_before", .optional(change.classes?.0)),
                            ("class_after", .optional(change.classes?.1)),
                        ])
                    })
            ),
        ])
    }
}
