import GANEvaluation
import GANGate
import GANMetrics
import GANText

/// `gate.json`: the schema `ganeval.gate/1`, described field by field in `gate-schema.md`.
package enum GateDocument {
    package static let schema = "ganeval.gate/1"

    /// The whole verdict; numbers are finite or null.
    package static func json(_ record: GateRecord) -> String {
        let verdict = record.verdict
        return JSONValue.object([
            ("schema", .text(schema)),
            ("outcome", .text(verdict.outcome.rawValue)),
            ("summary", .text(GateText.headline(record))),
            ("exit_code", .count(Int(verdict.exitCode))),
            ("gates", .list(verdict.findings.map { gate($0) })),
            ("counts", .object(Outcome.allCases.map { ($0.rawValue, .count(verdict.count($0))) })),
            (
                "policy",
                .object([
                    ("path", .text(record.policy.path)), ("name", .optional(record.policy.name)),
                    ("level", .number(record.policy.level)),
                    ("multiplicity", .text(record.policy.multiplicity.rawValue)),
                    ("inconclusive", .optional(verdict.inconclusive?.rawValue)),
                ])
            ),
            ("report", record.report.map(report) ?? .null),
            ("audit", record.audit.map { audit($0) } ?? .null),
            ("baseline", record.baseline.map(report) ?? .null),
            ("tool_version", .text(record.toolVersion)),
        ]).serialized()
    }

    private static func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    private static func optional(_ value: Int?) -> JSONValue { value.map { .count($0) } ?? .null }

    private static func gate(_ finding: GateFinding) -> JSONValue {
        let outcome: [(String, JSONValue)] = [
            ("metric", .text(finding.rule.metric.path)),
            ("section", .text(GateText.section(finding.rule.metric).rawValue)),
            ("rule", .text(finding.rule.requirement.key)),
            ("wanted", wanted(finding.rule.requirement)),
            ("bound", optional(finding.bound)),
            ("outcome", .text(finding.outcome.rawValue)),
            ("reason", .text(GateText.reason(finding))),
            ("samples_to_decide", optional(finding.samplesToDecide)),
        ]
        let comparison: [(String, JSONValue)] = [
            ("baseline", finding.baseline.map { .object(figure($0)) } ?? .null),
            ("difference", finding.difference.map { .object(figure($0)) } ?? .null),
            ("paired", finding.pairing.map { .bool($0 == .paired) } ?? .null),
            ("real_source", .optional(realComparison(finding)?.source.rawValue)),
            ("counts", .optional(realComparison(finding)?.counts)),
            ("line", .count(finding.rule.line)), ("column", .count(finding.rule.column)),
        ]
        return .object(outcome + figure(finding.figure) + comparison)
    }

    private static func realComparison(_ finding: GateFinding) -> RealComparison? {
        GateText.isBesideReal(finding.rule.requirement) ? finding.figure.besideReal : nil
    }

    private static func wanted(_ requirement: GateRule.Requirement) -> JSONValue {
        switch requirement {
        case .atMost(let value), .atLeast(let value), .atLeastShareOfReal(let value), .atMostMultipleOfReal(let value),
            .noWorseThanBaseline(let value), .equals(.number(let value)):
            return .number(value)
        case .equals(.text(let word)): return .text(word)
        }
    }

    private static func figure(_ figure: GateFigure) -> [(String, JSONValue)] {
        [
            ("value", figure.word.map { .text($0) } ?? .number(figure.value)),
            ("interval", figure.interval.map { .list([.number($0.low), .number($0.high)]) } ?? .null),
            ("level", optional(figure.interval?.level)), ("basis", .text(figure.basis.rawValue)),
            ("items", .list(figure.items.map { .text($0) })), ("ceiling", optional(figure.ceiling)),
            ("samples", optional(figure.samples)), ("warnings", .list(figure.warnings.map { .text($0) })),
        ]
    }

    private static func report(_ report: GateReport) -> JSONValue {
        .object([
            ("path", .text(report.path)), ("subject", .optional(report.subject)),
            ("subject_digest", .optional(report.subjectDigest)), ("fingerprint", .text(report.fingerprint)),
            ("run", .optional(report.run)), ("started_at", .optional(report.startedAt)),
        ])
    }

    private static func audit(_ audit: GateAudit) -> JSONValue {
        .object([
            ("path", .text(audit.path)), ("subject", .text(audit.subject)), ("verdict", .text(audit.verdict)),
        ])
    }
}
