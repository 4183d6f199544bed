import Foundation
import GANEvaluation
import GANGate
import GANMetrics
import GANText

/// The gates as JUnit XML, which GitHub, GitLab and Jenkins show as tests.
///
/// One suite with a test case for each rule: a failed gate is a `failure`; an inconclusive one is `skipped`, or a `failure`
/// where inconclusive counts as failed. Attributes and the order of elements keep both common schemas, Jenkins's and Ant's.
package enum GateJUnit {
    /// By which the file is known again.
    static let mark = " package=\"ganeval\" "

    package static func render(_ record: GateRecord) -> String {
        let findings = record.verdict.findings
        let failures = findings.count { isFailure($0, record) }
        let skipped = findings.count { isSkipped($0, record) }
        let suite: [(String, String)] = [
            ("name", record.policy.name ?? record.policy.path), ("package", "ganeval"), ("id", "0"),
            ("timestamp", timestamp(record)), ("hostname", "localhost"), ("tests", "\(findings.count)"),
            ("failures", "\(failures)"), ("errors", "0"), ("skipped", "\(skipped)"), ("time", "0"),
        ]
        var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#, "<testsuites>", "  <testsuite\(attributes(suite))>"]
        lines.append("    <properties>")
        for (name, value) in properties(record) {
            lines.append("      <property\(attributes([("name", name), ("value", value)]))/>")
        }
        lines.append("    </properties>")
        for finding in findings { lines += testCase(finding, record) }
        let log = ([GateText.headline(record)] + findings.map { "\($0.outcome.rawValue): \(GateText.reason($0))" })
            .map(markup).joined(separator: "\n")
        lines += [
            "    <system-out>\(log)</system-out>", "    <system-err></system-err>", "  </testsuite>", "</testsuites>",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func isFailure(_ finding: GateFinding, _ record: GateRecord) -> Bool {
        finding.outcome == .failed || finding.outcome == .inconclusive && record.verdict.inconclusive == .fail
    }

    private static func isSkipped(_ finding: GateFinding, _ record: GateRecord) -> Bool {
        finding.outcome == .inconclusive && !isFailure(finding, record)
    }

    private static func testCase(_ finding: GateFinding, _ record: GateRecord) -> [String] {
        let reason = GateText.reason(finding)
        let open =
            "    <testcase"
            + attributes([
                ("name", "\(finding.rule.metric.path): \(GateText.wanted(finding))"),
                ("classname", "ganeval.\(GateText.section(finding.rule.metric).rawValue)"), ("time", "0"),
            ])
        if isFailure(finding, record) {
            let detail = "\(reason)\n\(record.policy.path), line \(finding.rule.line)"
            return [
                open + ">",
                "      <failure\(attributes([("type", finding.outcome.rawValue), ("message", reason)]))>"
                    + detail.split(separator: "\n").map { markup(String($0)) }.joined(separator: "\n") + "</failure>",
                "    </testcase>",
            ]
        }
        guard isSkipped(finding, record) else { return [open + "/>"] }
        return [open + ">", "      <skipped\(attributes([("message", reason)]))/>", "    </testcase>"]
    }

    private static func properties(_ record: GateRecord) -> [(String, String)] {
        let all: [(String, String?)] = [
            ("subject", record.subject), ("policy", record.policy.path), ("report", record.report?.path),
            ("audit", record.audit?.path), ("baseline", record.baseline?.path),
            ("protocol", record.report?.fingerprint), ("outcome", record.verdict.outcome.rawValue),
            ("ganeval", record.toolVersion),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    /// When the report was made, without a zone, as Ant's schema wants it; the same report gives the same bytes.
    private static func timestamp(_ record: GateRecord) -> String {
        let text = record.report?.startedAt ?? ""
        let digits = Array(text.utf8.prefix(19))
        let pattern = Array("dddd-dd-ddTdd:dd:dd".utf8)
        let fits =
            digits.count == pattern.count
            && zip(digits, pattern).allSatisfy { $1 == 0x64 ? (0x30...0x39).contains($0) : $0 == $1 }
        return fits ? String(text.prefix(19)) : "1970-01-01T00:00:00"
    }

    private static func attributes(_ pairs: [(String, String)]) -> String {
        pairs.map { " \($0)=\"\(markup($1))\"" }.joined()
    }

    /// Two scalars that XML has no way to write are left out.
    private static func markup(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(
            contentsOf: ReportText.markup(text).unicodeScalars.filter { ![0xfffe, 0xffff].contains($0.value) })
        return String(scalars)
    }
}
