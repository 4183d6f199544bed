import GANEvaluation
import GANMetrics
import GANText

/// What is missing: every class's share beside the reference's, and real examples of the missing ones.
enum ModesSection: SectionPage {
    static let title = "Modes"
    static let needed = "Needed: a reference with class labels, or a source whose modes are known."
    static let rank = 1

    static func pictures(_ page: ReportPage) -> [PictureView] {
        guard let table = page.report.modes, !table.modes.isEmpty else { return [] }
        let rows = ClassHistogram.ordered(table).map { mode in
            [
                mode.name, FigureText.count(mode.generatedCount), FigureText.percent(mode.generatedShare),
                "\(FigureText.percent(mode.interval.low)) to \(FigureText.percent(mode.interval.high))",
                FigureText.percent(mode.referenceShare), mode.missing ? "missing" : "present",
            ]
        }
        let hidden = max(0, rows.count - ClassHistogram.rowLimit)
        return [
            PictureView(
                finding: ClassHistogram.finding(table),
                drawings: PageWidth.both { ClassHistogram.svg(table, width: $0, style: $1) },
                galleries: exemplars(page).map { [$0] } ?? [],
                caption: "Bars: share of samples with its 95 % interval. Ticks: share of the reference."
                    + (hidden > 0 ? " \(FigureText.count(hidden)) more classes are in the table." : "")
                    + (table.note.map { " \($0)" } ?? ""),
                tables: [
                    TableView(
                        title: "Shares",
                        head: ["Class", "Samples", "Share", "95 % interval", "Reference", "Verdict"], rows: rows)
                ])
        ]
    }

    private static func exemplars(_ page: ReportPage) -> GalleryView? {
        guard let sprites = page.sprites, let sheet = sprites.exemplars else { return nil }
        let items = sprites.exemplarModes.map { mode, first in
            GalleryItem(
                cells: mode.exemplars.prefix(3).indices.map { sheet.cell(first + $0, label: "real \(mode.name)") },
                lines: [mode.name, "\(FigureText.count(mode.generatedCount)) samples"])
        }
        return GalleryView(
            galleryTitle: "What is missing, from the reference", style: "captioned exemplars",
            label: "Real examples of the missing classes", items: items)
    }
}
