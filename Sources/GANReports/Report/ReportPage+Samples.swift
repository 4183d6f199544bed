import GANEvaluation
import GANNumerics
import GANText

extension ReportPage {
    /// What it makes.
    var samples: PageSection {
        let pictures = [randomSamples, scatter].compactMap { $0 }
        let blocks: [Block.Content] =
            pictures.isEmpty
            ? [
                .opening(
                    "The samples are vectors, so there is nothing to look at: each is a \(report.reference.shape).")
            ]
            : pictures.map { .picture($0) }
        return PageSection(anchor: "samples", heading: "What it makes", blocks: blocks)
    }

    private var randomSamples: PictureView? {
        guard let sheet = sprites?.random else { return nil }
        let count = min(GallerySprites.randomLimit, report.gallery.random.rows)
        let items = (0..<count).map { GalleryItem(cells: [sheet.cell($0, label: "sample \($0)")], lines: []) }
        return PictureView(
            finding: "\(count) plain random samples, in the order in which they were drawn.",
            galleries: [
                GalleryView(
                    galleryTitle: nil, limit: rowWidth(sheet), style: "plain", label: "\(count) random samples",
                    items: items)
            ],
            caption: "Not selected. " + sizeNote(sheet))
    }

    private var scatter: PictureView? {
        guard let points = report.gallery.points else { return nil }
        let rows = (0..<min(10, points.generated.rows)).map { row in
            ["\(row)"] + points.generated.row(row).map { FigureText.number(Double($0), decimals: 3) }
        }
        let head = ["Sample"] + (0..<points.generated.columns).map { "Coordinate \($0 + 1)" }
        return PictureView(
            finding: PointScatter.finding(generated: points.generated, real: points.real),
            drawings: PageWidth.both {
                PointScatter.svg(generated: points.generated, real: points.real, width: $0, style: $1)
            },
            tables: [TableView(title: "The first ten samples", head: head, rows: rows)])
    }

    /// Sixteen images a row where the page is wide enough, else eight: rows that can be counted.
    private func rowWidth(_ sheet: SpriteSheet) -> Int {
        let step = sheet.width * sheet.scale + 4
        return (16 * step <= 1016 ? 16 : 8) * step
    }

    /// At what size images are shown, in a sentence.
    func sizeNote(_ sheet: SpriteSheet) -> String {
        let size = sheet.scale == 1 ? "Shown at native size" : "Shown at \(sheet.scale) times native size"
        guard let sprites, sprites.reduction > 1 else { return size + "." }
        return
            "Shown reduced to \(sheet.width)×\(sheet.height) pixels, by averaging \(sprites.reduction)×\(sprites.reduction)."
    }
}
