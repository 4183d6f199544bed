import GANEvaluation
import GANNumerics

extension PageBuilder {
    var samplesOpening: String? {
        if sprites.random != nil || report.gallery.points != nil { return nil }
        return "The samples are vectors, so there is nothing to look at: each is a \(report.reference.shape)."
    }

    var samples: [PictureView] {
        var pictures: [PictureView] = []
        if let sheet = sprites.random {
            let count = min(GallerySprites.randomLimit, report.gallery.random.rows)
            let items = (0..<count).map {
                GalleryItem(cells: [sheet.cell($0, label: "sample \($0)")], lines: [])
            }
            pictures.append(
                PictureView(
                    finding: "\(count) plain random samples, in the order in which they were drawn.",
                    galleries: [
                        GalleryView(
                            galleryTitle: nil, limit: rowWidth(sheet), style: "plain", label: "\(count) random samples",
                            items: items)
                    ],
                    caption: "Not selected. " + sizeNote(sheet)))
        }
        if let points = report.gallery.points {
            let finding = PointScatter.finding(generated: points.generated, real: points.real)
            let drawings = [(PageBuilder.wide, "wide"), (PageBuilder.narrow, "narrow")].map {
                PointScatter.svg(generated: points.generated, real: points.real, width: $0.0, style: $0.1)
            }.joined()
            let rows = (0..<min(10, points.generated.rows)).map { row in
                ["\(row)"] + points.generated.row(row).map { FigureText.number(Double($0), decimals: 3) }
            }
            let head = ["Sample"] + (0..<points.generated.columns).map { "Coordinate \($0 + 1)" }
            pictures.append(
                PictureView(
                    finding: finding, drawings: drawings,
                    tables: [TableView(title: "The first ten samples", head: head, rows: rows)]))
        }
        return pictures
    }

    var judgedPictures: [PictureView] {
        guard let sheet = sprites.judged else { return [] }
        func gallery(_ title: String, _ judged: [Gallery.Judged], first: Int) -> GalleryView? {
            guard !judged.isEmpty else { return nil }
            let items = judged.enumerated().map { offset, one in
                GalleryItem(
                    cells: [sheet.cell(first + offset, label: "sample \(one.sample)")],
                    lines: [FigureText.number(one.realism, decimals: 2), "#\(one.sample)"])
            }
            return GalleryView(
                galleryTitle: title, style: "captioned", label: "\(title): \(judged.count) samples with their realism",
                items: items)
        }
        let galleries = [
            gallery("Least realistic", sprites.worst, first: 0),
            gallery("Most realistic", sprites.best, first: sprites.worst.count),
        ].compactMap { $0 }
        let realism = (sprites.worst + sprites.best).map(\.realism).filter(\.isFinite)
        let finding =
            "Realism runs from \(FigureText.number(realism.min() ?? 0, decimals: 2)) to "
            + "\(FigureText.number(realism.max() ?? 0, decimals: 2)); below 1 a sample lies outside the real data's support."
        let rows = (sprites.worst + sprites.best).map { ["\($0.sample)", FigureText.number($0.realism, decimals: 3)] }
        return [
            PictureView(
                finding: finding, galleries: galleries, caption: "Realism under each sample, its number below.",
                tables: [TableView(title: "Realism", head: ["Sample", "Realism"], rows: rows)])
        ]
    }

    var pairPictures: [PictureView] {
        guard let sheet = sprites.pairs, let first = sprites.shownPairs.first else { return [] }
        let items = sprites.shownPairs.enumerated().map { index, pair in
            GalleryItem(
                cells: [
                    sheet.cell(3 * index, label: "sample \(pair.sample)"),
                    sheet.cell(3 * index + 1, label: "training row \(pair.trainingRow)"),
                    sheet.cell(3 * index + 2, label: "difference, four times as strong"),
                ],
                lines: [
                    "ratio \(FigureText.number(pair.ratio)) · distance \(FigureText.number(pair.distance))",
                    "sample \(pair.sample) · \(ReportText.shortened(pair.trainingOrigin, to: 30))",
                ])
        }
        let rows = sprites.shownPairs.map { pair in
            [
                "\(pair.sample)", "\(pair.trainingRow)", pair.trainingOrigin, FigureText.number(pair.distance),
                FigureText.number(pair.ratio),
            ]
        }
        return [
            PictureView(
                finding:
                    "The most suspicious sample, \(first.sample), lies at \(FigureText.percent(first.ratio)) of the usual "
                    + "distance from training row \(first.trainingRow).",
                galleries: [
                    GalleryView(
                        galleryTitle: nil, style: "captioned pairs",
                        label: "\(items.count) samples, each beside its nearest training image and their difference",
                        items: items)
                ],
                caption: "Sample, nearest training image, difference ×4 (grey where they agree). " + sizeNote(sheet),
                tables: [
                    TableView(
                        title: "Pairs", head: ["Sample", "Training row", "Origin", "Distance", "Ratio"], rows: rows)
                ])
        ]
    }

    /// Real examples of the classes that are missing.
    var exemplarGallery: GalleryView? {
        guard let sheet = sprites.exemplars else { return nil }
        let items = sprites.exemplarModes.map { mode, first in
            GalleryItem(
                cells: mode.exemplars.prefix(3).indices.map { sheet.cell(first + $0, label: "real \(mode.name)") },
                lines: [mode.name, "\(FigureText.count(mode.generatedCount)) samples"])
        }
        return GalleryView(
            galleryTitle: "What is missing, from the reference", style: "captioned exemplars",
            label: "Real examples of the missing classes", items: items)
    }

    /// Sixteen images a row where the page is wide enough, else eight: rows that can be counted.
    private func rowWidth(_ sheet: SpriteSheet) -> Int {
        let step = sheet.width * sheet.scale + 4
        return (16 * step <= 1016 ? 16 : 8) * step
    }

    private func sizeNote(_ sheet: SpriteSheet) -> String {
        let size = sheet.scale == 1 ? "Shown at native size" : "Shown at \(sheet.scale) times native size"
        guard sprites.reduction > 1 else { return size + "." }
        return
            "Shown reduced to \(sheet.width)×\(sheet.height) pixels, by averaging \(sprites.reduction)×\(sprites.reduction)."
    }
}
