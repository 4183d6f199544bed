import GANCheckpoints
import GANEvaluation

/// `copies.csv`: one line for each copy, in the form of RFC 4180 (commas, CRLF, quotes where needed), UTF-8.
public enum CopiesTable {
    public static let columns = [
        "rank", "sample", "training_row", "origin", "class", "transformation", "transformation_detail", "distance",
        "score", "p_value", "q_value", "competition_q_value", "exact", "occurrences",
    ]

    /// The table with its head; an empty field stands for a figure that there is none of.
    public static func csv(_ report: AuditReport) -> String {
        var lines = line(columns)
        for copy in report.findings.copies {
            lines += line([
                "\(copy.rank)", "\(copy.sample)", "\(copy.trainingRow)", text(copy.origin),
                text(report.classes[copy.trainingRow] ?? ""), copy.transformation.name, copy.transformation.detail,
                number(copy.distance), number(copy.score), number(copy.pValue), number(copy.qValue),
                number(copy.competitionQValue), copy.isExact ? "true" : "false", "\(copy.occurrences)",
            ])
        }
        return lines
    }

    /// A name from outside: what terminals or spreadsheets would execute is made visible or led by an apostrophe.
    private static func text(_ name: String) -> String {
        let printable = PrintableText.of(name, limit: 4000)
        return printable.first.map { "=+-@".contains($0) } == true ? "'" + printable : printable
    }

    private static func number(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "" }
        return value.description
    }

    private static func line(_ fields: [String]) -> String { fields.map(quoted).joined(separator: ",") + "\r\n" }

    /// A field with separators, quotes, line ends or outer spaces in quotes, whose own quotes are doubled.
    ///
    /// By scalars: a quote before a combining accent is another character, and would slip through.
    static func quoted(_ field: String) -> String {
        let isSpecial = field.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
        guard isSpecial || field.hasPrefix(" ") || field.hasSuffix(" ") else { return field }
        var result = String.UnicodeScalarView()
        result.append("\"")
        for scalar in field.unicodeScalars {
            if scalar == "\"" { result.append("\"") }
            result.append(scalar)
        }
        result.append("\"")
        return String(result)
    }
}
