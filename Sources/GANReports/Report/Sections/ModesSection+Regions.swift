import GANEvaluation
import GANMetrics
import GANText

extension ModesSection {
    /// What is missing by regions alone: branches with their images, and the map of samples.
    static func regions(_ page: ReportPage) -> [PictureView] {
        guard let table = page.report.regions else { return [] }
        let words = RegionWords(table: table)
        var pictures = [branches(page, table, words)]
        if let map = page.report.regions?.map {
            var names: [Int: String] = [:]
            for (number, branch) in table.branches.enumerated() {
                names[number] = "\(RegionWords.word(branch.kind)): \(words.name(branch))"
            }
            let sheet = page.sprites?.regions?.map
            pictures.append(
                PictureView(
                    finding: words.finding(map),
                    drawings: SampleMapFigure.markup(map, sheet: sheet, names: names, label: words.finding(map)),
                    caption:
                        "Across: the linear score that tells samples from real data, fitted to other rows. Up: the "
                        + "direction in which the rest varies most. "
                        + (map.points.contains { $0.role == .heldOut }
                            ? "Held-out data show where real data lie that nothing was fitted to. " : "")
                        + (map.outlines.isEmpty
                            ? "" : "Outlined: branches that lack samples, two standard deviations. ")
                        + (sheet == nil ? "" : "Point at, tap or focus a point to see its image.")))
        }
        return pictures
    }

    private static func branches(_ page: ReportPage, _ table: RegionTable, _ words: RegionWords) -> PictureView {
        let rows = table.branches.map { branch in
            [
                RegionWords.word(branch.kind), FigureText.percent(branch.share),
                "\(FigureText.percent(branch.interval.low)) to \(FigureText.percent(branch.interval.high))",
                FigureText.percent(branch.made), FigureText.count(branch.generatedCount), "\(branch.regions)",
                FigureText.number(branch.pValue),
                branch.labels.isEmpty
                    ? "–"
                    : ReportText.list(branch.labels.map { "\($0.name) \(FigureText.percent($0.share))" }),
            ]
        }
        let head = [
            "Verdict", "Share of real data", "95 % interval", "Samples made", "Samples", "Regions", "p", "Labels",
        ]
        return PictureView(
            finding: words.finding, galleries: gallery(page, words).map { [$0] } ?? [],
            caption: "Regions are k-means of real features; branches join those that are alike. Typical real images "
                + "stand for what is too rare, samples for what is too frequent. " + words.visible,
            tables: rows.isEmpty ? [] : [TableView(title: "Branches", head: head, rows: rows)])
    }

    private static func gallery(_ page: ReportPage, _ words: RegionWords) -> GalleryView? {
        guard let sprites = page.sprites?.regions, let sheet = sprites.branches else { return nil }
        let items = sprites.shown.map { branch, first in
            GalleryItem(
                cells: branch.exemplars.indices.map {
                    sheet.cell(first + $0, label: branch.kind == .swollen ? "sample" : "real image")
                }, lines: words.lines(branch))
        }
        return GalleryView(
            galleryTitle: nil, style: "captioned exemplars",
            label: "Typical images of \(items.count) branches", items: items)
    }
}
