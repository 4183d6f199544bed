import GANEvaluation
import GANMetrics
import GANText

extension ComparisonPage {
    /// The share of samples in each class, beside the reference's.
    var classes: PageSection? {
        guard let shares = report.classes else { return nil }
        let candidates = report.subjects.indices.dropFirst()
        let head =
            ["Class", "Real data", "A"]
            + candidates.flatMap { [ComparisonReport.letter($0), "\(ComparisonReport.letter($0)) − A", "p adjusted"] }
        var moved = 0
        let rows = shares.classes.map { item -> [String] in
            [item.name, FigureText.percent(item.referenceShare), FigureText.percent(item.shares[0])]
                + candidates.flatMap { candidate -> [String] in
                    let answer = item.answers[candidate - 1]
                    let isDifferent = answer.isDifferent(level: 0.95)
                    moved += isDifferent ? 1 : 0
                    return [
                        FigureText.percent(item.shares[candidate]),
                        points(answer) + (isDifferent ? " *" : ""), ComparisonText.probability(answer.adjustedPValue),
                    ]
                }
        }
        return PageSection(
            anchor: "classes", heading: "Class by class",
            opening: moved == 0
                ? "No class has another share than in A as far as these samples can show."
                : "\(FigureText.count(moved, "share differs", "shares differ")) from A's, marked *.",
            findings: ["A sample's class is \(shares.method)."],
            pictures: [
                PictureView(
                    finding: "Shares of the samples by class, real data beside them.",
                    drawings: PageWidth.both { ClassShiftFigure.svg(shares, width: $0, style: $1) },
                    caption: ClassShiftFigure.caption(shares),
                    tables: [TableView(title: "All classes; differences in percentage points", head: head, rows: rows)])
            ])
    }

    private func points(_ answer: DifferenceTest.Answer) -> String {
        let text = FigureText.number(100 * answer.difference, decimals: 2)
        return (answer.difference > 0 && text != "0" ? "+" : "") + text
    }

    /// The samples that differ most from the baseline's at the same latents, for each candidate.
    var changes: [PageSection] {
        guard report.pairing.isPaired, let sprites else { return [] }
        return report.changes.enumerated().map { index, changes in
            let letter = ComparisonReport.letter(changes.subject)
            let shown = sprites.shown.indices.contains(index) ? sprites.shown[index] : 0
            var pictures: [PictureView] = []
            if !changes.largest.isEmpty {
                pictures = [picture(changes, letter: letter, sprites, sheet: sprites.sheets[index], shown: shown)]
            }
            return PageSection(
                anchor: "changes-\(letter.lowercased())", heading: "What changed most from A to \(letter)",
                opening: changes.largest.isEmpty
                    ? "No sample changed."
                    : "From the same latents, half of the samples moved less than \(FigureText.number(changes.median)) in "
                        + "feature space; these moved most, up to \(FigureText.number(changes.largest[0].distance)).",
                pictures: pictures)
        }
    }

    private func picture(
        _ changes: ComparisonReport.Changes, letter: String, _ sprites: ComparisonSprites, sheet: SpriteSheet?,
        shown: Int
    ) -> PictureView {
        let table = TableView(
            title: "The largest changes", head: ["Sample", "Distance", "Class in A", "Class in \(letter)"],
            rows: changes.largest.map {
                ["\($0.sample)", FigureText.number($0.distance), $0.classes?.0 ?? "–", $0.classes?.1 ?? "–"]
            })
        guard let sheet else { return PictureView(finding: "The samples that moved most.", tables: [table]) }
        let items = changes.largest.prefix(shown).enumerated().map { place, change in
            GalleryItem(
                cells: [
                    sheet.cell(3 * place, label: "A, sample \(change.sample)"),
                    sheet.cell(3 * place + 1, label: "\(letter), sample \(change.sample)"),
                    sheet.cell(3 * place + 2, label: "difference"),
                ], lines: lines(change))
        }
        return PictureView(
            finding: "A, \(letter) and their difference.",
            galleries: [
                GalleryView(
                    galleryTitle: nil, style: "captioned pairs",
                    label: "The samples that moved most from A to \(letter)",
                    items: Array(items))
            ],
            caption: "Grey where both agree, lighter where \(letter) is lighter."
                + (sprites.reduction > 1 ? " Shown at 1/\(sprites.reduction) of their size." : ""), tables: [table])
    }

    private func lines(_ change: ComparisonReport.Change) -> [String] {
        var lines = ["#\(change.sample) · \(FigureText.number(change.distance))"]
        if let classes = change.classes {
            lines.append(classes.0 == classes.1 ? classes.0 : "\(classes.0) → \(classes.1)")
        }
        return lines
    }
}
