import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// Whether samples are copies: how near they come to training rows, and the nearest pairs.
enum MemorizationSection: SectionPage {
    static let title = "Memorization"
    static let needed = "Needed: the training data as reference, and held-out data to compare with (--held-out)."
    static let rank = 0

    static func pictures(_ page: ReportPage) -> [PictureView] {
        [ratios(page.report), pairs(page)].compactMap { $0 }
    }

    private static func ratios(_ report: EvaluationReport) -> PictureView? {
        guard let figure = report.distanceRatios, !figure.generated.isEmpty else { return nil }
        let rows = DistanceRatioDistribution.quantiles(figure).map { row in
            [
                row.name, row.generated.map { FigureText.number($0) } ?? "–",
                row.heldOut.map { FigureText.number($0) } ?? "–",
            ]
        }
        return PictureView(
            finding: finding(report, figure),
            drawings: PageWidth.both { DistanceRatioDistribution.svg(figure, width: $0, style: $1) },
            caption: "Distance to the nearest training image over the mean distance to the nearest few: "
                + "near 0 for a copy. Share of each set by ratio.",
            tables: [
                TableView(title: "Quantiles", head: ["Quantile", "Samples", "Held-out data"], rows: rows)
            ])
    }

    /// The verdict's own sentence where there is one: a share that is counted twice is rounded twice.
    private static func finding(_ report: EvaluationReport, _ figure: DistanceRatioFigure) -> String {
        guard let result = report.metrics[DistanceRatio.name]?.result,
            case .number(let share)? = result.parts["tail_share"],
            case .number(let null)? = result.parts["tail_null"]
        else { return DistanceRatioDistribution.finding(figure) }
        return VerdictWords(report.verdict).said(SectionFinding.Tail(share: share, heldOut: null)) + "."
    }

    private static func pairs(_ page: ReportPage) -> PictureView? {
        guard let sprites = page.sprites, let sheet = sprites.pairs, let first = sprites.shownPairs.first else {
            return nil
        }
        let items = sprites.shownPairs.enumerated().map { index, pair in
            GalleryItem(
                cells: [
                    sheet.cell(
                        3 * index, label: "sample \(pair.sample)", link: page.native?.link(.sample, pair.sample)),
                    sheet.cell(
                        3 * index + 1, label: "training row \(pair.trainingRow)",
                        link: page.native?.link(.real, pair.trainingRow)),
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
        return PictureView(
            finding: first.distance == 0
                ? "Sample \(first.sample) is training row \(first.trainingRow)."
                : "The sample nearest to a training row, \(first.sample), lies at \(FigureText.percent(first.ratio)) of the usual "
                    + "distance from row \(first.trainingRow).",
            galleries: [
                GalleryView(
                    galleryTitle: nil, style: "captioned pairs",
                    label: "\(items.count) samples, each beside its nearest training image and their difference",
                    items: items)
            ],
            caption: "Sample, nearest training image, difference ×4 (grey where they agree). " + page.sizeNote(sheet),
            tables: [
                TableView(title: "Pairs", head: ["Sample", "Training row", "Origin", "Distance", "Ratio"], rows: rows)
            ])
    }
}
