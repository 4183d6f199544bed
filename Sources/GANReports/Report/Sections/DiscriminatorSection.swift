import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// What the discriminator knows: its scores, how far its probabilities can be believed, and what choosing by it would buy.
enum DiscriminatorSection: SectionPage {
    static let title = "Discriminator"
    static let needed =
        "Needed: the discriminator's file (--discriminator FILE), or a checkpoint of ganeval train, which holds it."
    static let rank = 5

    static func pictures(_ page: ReportPage) -> [PictureView] {
        guard let panel = page.report.discriminator else { return [] }
        let words = DiscriminatorWords(panel)
        return [
            scores(panel, words), reliability(panel, words), selections(panel, words), strips(page, panel, words),
            origins(panel, words),
        ].compactMap { $0 }
    }

    private static func scores(_ panel: DiscriminatorPanel, _ words: DiscriminatorWords) -> PictureView {
        PictureView(
            finding: words.scores,
            drawings: PageWidth.both {
                ScoreDistributionFigure.svg(panel.distribution, label: words.scores, width: $0, style: $1)
            },
            caption: "Share of each kind of rows by its score, \(words.unit).",
            tables: [
                TableView(
                    title: "Scores", head: ["Rows", "Count", "Mean score", "Taken for real"],
                    rows: words.kinds.map { [$0.name, $0.count, $0.mean, $0.share] })
            ])
    }

    private static func reliability(_ panel: DiscriminatorPanel, _ words: DiscriminatorWords) -> PictureView? {
        guard !panel.calibrations.isEmpty else { return nil }
        let rows = panel.calibrations.map { calibration in
            [
                words.name(calibration.method), words.figure(calibration.error), words.null(calibration.error),
                words.figure(calibration.brier),
                calibration.test.map { FigureText.number($0.value, decimals: 2) } ?? "–",
                words.probability(calibration.test), words.figure(calibration.bound),
            ]
        }
        return PictureView(
            finding: words.reliability,
            drawings: PageWidth.both {
                ReliabilityFigure.svg(panel.calibrations, label: words.reliability, width: $0, style: $1)
            },
            caption: words.calibrationNote,
            tables: [
                TableView(
                    title: "Calibration",
                    head: [
                        "Probabilities", "Calibration error", "By chance", "Brier score", "z", "p",
                        "Jensen–Shannon at least, nats",
                    ], rows: rows)
            ])
    }

    private static func selections(_ panel: DiscriminatorPanel, _ words: DiscriminatorWords) -> PictureView? {
        guard !panel.selections.isEmpty else { return nil }
        var rows: [[String]] = []
        for selection in panel.selections {
            rows.append([
                words.name(selection.scheme), "acceptance", words.figure(selection.acceptance), "–",
                "\(FigureText.count(selection.accepted)) of \(FigureText.count(selection.pool)) samples",
            ])
            for (metric, comparison) in selection.comparisons {
                rows.append([
                    "", MetricLabel(metric).inSentence, words.figure(comparison.accepted),
                    words.figure(comparison.plain),
                    words.difference(comparison),
                ])
            }
        }
        return PictureView(
            finding: words.selection, caption: words.selectionNote,
            tables: [
                TableView(
                    title: "What choosing samples by it would buy",
                    head: ["Scheme", "Figure", "Chosen", "As many plain samples", "Difference"], rows: rows)
            ])
    }

    private static func strips(
        _ page: ReportPage, _ panel: DiscriminatorPanel, _ words: DiscriminatorWords
    ) -> PictureView? {
        guard let sheet = page.sprites?.scored, !panel.convincing.isEmpty else { return nil }
        func gallery(_ title: String, _ scored: [DiscriminatorPanel.Scored], first: Int) -> GalleryView {
            GalleryView(
                galleryTitle: title, style: "captioned", label: "\(title): \(scored.count) samples with their scores",
                items: scored.enumerated().map { offset, one in
                    GalleryItem(
                        cells: [sheet.cell(first + offset, label: "sample \(one.sample)")],
                        lines: [FigureText.number(one.score, decimals: 2), "#\(one.sample)"])
                })
        }
        return PictureView(
            finding: words.strips,
            galleries: [
                gallery("Least convincing", panel.unconvincing, first: panel.convincing.count),
                gallery("Most convincing", panel.convincing, first: 0),
            ], caption: "The discriminator's score under each sample, its number below.")
    }

    /// Which network it is, and which figures are not there.
    private static func origins(_ panel: DiscriminatorPanel, _ words: DiscriminatorWords) -> PictureView {
        PictureView(
            finding: words.origin,
            tables: [
                TableView(
                    title: "The discriminator",
                    facts: [
                        ("name", panel.name), ("file", panel.path), ("SHA-256", panel.digest), ("scores", words.scale),
                    ])
            ]
                + (panel.omitted.isEmpty
                    ? []
                    : [
                        TableView(
                            title: "Figures that are not there", head: ["Figure", "Why"],
                            rows: panel.omitted.map { [MetricLabel($0.key).title, words.said($0.value)] },
                            style: "words")
                    ]))
    }
}
