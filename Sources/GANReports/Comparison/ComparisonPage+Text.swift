import GANEvaluation
import GANMetrics
import GANText

/// What a terminal and a comment on a pull request show of a comparison.
extension ComparisonPage {
    static let reasonLimit = 6
    private static let metricLimit = 12
    private static let classLimit = 8
    private static let doubtLimit = 5

    /// What follows the reasons.
    var ending: [Block] {
        let warnings = ComparisonWords(report: report).doubts.filter { $0.severity == .warning }
        var blocks = [
            Block(.list(Items(texts: [RichText(ComparisonWords(report: report).pairing)])), .terminal),
            Block(.table(table), .markdown),
        ]
        if let classes = report.classes.flatMap(changedClasses) { blocks.append(Block(.table(classes), .markdown)) }
        blocks += warnings.map { Block(.note("  warning: \($0.message)", overflow: .cut), .terminal) }
        return blocks + [
            Block(
                .list(Items(texts: warnings.map { "(!) \($0.message)" }, markdownLimit: Self.doubtLimit)), .markdown),
            Block(.note(RichText(ComparisonWords(report: report).pairing)), .markdown),
            Block(
                .note(
                    "\(link: "The whole comparison", to: "compare.html") · protocol \(code: report.evaluationProtocol.fingerprint) · ganeval \(report.run.toolVersion) · \(report.run.startedAt)"
                ), .markdown),
        ]
    }

    /// The figures of one candidate in one metric, as every table shows them.
    private struct Row {
        var title: RichText
        var baseline: RichText
        var letter: RichText
        var value: RichText
        var difference: RichText
        var interval: RichText
        var probability: RichText
        var outcome: RichText
    }

    private func rows(_ metric: ComparisonReport.Metric) -> [Row] {
        let places = ComparisonText.decimals(metric)
        return metric.answers.enumerated().map { candidate, answer in
            Row(
                title: candidate == 0 ? RichText(ComparisonText.title(metric, report)) : "",
                baseline: candidate == 0 ? .figure(FigureText.number(metric.values[0], decimals: places)) : "",
                letter: .figure(ComparisonText.letter(candidate + 1)),
                value: .figure(FigureText.number(metric.values[candidate + 1], decimals: places)),
                difference: .figure(answer.map { ComparisonText.difference($0, decimals: places) } ?? "–"),
                interval: .figure(answer.map { ComparisonText.interval($0, decimals: places) } ?? "–"),
                probability: .figure(answer.map { ComparisonText.probability($0.adjustedPValue) } ?? "–"),
                outcome: .figure(ComparisonText.word(metric.outcomes[candidate])))
        }
    }

    var terminalTable: Table {
        Table(
            columns: [
                ("", .left), ("A", .right), ("", .left), ("value", .right), ("difference", .right),
                ("95 % interval", .right), ("p", .right), ("", .left),
            ],
            rows: report.metrics.flatMap(rows).map {
                [$0.title, $0.baseline, $0.letter, $0.value, $0.difference, $0.interval, $0.probability, $0.outcome]
            }, indent: 2)
    }

    private var table: Table {
        Table(
            columns: [
                ("Metric", .left), ("A", .right), ("", .left), ("", .right), ("Difference", .right), ("p", .right),
                ("", .left),
            ],
            rows: report.metrics.prefix(Self.metricLimit).flatMap { metric in
                zip(rows(metric), metric.answers).map { row, answer -> [RichText] in
                    [
                        row.title, row.baseline, row.letter, row.value,
                        answer == nil ? row.difference : "\(row.difference) \(row.interval)", row.probability,
                        row.outcome,
                    ]
                }
            })
    }

    /// The classes whose shares moved most; nil where none did.
    private func changedClasses(_ shares: ComparisonReport.ClassShares) -> Table? {
        var rows: [(size: Double, row: [RichText])] = []
        for candidate in report.subjects.indices.dropLast() {
            for item in shares.classes {
                let answer = item.answers[candidate]
                guard answer.isDifferent(level: 0.95) else { continue }
                rows.append(
                    (
                        abs(answer.difference),
                        [
                            RichText(item.name), .figure(FigureText.percent(item.referenceShare)),
                            .figure(FigureText.percent(item.shares[0])),
                            .figure(
                                "\(ComparisonText.letter(candidate + 1)) \(FigureText.percent(item.shares[candidate + 1]))"
                            ),
                        ]
                    ))
            }
        }
        guard !rows.isEmpty else { return nil }
        let shown = rows.enumerated().sorted { ($1.element.size, $0.offset) < ($0.element.size, $1.offset) }
        return Table(
            columns: [("Class", .left), ("Real", .right), ("A", .right), ("Candidate", .right)],
            rows: shown.prefix(Self.classLimit).map(\.element.row))
    }
}
