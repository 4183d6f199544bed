import Foundation
import GANEvaluation
package import GANMetrics
import GANText

/// The figures of lines as a page in Markdown, each beside real lines' of equal number.
package enum SequencePage {
    /// The page.
    package static func markdown(_ report: SequenceReport) -> String {
        let findings = report.findings
        var lines = ["# \(ReportText.markdown(report.subject))", ""]
        lines.append(
            "\(FigureText.count(findings.generated.sequences, "line")) beside \(FigureText.count(report.trainingLines)) training lines of "
                + "\(ReportText.markdown(report.training))"
                + (report.heldOut.map { "; real lines are \(ReportText.markdown($0)), as many." }
                    ?? ". Without held-out lines nothing says what real lines get."))
        lines += [""] + sentences(findings.generated, findings.real).map { "- \($0)" }
        let table = MarkdownTable([("figure", .left), ("generated", .right), ("real", .right), ("reads", .left)])
        let real = findings.real.map(figures)
        lines +=
            [""]
            + table.lines(
                figures(findings.generated).enumerated().map { place, row in
                    [row.name, row.text, real?[place].text ?? "–", row.reads]
                })
        if !findings.copies.isEmpty {
            let copies = MarkdownTable([
                ("line", .left), ("generated", .right), ("in training", .right), ("first at", .right),
            ])
            lines += ["", "## Training lines among them", ""]
            lines += copies.lines(
                findings.copies.map {
                    [ReportText.markdown($0.line), "\($0.generated)", "\($0.training)", "line \($0.number)"]
                })
            if findings.copyCount > findings.copies.count {
                lines += ["", "\(FigureText.count(findings.copyCount - findings.copies.count)) more are not listed."]
            }
        }
        for note in report.notes { lines += ["", ReportText.markdown(note)] }
        if !report.settings.isEmpty {
            let settings = report.settings.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            lines += ["", "Trained with \(settings.joined(separator: ", ")), by ganeval \(report.toolVersion)."]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What the figures say, the doubtful first.
    package static func sentences(_ own: SequenceQuality, _ real: SequenceQuality?) -> [String] {
        var result: [String] = []
        if let valid = own.valid { result.append("\(share(valid)) of the lines are valid.") }
        if let real {
            if own.memorized.low > real.memorized.high {
                result.append(
                    "More lines equal training lines than real ones do: \(share(own.memorized)) beside \(share(real.memorized)). They are memorized."
                )
            } else {
                result.append(
                    "No more lines equal training lines than of real ones: \(share(own.memorized)) beside \(share(real.memorized))."
                )
            }
            if own.distinct < 0.8 * real.distinct {
                result.append(
                    "The lines repeat themselves: \(FigureText.percent(own.distinct)) are different, of real ones \(FigureText.percent(real.distinct))."
                )
            }
        } else {
            result.append("\(share(own.memorized)) of the lines equal training lines.")
        }
        return result
    }

    private static func share(_ share: SequenceQuality.Share) -> String {
        "\(FigureText.percent(share.value)) [\(FigureText.percent(share.low)), \(FigureText.percent(share.high))]"
    }

    private static func figures(_ quality: SequenceQuality) -> [(name: String, text: String, reads: String)] {
        func number(_ value: Double) -> String { FigureText.number(value, decimals: 3) }
        var rows: [(name: String, text: String, reads: String)] = []
        if let valid = quality.valid { rows.append(("valid", share(valid), "the rule derives them")) }
        rows.append(("different", FigureText.percent(quality.distinct), "depends on how many lines there are"))
        rows.append(("novel", share(quality.novel), "no training line equals them"))
        for (place, value) in quality.divergences.enumerated() {
            rows.append(
                (
                    "Jensen–Shannon, \(place + 1)-grams", number(value),
                    "nats, 0 to 0.693; chance alone makes it more than 0, as with real lines"
                ))
        }
        rows.append(("self-BLEU, to 3-grams", number(quality.selfBLEU), "0 to 1; above real lines': too alike"))
        return rows
    }

    /// The document's JSON, schema `ganeval.sequences/1`.
    package static func json(_ report: SequenceReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(report), as: UTF8.self) + "\n"
    }
}
