import GANEvaluation
import GANText

/// Each class with its images on both sides and what its samples are beside real data, as its template reads it.
struct ClassTableView {
    let classCaption: String
    let classes: [Class]

    struct Class {
        let className: String
        let standing: String
        let standingStyle: String
        let figures: [Figure]
        let realCells: [SpriteCell]
        let cells: [SpriteCell]
    }

    struct Figure {
        let figure: String
        let amount: String
    }

    /// nil where there are no images of classes.
    init?(_ page: ReportPage) {
        guard let table = page.report.modes, let sprites = page.sprites, let sheet = sprites.classes,
            !sprites.classModes.isEmpty
        else { return nil }
        classes = sprites.classModes.map { mode, first in
            let badge = ModesSection.badge(mode)
            func cells(_ pictures: [Gallery.Picture], _ kind: NativeImages.Kind, from start: Int) -> [SpriteCell] {
                pictures.enumerated().map { place, picture in
                    sheet.cell(
                        start + place, label: "\(mode.name), \(kind.word) \(picture.row)",
                        link: page.native?.link(kind, picture.row))
                }
            }
            let real = GallerySprites.realImages(mode).count
            return Class(
                className: mode.name, standing: badge.word, standingStyle: badge.style, figures: Self.figures(mode),
                realCells: mode.real.isEmpty
                    ? (0..<real).map { sheet.cell(first + $0, label: "\(mode.name), real image") }
                    : cells(mode.real, .real, from: first),
                cells: cells(mode.samples, .sample, from: first + real))
        }
        let rest = table.modes.count - classes.count
        classCaption =
            "The first real images and samples of each class; what lacks most comes first. In brackets: real data."
            + (rest > 0 ? " \(FigureText.count(rest)) more classes are in the table of shares." : "")
            + (table.note.map { " \($0)" } ?? "")
    }

    private static func figures(_ mode: ModeTable.Mode) -> [Figure] {
        var figures = [
            Figure(
                figure: "Share",
                amount: "\(FigureText.percent(mode.generatedShare)) (\(FigureText.percent(mode.referenceShare)))")
        ]
        guard let inside = mode.interior else { return figures }
        for (name, own, real) in [
            ("Precision", inside.precision, inside.realPrecision), ("Recall", inside.recall, inside.realRecall),
            ("Coverage", inside.coverage, inside.realCoverage),
        ] {
            figures.append(
                Figure(figure: name, amount: "\(FigureText.percent(own)) (\(FigureText.percent(real)))"))
        }
        return figures
    }
}
