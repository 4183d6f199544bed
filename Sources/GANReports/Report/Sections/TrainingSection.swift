import GANCheckpoints
import GANEvaluation
import GANText

/// Whether training went well: losses and accuracies over the images seen.
enum TrainingSection: SectionPage {
    static let title = "Training"
    static let needed = "Needed: the training log beside the checkpoint, as ganeval train writes it."
    static let rank = 6

    static func pictures(_ page: ReportPage) -> [PictureView] {
        let training = page.report.training
        guard !training.isEmpty else { return [] }
        // Forty lines show the course; the log has the rest.
        let stride = max(1, (training.count + 39) / 40)
        let points = training.enumerated().filter { $0.offset % stride == 0 || $0.offset == training.count - 1 }
            .map(\.element)
        let rows = points.map { point in
            [
                FigureText.count(point.step), FigureText.count(point.imagesSeen),
                FigureText.number(point.generatorLoss),
                FigureText.number(point.discriminatorLoss), FigureText.percent(point.realAccuracy),
                FigureText.percent(point.generatedAccuracy),
            ]
        }
        return [
            PictureView(
                finding: TrainingCurves.finding(training),
                drawings: PageWidth.both { TrainingCurves.svg(training, width: $0, style: $1) },
                tables: [
                    TableView(
                        title: "Training log, every \(stride == 1 ? "line" : "\(stride) lines")",
                        head: [
                            "Step", "Images seen", "Generator loss", "Discriminator loss", "Real judged rightly",
                            "Generated judged rightly",
                        ], rows: rows)
                ])
        ]
    }
}
