import GANEvaluation
import GANText

/// How good the samples are: the least and the most realistic ones beside real images, and how sharp they are.
enum QualitySection: SectionPage {
    static let title = "Quality"
    static let needed = "Needed: samples and a reference, a few thousand of each."
    static let rank = 4

    static func pictures(_ page: ReportPage) -> [PictureView] {
        [extremes(page)].compactMap { $0 } + (page.report.appearance.map { AppearanceFigure.pictures($0) } ?? [])
    }

    private static func extremes(_ page: ReportPage) -> PictureView? {
        guard let sheet = page.sprites?.judged else { return nil }
        let gallery = page.report.gallery
        var place = 0
        func view(_ title: String, _ judged: [Gallery.Judged], _ kind: NativeImages.Kind) -> GalleryView? {
            guard !judged.isEmpty else { return nil }
            let items = judged.map { one -> GalleryItem in
                var cells = [
                    sheet.cell(place, label: "\(kind.word) \(one.sample)", link: page.native?.link(kind, one.sample))
                ]
                place += 1
                if let neighbour = one.neighbour {
                    cells.append(
                        sheet.cell(
                            place, label: "nearest real image, row \(neighbour.row)",
                            link: page.native?.link(.real, neighbour.row)))
                    place += 1
                }
                let repeats = one.repeats > 1 ? " ×\(FigureText.count(one.repeats))" : ""
                return GalleryItem(
                    cells: cells,
                    lines: [
                        "realism \(FigureText.number(one.realism, decimals: 2))",
                        "\(kind.word) \(one.sample)\(repeats)",
                    ])
            }
            return GalleryView(
                galleryTitle: title, style: "captioned extremes", label: "\(title), each beside the nearest real image",
                items: items)
        }
        // In the order of the sheet.
        let galleries = [
            view("Least realistic", gallery.worst, .sample),
            view("For comparison: held-out real images that score lowest", gallery.control, .heldOut),
            view("Most realistic", gallery.best, .sample),
        ].compactMap { $0 }
        guard !galleries.isEmpty else { return nil }
        let all = GallerySprites.judgedImages(gallery)
        let copies =
            gallery.copies > 0
            ? " \(FigureText.count(gallery.copies, "sample")) that equal a training row \(gallery.copies == 1 ? "is" : "are") left out."
            : ""
        return PictureView(
            finding: finding(gallery), galleries: galleries,
            caption:
                "Each with the real image nearest to it in feature space at its right. Realism above 1: inside the real data’s support. "
                + "Samples that are nearly the same stand once, with their number (×)." + copies,
            tables: [
                TableView(
                    title: "Realism", head: ["Image", "Realism", "Nearest real row"],
                    rows: zip(all, kinds(gallery)).map { one, kind in
                        [
                            "\(kind.word) \(one.sample)", FigureText.number(one.realism, decimals: 3),
                            one.neighbour.map { "\($0.row)" } ?? "–",
                        ]
                    })
            ])
    }

    private static func kinds(_ gallery: Gallery) -> [NativeImages.Kind] {
        [NativeImages.Kind](repeating: .sample, count: gallery.worst.count)
            + [NativeImages.Kind](repeating: .heldOut, count: gallery.control.count)
            + [NativeImages.Kind](repeating: .sample, count: gallery.best.count)
    }

    /// The least realistic samples beside the least realistic real images.
    private static func finding(_ gallery: Gallery) -> String {
        func least(_ judged: [Gallery.Judged]) -> Double? { judged.map(\.realism).filter(\.isFinite).min() }
        guard let own = least(gallery.worst) ?? least(gallery.best) else {
            return "The least and the most realistic samples."
        }
        let lead = "The least realistic sample has realism \(FigureText.number(own, decimals: 2))"
        return least(gallery.control).map {
            "\(lead), the least realistic held-out image \(FigureText.number($0, decimals: 2))."
        }
            ?? "\(lead); below 1 it lies outside the real data’s support."
    }
}
