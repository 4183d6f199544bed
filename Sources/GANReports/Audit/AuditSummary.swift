import GANEvaluation
import GANMetrics

/// The audit in at most eleven lines for a terminal.
public enum AuditSummary {
    /// The lines, without line ends, each at most `width` characters where words allow; plain text.
    public static func lines(for report: AuditReport, width: Int = 100) -> [String] {
        let findings = report.findings
        var lines = [AuditText.sentence(findings)]
        var sources =
            "\(report.subject.name) (\(FigureText.count(findings.sources.sampleCount))) against \(report.training.name) "
            + "(\(FigureText.count(report.training.count)))"
        if let heldOut = report.heldOut { sources += ", held out \(heldOut.name) (\(FigureText.count(heldOut.count)))" }
        lines.append(sources)
        if AuditText.isUncounted(findings) {
            lines.append(row("copied", "not known: \(AuditText.uncounted)"))
        } else if let share = findings.copiedShare {
            lines.append(row("copied", AuditText.share(share) + " of the samples"))
        }
        lines.append(row("listed", listed(findings, width: width - 16)))
        let copying = findings.tests.first { $0.name == "copying" }?.pValue
        let split = findings.tests.first { $0.name == "split_exchangeability" }?.pValue
        if copying != nil || split != nil {
            lines.append(
                row(
                    "evidence",
                    [
                        copying.map { "p \(AuditText.probability($0)) without copying" },
                        split.map { "p \(AuditText.probability($0)) of the split" },
                    ].compactMap { $0 }
                        .joined(separator: ", ")))
        }
        lines += LatentWords.lines(findings.latents).map { row($0.name, $0.text) }
        if let least = findings.sensitivity?.smallestVisibleShare {
            lines.append(row("visible", "leaks from \(FigureText.percent(least)) of the samples as clear copies"))
        }
        for gate in report.gates.prefix(2) { lines.append(row(gate.outcome.rawValue, AuditText.rule(gate))) }
        let warnings = findings.diagnostics.filter { $0.severity == .warning }
        if let first = warnings.first {
            lines.append(
                row("warning", first.message + (warnings.count > 1 ? " (and \(warnings.count - 1) more)" : "")))
        }
        return lines.prefix(11).map { ReportText.shortened(ReportText.cleaned($0), to: max(40, width)) }
    }

    /// Names as many transformations as fit.
    private static func listed(_ findings: AuditFindings, width: Int) -> String {
        guard !findings.copies.isEmpty else { return "no sample as a copy" }
        var kinds: [String: Int] = [:]
        for copy in findings.copies { kinds[AuditText.kind(copy.transformation), default: 0] += 1 }
        let words = kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            "\(FigureText.count($0.value)) \($0.key)"
        }
        let count =
            "\(FigureText.count(findings.copies.count)) copies of "
            + "\(FigureText.count(findings.extraction.distinctTrainingRows)) training rows"
        let fitting = (0...words.count).map {
            count + (["", ": "][min($0, 1)]) + words.prefix($0).joined(separator: "; ")
        }
        return fitting.last { $0.count <= width } ?? count
    }

    private static func row(_ name: String, _ text: String) -> String {
        "  " + name + String(repeating: " ", count: max(1, 14 - name.count)) + text
    }
}
