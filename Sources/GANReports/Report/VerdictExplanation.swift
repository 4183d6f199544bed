package import GANEvaluation
import GANText

/// Every rule behind a verdict and what it said: what `report --explain` prints.
package enum VerdictExplanation {
    /// The lines, without line ends; plain text unless `styled` asks for bold and dim (ANSI).
    package static func lines(for report: EvaluationReport, styled: Bool = false) -> [String] {
        let words = VerdictWords(report.verdict)
        var document = Document(title: "", program: "report", kicker: "", blocks: [], textLimit: 400)
        let rows = report.verdict.witnesses.map { witness -> [RichText] in
            [
                "\(witness.section.title)", "\(witness.rule)", "\(witness.grade.rawValue)",
                "\(limits(witness.limits))", "\(words.said(witness.finding))",
            ]
        }
        document.blocks = [
            Block(
                .table(
                    Table(
                        columns: [
                            ("Section", .left), ("Rule", .left), ("Says", .left), ("Good", .left), ("Because", .left),
                        ],
                        rows: rows)))
        ]
        return TerminalRenderer(isStyled: styled).lines(document)
    }

    /// What a rule calls good, in a few words.
    private static func limits(_ limits: Witness.Limits) -> String {
        let figure = FigureText.number(limits.good)
        switch limits.measure {
        case .atLeastTimesReal: return "at least \(figure) × real data"
        case .atMostTimesReal: return "at most \(figure) × real data"
        case .atMostTimesNull: return "at most \(figure) × what chance gives"
        case .atMost: return "at most \(figure)"
        case .notToldFromReal: return "not told from real data"
        case .atMostFromNull: return "within \(figure) of the null"
        }
    }
}
