import GANEvaluation
import GANText

/// What was checked, as `report.json` and `audit.json` have it.
enum CheckDocument {
    static func json(_ words: CheckWords) -> JSONValue {
        .list(
            words.checks.map { check in
                .object([
                    ("name", .text(check.name.rawValue)), ("outcome", .text(check.outcome.rawValue)),
                    ("figure", check.figure.map { .number($0) } ?? .null),
                    ("limit", check.limit.map { .number($0) } ?? .null),
                    ("spoils", .list(check.spoils.map { .text($0.rawValue) })),
                    ("sentence", text(words.sentence(check))), ("advice", text(words.advice(check))),
                ])
            })
    }

    private static func text(_ text: String) -> JSONValue { text.isEmpty ? .null : .text(text) }
}
