import GANEvaluation
import GANText
import OrderedCollections

/// `condition` of `report.json`: what it tells of a model that was given a condition beside the figures among its metrics.
enum ConditionDocument {
    static func json(_ report: EvaluationReport) -> JSONValue {
        guard let panel = report.translation else { return .null }
        return .object([("translation", translation(panel, noun: report.verdict.noun))])
    }

    private static func translation(_ panel: TranslationPanel, noun: String) -> JSONValue {
        let words = ConditionWords(noun: noun)
        return .object([
            ("inputs", panel.inputs.map(ReportDocument.source) ?? .null),
            ("targets", panel.targets.map(ReportDocument.source) ?? .null),
            ("known_targets", .optional(panel.knownTargets)), ("rows", .count(panel.rows)),
            ("one_answer", panel.hasOneAnswer.map { .bool($0) } ?? .null),
            ("figures", .list(panel.figures.keys.map { .text($0) })),
            ("omitted", .object(panel.omitted.map { ($0.key, .text($0.value)) })),
            ("ordered_by", .optional(panel.ordering?.rawValue)),
            ("worst", .list(panel.worst.map(example))), ("best", .list(panel.best.map(example))),
            ("sentence", .text(words.given(panel))),
        ])
    }

    private static func example(_ example: TranslationPanel.Example) -> JSONValue {
        .object([("row", .count(example.row)), ("value", .number(example.value))])
    }
}
