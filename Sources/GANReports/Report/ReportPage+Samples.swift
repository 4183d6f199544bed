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
        return PageSection(
            anchor: "samples", heading: report.gallery.real.isEmpty ? "What it makes" : "Real and generated",
            blocks: blocks)
    }

    private var randomSamples: PictureView? {
        guard let sprites, let sheet = sprites.random else { return nil }
        let items = sprites.shownRandom.map { sample in
            GalleryItem(cells: [sheet.cell(sample, label: "sample \(sample)")], lines: [])
        }
        var galleries = [
            GalleryView(
                galleryTitle: "Generated", limit: rowWidth(sheet), style: "plain",
                label: "\(items.count) random samples", items: items)
        ]
        if let real = sprites.real {
            let rows = sprites.shownReal.enumerated().map { place, image in
                GalleryItem(cells: [real.cell(place, label: "real row \(image.row)")], lines: [])
            }
            galleries.insert(
                GalleryView(
                    galleryTitle: "Real", limit: rowWidth(real), style: "plain",
                    label: "\(rows.count) random real images", items: rows), at: 0)
        }
        return PictureView(
            finding: galleries.count > 1
                ? "\(FigureText.count(sprites.shownReal.count)) plain random real images beside \(items.count) plain random samples."
                : "\(items.count) plain random samples, in the order in which they were drawn.",
            galleries: galleries, arrangement: galleries.count > 1 ? "sides" : "galleries",
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

    /// As many images a row as fit half a page, so that both sides have the same rows.
    private func rowWidth(_ sheet: SpriteSheet) -> Int {
        let step = sheet.width * sheet.scale + 4
        return max(1, 484 / step) * step
    }

    /// At what size images are shown, in a sentence.
    func sizeNote(_ sheet: SpriteSheet) -> String {
        let size = sheet.scale == 1 ? "Shown at native size" : "Shown at \(sheet.scale) times native size"
        guard sheet.reduction > 1 else { return size + "." }
        return
            "Shown reduced to \(sheet.width)×\(sheet.height) pixels, by averaging \(sheet.reduction)×\(sheet.reduction)."
    }
}
