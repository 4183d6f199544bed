import GANEvaluation
import GANMetrics
import GANText

extension SeriesPage {
    /// What the discriminators of the series say: ratings, their matrix, and duality gaps; nil where nobody asked.
    var adversaries: PageSection? {
        guard let found = report.adversaries else { return nil }
        var tables: [TableView] = []
        if let skill = found.skill {
            tables.append(
                TableView(
                    title: "Ratings", head: ["Checkpoint", "Generator", "±", "Discriminator", "±"],
                    rows: found.rated.indices.map { place in
                        [name(found.rated[place])]
                            + [skill.generators[place], skill.discriminators[place]].flatMap {
                                [
                                    FigureText.number($0.rating, decimals: 0),
                                    FigureText.number($0.deviation, decimals: 0),
                                ]
                            }
                    }))
            tables.append(
                TableView(
                    title: "Score of each generator (row) against each discriminator",
                    head: ["Generator"] + found.rated.map(name),
                    rows: found.rated.indices.map { row in
                        [name(found.rated[row])] + skill.scores[row].map { FigureText.number($0, decimals: 2) }
                    }))
        }
        if !found.gaps.isEmpty {
            tables.append(
                TableView(
                    title: "Duality gaps",
                    head: ["Checkpoint", "Gap", "±", "Objective", "Best discriminator", "Best generator"],
                    rows: found.gaps.map { one in
                        [name(one.checkpoint)]
                            + [
                                one.gap.value, one.gap.standardError, one.gap.objective, one.gap.bestDiscriminator,
                                one.gap.bestGenerator,
                            ].map { FigureText.number($0, decimals: 3) }
                    }))
        }
        let drawing =
            found.skill.map { skill in
                PageWidth.both {
                    SkillMatrixFigure.svg(
                        skill.scores, labels: found.rated.map { FigureText.count(findings.checkpoints[$0].step) },
                        width: $0, style: $1)
                }
            } ?? ""
        let sentences = AdversaryWords(found, findings).sentences
        return section(
            "adversaries", "Generators against discriminators", opening: sentences.first ?? "Nothing was measured.",
            findings: Array(sentences.dropFirst()) + found.notes,
            pictures: tables.isEmpty
                ? []
                : [
                    PictureView(
                        finding: "Raw weights; real samples and rules: \(found.rule).", drawings: drawing,
                        tables: tables)
                ])
    }

    private func name(_ checkpoint: Int) -> String { FigureText.count(findings.checkpoints[checkpoint].step) }
}
