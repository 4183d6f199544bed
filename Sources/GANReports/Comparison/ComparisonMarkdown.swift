public import GANEvaluation
import GANMetrics

/// `compare.md`: the comparison as a comment on a pull request.
public enum ComparisonMarkdown {
    private static let metricLimit = 12
    private static let classLimit = 8
    private static let doubtLimit = 5

    public static func render(_ report: ComparisonReport) -> String {
        var lines = [
            "## \(text(report.verdict.sentence))", "",
            "**\(ComparisonText.overallWord(report))** · \(text(ComparisonText.sources(report))), "
                + "\(FigureText.count(report.samples)) samples of each", "",
        ]
        lines += report.verdict.reasons.prefix(6).map { "- \(text($0))" }
        lines += ["", "| Metric | A | | | Difference | p | |", "| --- | ---: | --- | ---: | ---: | ---: | --- |"]
        for metric in report.metrics.prefix(metricLimit) { lines += rows(metric, report) }
        if let classes = report.classes { lines += changed(classes, candidates: report.subjects.count - 1) }
        let doubts = report.diagnostics.filter { $0.severity == .warning }
        if !doubts.isEmpty { lines += [""] + doubts.prefix(doubtLimit).map { "- (!) \(text($0.message))" } }
        lines += [
            "", text(report.pairing.reason), "",
            "[The whole comparison](compare.html) · protocol `\(report.evaluationProtocol.fingerprint)` · ganeval "
                + "\(text(report.run.toolVersion)) · \(text(report.run.startedAt))",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func rows(_ metric: ComparisonReport.Metric, _ report: ComparisonReport) -> [String] {
        let places = ComparisonText.decimals(metric)
        return metric.answers.enumerated().map { candidate, answer in
            let title = candidate == 0 ? text(ComparisonText.title(metric, report)) : ""
            let baseline = candidate == 0 ? FigureText.number(metric.values[0], decimals: places) : ""
            let value = FigureText.number(metric.values[candidate + 1], decimals: places)
            let difference =
                answer.map {
                    ComparisonText.difference($0, decimals: places) + " "
                        + ComparisonText.interval($0, decimals: places).replacing("[", with: "\\[")
                } ?? "–"
            return "| \(title) | \(baseline) | \(ComparisonText.letter(candidate + 1)) | \(value) | \(difference) | "
                + "\(answer.map { ComparisonText.probability($0.adjustedPValue) } ?? "–") | "
                + "\(ComparisonText.word(metric.outcomes[candidate])) |"
        }
    }

    /// The classes whose shares moved most.
    private static func changed(_ shares: ComparisonReport.ClassShares, candidates: Int) -> [String] {
        var rows: [(size: Double, line: String)] = []
        for candidate in 0..<candidates {
            for item in shares.classes {
                let answer = item.answers[candidate]
                guard answer.isDifferent(level: 0.95) else { continue }
                rows.append(
                    (
                        abs(answer.difference),
                        "| \(text(item.name)) | \(FigureText.percent(item.referenceShare)) | "
                            + "\(FigureText.percent(item.shares[0])) | \(ComparisonText.letter(candidate + 1)) "
                            + "\(FigureText.percent(item.shares[candidate + 1])) |"
                    ))
            }
        }
        guard !rows.isEmpty else { return [] }
        let shown = rows.enumerated().sorted { ($1.element.size, $0.offset) < ($0.element.size, $1.offset) }
        return ["", "| Class | Real | A | Candidate |", "| --- | ---: | ---: | ---: |"]
            + shown.prefix(classLimit).map(\.element.line)
    }

    private static func text(_ text: String) -> String { ReportText.markdown(text, limit: 400) }
}
