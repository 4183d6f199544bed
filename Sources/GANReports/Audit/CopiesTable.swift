import GANAudit
import GANEvaluation
import GANText

/// `copies.csv`: one line for each copy, in the form of RFC 4180 (commas, CRLF, quotes where needed), UTF-8.
package enum CopiesTable {
    package static let columns = [
        "rank", "sample", "training_row", "origin", "class", "transformation", "transformation_detail", "distance",
        "score", "p_value", "q_value", "competition_q_value", "exact", "occurrences",
    ]

    /// The table with its head; an empty field stands for a figure that there is none of.
    package static func csv(_ report: AuditReport) -> String {
        var text = CSVTable.line(columns.map { .plain($0) })
        for copy in report.findings.copies {
            text += CSVTable.line([
                .count(copy.rank), .count(copy.sample), .count(copy.trainingRow), .outside(copy.origin),
                .outside(report.classes[copy.trainingRow] ?? ""), .plain(copy.transformation.name),
                .plain(copy.transformation.detail), .number(copy.distance), .number(copy.score), .number(copy.pValue),
                .number(copy.qValue), .number(copy.competitionQValue), .plain(copy.isExact ? "true" : "false"),
                .count(copy.occurrences),
            ])
        }
        return text
    }
}
