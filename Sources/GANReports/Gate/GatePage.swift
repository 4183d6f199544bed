import GANEvaluation
import GANGate
import GANMetrics
import GANText

/// A policy's verdict as a document for terminals and comments.
struct GatePage {
    let record: GateRecord

    private static let rowLimit = 28
    private static let reasonLimit = 10
    private static let doubtLimit = 5

    func document() -> Document {
        let name = record.policy.name ?? record.policy.path
        let conditions = GateText.conditions(record)
        let badge = Badge(word: record.verdict.outcome.rawValue, style: "unknown")
        var document = Document(
            title: "ganeval gate: \(record.subject)", program: "gate", kicker: "\(record.subject) by \(name)",
            blocks: [],
            textLimit: 500)
        document.blocks = [
            Block(.headline(GateText.headline(record))),
            Block(.note("\(record.subject) by \(name), \(conditions)"), .terminal),
            Block(.standing(badge, lead: "Gates", detail: "\(record.subject) by \(name) · \(conditions)"), .markdown),
            Block(.gap, .terminal), Block(.table(terminalTable), .terminal), Block(.table(table), .markdown),
            Block(.list(reasons), .markdown),
        ]
        for finding in open {
            let place = "\(finding.rule.metric.path), \(record.policy.path) line \(finding.rule.line): "
            let said = RichText(place + GateText.ground(finding))
            document.blocks += [Block(.gap, .terminal), Block(.note(said, overflow: .wrapped(hanging: 2)), .terminal)]
        }
        document.blocks += warnings
        document.blocks.append(Block(.note(marks), .markdown))
        return document
    }

    private var open: [GateFinding] { record.byWeight.filter { $0.outcome != .passed } }

    private var terminalTable: Table {
        Table(
            columns: [("", .left), ("metric", .left), ("value", .left), ("wanted", .left)],
            rows: record.byWeight.map { finding in
                [
                    RichText(finding.outcome.rawValue), RichText(finding.rule.metric.path),
                    RichText(GateText.value(finding, of: finding.figure)), RichText(GateText.wanted(finding)),
                ]
            }, cellLimit: 60)
    }

    private var table: Table {
        let findings = record.byWeight
        var rows = findings.prefix(Self.rowLimit).map { finding -> [RichText] in
            let outcome = finding.outcome.rawValue
            return [
                finding.outcome == .passed ? .figure(outcome) : .strong(outcome),
                RichText(finding.rule.metric.path), RichText(GateText.value(finding, of: finding.figure)),
                RichText(GateText.wanted(finding)),
            ]
        }
        let rest = findings.count - rows.count
        if rest > 0 { rows.append(["", "\(rest) more in \(code: "gate.json")"]) }
        return Table(columns: [("", .left), ("Metric", .left), ("Value", .right), ("Wanted", .left)], rows: rows)
    }

    private var reasons: Items {
        Items(
            texts: open.map { "\(strong: $0.rule.metric.path): \(GateText.ground($0))" },
            markdownLimit: Self.reasonLimit, more: { "\($0) more" })
    }

    // MARK: Doubts

    private var warnings: [Block] {
        let doubts = Self.doubts(record)
        guard !doubts.isEmpty else { return [] }
        let shown = doubts.prefix(Self.doubtLimit).map { (label: "(!)", text: RichText("\($0.metric): \($0.message)")) }
        var blocks = [
            Block(.gap, .terminal), Block(.facts(Facts(rows: shown, column: 4, overflow: .wrapped())), .terminal),
            Block(
                .note("(!) \(FigureText.count(doubts.count, "warning")) about these figures: see the report."),
                .markdown),
        ]
        let rest = doubts.count - shown.count
        if rest > 0 {
            blocks.append(Block(.note("(!) \(rest) more warnings in the report.", overflow: .kept), .terminal))
        }
        return blocks
    }

    /// The warnings about judged figures, each once.
    static func doubts(_ record: GateRecord) -> [(metric: String, message: String)] {
        var result: [(metric: String, message: String)] = []
        for finding in record.verdict.findings {
            for message in finding.figure.warnings
            where !result.contains(where: { $0.metric == finding.rule.metric.name && $0.message == message }) {
                result.append((finding.rule.metric.name, message))
            }
        }
        return result
    }

    /// Protocol, version and date.
    private var marks: RichText {
        var marks: RichText = "ganeval \(record.toolVersion)"
        if let report = record.report {
            marks = "protocol \(code: report.fingerprint) · \(marks)"
            if let startedAt = report.startedAt { marks = "\(marks) · \(startedAt)" }
        }
        return marks
    }
}
