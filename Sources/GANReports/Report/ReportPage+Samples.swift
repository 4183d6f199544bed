import GANData
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
            GalleryItem(
                cells: [sheet.cell(sample, label: "sample \(sample)", link: native?.link(.sample, sample))], lines: [])
        }
        var galleries = [
            GalleryView(
                galleryTitle: "Generated", limit: rowWidth(sheet), style: "plain",
                label: "\(items.count) random samples", items: items)
        ]
        if let real = sprites.real {
            let rows = sprites.shownReal.enumerated().map { place, image in
                GalleryItem(
                    cells: [real.cell(place, label: "real row \(image.row)", link: native?.link(.real, image.row))],
                    lines: [])
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
        let step = sheet.shownWidth + 4
        return max(1, GallerySprites.sideWidth / step) * step
    }

    /// At what size images are shown, in a sentence, and how to see more of them.
    func sizeNote(_ sheet: SpriteSheet) -> String {
        let link = native == nil ? "" : " Each opens at native size."
        guard let shape = report.gallery.imageShape, sheet.reduction > 1 || sheet.zoom < 1 else {
            let size =
                sheet.zoom == 1
                ? "Shown at native size." : "Shown at \(FigureText.trimmed(sheet.zoom)) times native size."
            return size + link
        }
        return
            "Images of \(shape.width)×\(shape.height) pixels, shown smaller\(sheet.isPhotographic ? " and as JPEG" : "").\(link)"
    }
}

extension ReportPage {
    /// Ways through the latent space, and shortened latent vectors.
    var strips: PageSection? {
        guard let sheet = sprites?.strips else { return nil }
        var (first, walks, cuts): (Int, [GalleryItem], [GalleryItem]) = (0, [], [])
        for strip in report.gallery.strips {
            let cells = strip.images.indices.map { sheet.cell(first + $0, label: "step \($0 + 1)") }
            first += strip.images.count
            switch strip.kind {
            case .walk: walks.append(GalleryItem(cells: cells, lines: []))
            case .truncation(let factor):
                cuts.append(GalleryItem(cells: cells, lines: ["latent vectors × \(FigureText.trimmed(factor))"]))
            }
        }
        var pictures: [PictureView] = []
        if !walks.isEmpty {
            pictures.append(
                PictureView(
                    finding: "\(walks.count) ways from one sample to another.",
                    galleries: [
                        GalleryView(
                            galleryTitle: nil, style: "captioned ways", label: "Samples on the way between others",
                            items: walks)
                    ],
                    caption:
                        "Each row goes from one latent vector to another in even steps. Changes should come step by step; "
                        + "sudden jumps show modes that nothing joins, and a picture that stays, a latent space that is not used."
                ))
        }
        if !cuts.isEmpty {
            pictures.append(
                PictureView(
                    finding: "The same latent vectors, shortened.",
                    galleries: [
                        GalleryView(
                            galleryTitle: nil, style: "captioned ways", label: "Samples of shortened latent vectors",
                            items: cuts)
                    ],
                    caption:
                        "Shorter vectors lie nearer to the middle of the prior: mostly cleaner and more alike. `--truncation-sweep` measures "
                        + "what precision gains and recall loses."))
        }
        return PageSection(
            anchor: "latents", heading: "Latent space",
            blocks: [.opening("What the generator makes of latent vectors that were chosen.")]
                + pictures.map { .picture($0) })
    }
}
