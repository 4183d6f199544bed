import GANEvaluation
import GANText
import OrderedCollections

/// `condition` of `report.json`: what it tells of a model that was given a condition beside the figures among its metrics.
enum ConditionDocument {
    static func json(_ report: EvaluationReport) -> JSONValue {
        guard report.translation != nil || report.classCondition != nil else { return .null }
        return .object([
            ("translation", report.translation.map { translation($0, noun: report.verdict.noun) } ?? .null),
            ("classes", report.classCondition.map(classes) ?? .null),
        ])
    }

    private static func classes(_ panel: ClassConditionPanel) -> JSONValue {
        func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
        return .object([
            ("asked", .text(panel.origin)), ("classifiers", .optional(panel.classifiers)),
            ("figures", .list(panel.figures.keys.map { .text($0) })),
            ("omitted", .object(panel.omitted.map { ($0.key, .text($0.value)) })),
            (
                "by_class",
                .list(
                    panel.classes.map { one in
                        .object([
                            ("number", .count(one.number)), ("name", .text(one.name)), ("asked", .count(one.asked)),
                            ("accuracy", number(one.accuracy)), ("distance", number(one.distance)),
                            ("held_out_distance", number(one.heldOutDistance)), ("taught", number(one.taught)),
                            ("taught_by_real", number(one.taughtByReal)),
                        ])
                    })
            ),
        ])
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
