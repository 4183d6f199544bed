import GANEvaluation
import GANGate
import GANMetrics
import GANText

/// Lines on standard output that GitHub Actions shows beside the policy's own lines.
package enum GateAnnotations {
    /// GitHub shows ten errors and ten warnings of a step; more would be lost without a word.
    private static let limit = 10

    /// A line for each gate that did not pass: `::error` for a failed one, `::warning` for one that is not decided.
    package static func lines(_ record: GateRecord) -> [String] {
        let isError: (GateFinding) -> Bool = {
            $0.outcome == .failed || $0.outcome == .inconclusive && record.verdict.inconclusive == .fail
        }
        let open = record.verdict.findings.filter { $0.outcome != .passed }
        return [(true, "error"), (false, "warning")].flatMap { wanted, command in
            let findings = open.filter { isError($0) == wanted }
            // The last place is for the number of those that have none.
            let shown = findings.count > limit ? limit - 1 : findings.count
            var lines = findings.prefix(shown).map { line($0, command, record) }
            if findings.count > shown {
                lines.append("::\(command) title=ganeval gate::\(findings.count - shown) more gates did not pass.")
            }
            return lines
        }
    }

    private static func line(_ finding: GateFinding, _ command: String, _ record: GateRecord) -> String {
        let title = "\(finding.rule.metric.path) \(finding.outcome == .failed ? "failed" : "can't be decided")"
        let properties = [
            ("file", record.policy.path), ("line", "\(finding.rule.line)"), ("col", "\(finding.rule.column)"),
            ("title", title),
        ]
        let text = properties.map { "\($0)=\(property($1))" }.joined(separator: ",")
        return "::\(command) \(text)::\(data(GateText.reason(finding)))"
    }

    /// A message: percent signs and line ends are written as bytes, by the runner's own rules.
    static func data(_ text: String) -> String {
        ReportText.cleaned(text).replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    /// A property, whose value ends at a comma or colon.
    static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
