import GANEvaluation
import GANText

/// How good the samples are: the least and the most realistic ones.
enum QualitySection: SectionPage {
    static let title = "Quality"
    static let needed = "Needed: samples and a reference, a few thousand of each."
    static let rank = 3

    static func pictures(_ page: ReportPage) -> [PictureView] {
        guard let sprites = page.sprites, let sheet = sprites.judged else { return [] }
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
}
