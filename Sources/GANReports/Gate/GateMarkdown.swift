import GANEvaluation

/// The gates as a comment on a pull request, under 60 lines.
public enum GateMarkdown {
    private static let rowLimit = 28
    private static let reasonLimit = 10

    public static func render(_ record: GateRecord) -> String {
        var lines = ["## \(text(GateText.headline(record)))", ""]
        lines.append(
            "**\(record.verdict.outcome.rawValue)** · \(text(record.subject)) by "
                + "\(text(record.policy.name ?? record.policy.path)) · \(text(GateText.conditions(record)))")
        lines += ["", "| | Metric | Value | Wanted |", "| --- | --- | ---: | --- |"]
        let findings = record.byWeight
        for finding in findings.prefix(rowLimit) {
            let outcome = finding.outcome == .passed ? "passed" : "**\(finding.outcome.rawValue)**"
            lines.append(
                "| \(outcome) | \(text(finding.rule.metric.path)) | \(text(GateText.value(finding, of: finding.figure))) | "
                    + "\(text(GateText.wanted(finding))) |")
        }
        if findings.count > rowLimit { lines.append("| | \(findings.count - rowLimit) more in `gate.json` | | |") }
        let open = findings.filter { $0.outcome != .passed }
        if !open.isEmpty { lines.append("") }
        for finding in open.prefix(reasonLimit) {
            lines.append("- **\(finding.outcome.rawValue)**: \(text(GateText.reason(finding)))")
        }
        if open.count > reasonLimit { lines.append("- \(open.count - reasonLimit) more") }
        let doubts = GateTable.doubts(record)
        if !doubts.isEmpty {
            lines += [
                "",
                "(!) \(doubts.count) \(doubts.count == 1 ? "warning" : "warnings") about these figures: see the report.",
            ]
        }
        let marks = [
            record.report.map { "protocol `\(text($0.fingerprint))`" }, "ganeval \(text(record.toolVersion))",
            record.report?.startedAt.map { text($0) },
        ]
        lines += ["", marks.compactMap { $0 }.joined(separator: " · ")]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ text: String) -> String { ReportText.markdown(text, limit: 500) }
}
