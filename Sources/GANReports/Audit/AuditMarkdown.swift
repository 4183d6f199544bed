import GANEvaluation
import GANMetrics
import OrderedCollections

/// `audit.md`: the audit as a comment on a pull request, under 60 lines and 20 kB.
public enum AuditMarkdown {
    private static let reasonLimit = 4
    private static let testLimit = 12
    private static let copyLimit = 8
    private static let leakLimit = 5
    private static let doubtLimit = 5

    public static func render(_ report: AuditReport) -> String {
        let findings = report.findings
        let sources = findings.sources
        var lines = [
            "## \(ReportText.markdown(AuditText.sentence(findings)))", "",
            "**\(AuditText.word(findings.verdict.outcome))** · \(text(report.subject.name)) "
                + "(\(FigureText.count(sources.sampleCount)) samples) against \(text(report.training.name)) "
                + "(\(FigureText.count(report.training.count)))"
                + (report.heldOut.map { ", held out \(text($0.name)) (\(FigureText.count($0.count)))" } ?? ""), "",
        ]
        lines += findings.verdict.reasons.prefix(reasonLimit).map { "- \(text($0))" }
        lines += report.gates.prefix(2).map {
            "- **\($0.outcome.rawValue)** `\(AuditText.rule($0))`: \(text(AuditText.reason($0)))"
        }
        lines += tests(findings) + copies(report) + leaks(report)
        if let latents = findings.latents, !latents.reading.isEmpty {
            lines += [""] + latents.reading.prefix(2).map { "- \(text($0))" }
        }
        let doubts = findings.diagnostics.filter { $0.severity == .warning }
        if !doubts.isEmpty { lines += [""] + doubts.prefix(doubtLimit).map { "- (!) \(text($0.message))" } }
        lines += [
            "", text(AuditText.sensitivity(findings)), "",
            "[The whole audit](audit.html) · [copies](copies.csv) · protocol `\(report.evaluationProtocol.fingerprint)` · "
                + "ganeval \(text(report.run.toolVersion)) · \(text(report.run.startedAt))",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func tests(_ findings: AuditFindings) -> [String] {
        var rows: [DisplayedMetric] = []
        var probabilities: [Double?] = []
        if let share = AuditRulers.share(findings) {
            rows.append(share)
            probabilities.append(findings.tests.first { $0.name == "copying" }?.pValue)
        }
        for test in findings.tests where test.name != "copying" {
            rows.append(AuditRulers.test(test))
            probabilities.append(test.pValue)
        }
        guard !rows.isEmpty else { return [] }
        return ["", "| Test | Value | By chance | p |", "| --- | ---: | ---: | ---: |"]
            + zip(rows, probabilities).prefix(testLimit).map { row, probability in
                "| \(text(row.title)) | \(row.valueWithInterval.replacing("[", with: "\\[")) | \(row.null ?? "–") | "
                    + "\(AuditText.probability(probability)) |"
            }
    }

    private static func copies(_ report: AuditReport) -> [String] {
        let copies = report.findings.copies
        guard !copies.isEmpty else { return [] }
        let rest = copies.count - copyLimit
        return ["", "| Copy | Of training row | Transformation | Distance | q |", "| ---: | --- | --- | ---: | ---: |"]
            + copies.prefix(copyLimit).map { copy in
                "| sample \(copy.sample) | \(place(copy.trainingRow, copy.origin, report)) | "
                    + "\(text(AuditText.transformation(copy.transformation))) | \(AuditText.distance(copy.distance)) | "
                    + "\(AuditText.probability(copy.qValue)) |"
            } + (rest > 0 ? ["| \(FigureText.count(rest)) more | in `copies.csv` | | | |"] : [])
    }

    private static func leaks(_ report: AuditReport) -> [String] {
        let extraction = report.findings.extraction
        guard extraction.distinctTrainingRows > 0 else { return [] }
        let most = extraction.mostCopied.prefix(leakLimit).map {
            "\(place($0.trainingRow, $0.origin, report)) (\(FigureText.count($0.samples))×)"
        }
        return [
            "",
            "\(FigureText.count(extraction.distinctTrainingRows)) training rows are given away, most of all "
                + ReportText.list(most) + ".",
        ]
    }

    private static func place(_ row: Int, _ origin: String, _ report: AuditReport) -> String {
        let name = report.classes[row].map { ", " + ReportText.markdown($0, limit: 40) } ?? ""
        return (origin == "row \(row)" ? "row \(row)" : "row \(row), \(ReportText.markdown(origin, limit: 80))") + name
    }

    private static func text(_ text: String) -> String { ReportText.markdown(text, limit: 400) }
}
