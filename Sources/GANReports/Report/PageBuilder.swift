import GANEvaluation
import GANMetrics
import OrderedCollections

/// Turns a report into what the page template reads.
struct PageBuilder {
    static let wide = 720.0
    static let narrow = 328.0

    let report: EvaluationReport
    let sprites: GallerySprites

    func page() -> PageView {
        let verdict = report.verdict
        return PageView(
            title: "ganeval: \(report.subject.name)", css: PageTemplates.style, spriteRules: sprites.rules,
            subject: report.subject.name, reference: report.reference.name, date: report.run.startedAt,
            sentence: verdict.sentence, grade: verdict.grade.rawValue, gradeStyle: Self.style(verdict.grade),
            tiles: verdict.tiles.map(tile), samplesOpening: samplesOpening, samples: samples,
            sections: ReportSection.allCases.map(section), methodOpening: methodOpening, command: report.run.command,
            methodTables: methodTables, allDoubts: report.metrics.values.flatMap { Self.doubts(DisplayedMetric($0)) })
    }

    static func style(_ grade: Grade) -> String {
        switch grade {
        case .good: return "good"
        case .weak: return "weak"
        case .alarming: return "alarming"
        case .cannotTell: return "unknown"
        }
    }

    static func doubts(_ metric: DisplayedMetric) -> [DoubtView] {
        metric.result.diagnostics.map {
            DoubtView(
                severity: $0.severity == .warning ? "Warning" : "Note", about: metric.title, message: $0.message,
                code: $0.code)
        }
    }

    private func tile(_ tile: Verdict.Tile) -> TileView {
        let metric = tile.metric.flatMap { report.metrics[$0] }.map { DisplayedMetric($0) }
        return TileView(
            anchor: tile.section.rawValue, section: tile.section.title, grade: tile.grade.rawValue,
            gradeStyle: Self.style(tile.grade), metric: metric?.title, ruler: metric.map { RulerFigure.svg($0) },
            sentence: tile.sentence, doubts: metric.map { Self.doubts($0).filter { $0.severity == "Warning" } } ?? [])
    }

    private func section(_ section: ReportSection) -> SectionView {
        let tile = report.verdict.tiles.first { $0.section == section }
        let pictures = pictures(of: section)
        // The tile's sentence opens its section; what findings say beyond it follows.
        var said = report.verdict.findings.filter { $0.section == section }.map(\.sentence)
        let opening = tile?.sentence ?? (said.isEmpty ? nil : said.removeFirst())
        said.removeAll { $0 == opening }
        return SectionView(
            anchor: section.rawValue, title: section.title, sectionGrade: tile?.grade.rawValue,
            gradeStyle: Self.style(tile?.grade ?? .cannotTell),
            opening: opening ?? (pictures.isEmpty ? "Nothing was measured." : pictures[0].finding), findings: said,
            needed: pictures.isEmpty && tile == nil ? Self.needed(section) : nil, pictures: pictures)
    }

    /// What a section with nothing measured would need.
    static func needed(_ section: ReportSection) -> String {
        switch section {
        case .quality, .diversity: return "Needed: samples and a reference, a few thousand of each."
        case .memorization:
            return "Needed: the training data as reference, and held-out data to compare with (--held-out)."
        case .modes: return "Needed: a reference with class labels, or a source whose modes are known."
        case .discriminator: return "Needed: the discriminator that was trained with this generator (--discriminator)."
        case .training: return "Needed: the training log beside the checkpoint, as `ganeval train` writes it."
        }
    }

    private func pictures(of section: ReportSection) -> [PictureView] {
        var pictures: [PictureView] = []
        if let rulers = rulers(of: section) { pictures.append(rulers) }
        switch section {
        case .quality: pictures += judgedPictures
        case .diversity, .discriminator: break
        case .memorization: pictures += ratioPictures + pairPictures
        case .modes: pictures += modePictures
        case .training: pictures += trainingPictures
        }
        return pictures
    }

    /// Every metric of a section as a ruler, and all their figures as a table.
    private func rulers(of section: ReportSection) -> PictureView? {
        let metrics = report.metrics.values.map { DisplayedMetric($0) }.filter { $0.label.section == section }
        guard let first = metrics.first else { return nil }
        let carrying = report.verdict.tiles.first { $0.section == section }?.metric.flatMap { report.metrics[$0] }
        let lead = carrying.map { DisplayedMetric($0) } ?? first
        var tables = [MetricTables.figures(metrics)]
        if let parts = MetricTables.parts(metrics) { tables.append(parts) }
        return PictureView(
            finding: lead.finding,
            rulers: metrics.map { RulerView(metric: $0.title, svg: RulerFigure.svg($0), doubts: Self.doubts($0)) },
            hasRulers: true, tables: tables)
    }

    private static func drawings(_ draw: (Double, String) -> String) -> String {
        draw(wide, "wide") + draw(narrow, "narrow")
    }

    private var ratioPictures: [PictureView] {
        guard let figure = report.distanceRatios, !figure.generated.isEmpty else { return [] }
        let rows = DistanceRatioDistribution.quantiles(figure).map { row in
            [
                row.name, row.generated.map { FigureText.number($0) } ?? "–",
                row.heldOut.map { FigureText.number($0) } ?? "–",
            ]
        }
        return [
            PictureView(
                finding: DistanceRatioDistribution.finding(figure),
                drawings: Self.drawings { DistanceRatioDistribution.svg(figure, width: $0, style: $1) },
                caption: "Distance to the nearest training image over the mean distance to the nearest few: "
                    + "near 0 for a copy. Share of each set by ratio.",
                tables: [
                    TableView(title: "Quantiles", head: ["Quantile", "Samples", "Held-out data"], rows: rows)
                ])
        ]
    }

    private var modePictures: [PictureView] {
        guard let table = report.modes, !table.modes.isEmpty else { return [] }
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
                drawings: Self.drawings { ClassHistogram.svg(table, width: $0, style: $1) },
                galleries: exemplarGallery.map { [$0] } ?? [],
                caption: "Bars: share of samples with its 95 % interval. Ticks: share of the reference."
                    + (hidden > 0 ? " \(FigureText.count(hidden)) more classes are in the table." : ""),
                tables: [
                    TableView(
                        title: "Shares",
                        head: ["Class", "Samples", "Share", "95 % interval", "Reference", "Verdict"], rows: rows)
                ])
        ]
    }

    private var trainingPictures: [PictureView] {
        guard !report.training.isEmpty else { return [] }
        // Forty lines show the course; the log has the rest.
        let stride = max(1, (report.training.count + 39) / 40)
        let points = report.training.enumerated().filter {
            $0.offset % stride == 0 || $0.offset == report.training.count - 1
        }.map(\.element)
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
                finding: TrainingCurves.finding(report.training),
                drawings: Self.drawings { TrainingCurves.svg(report.training, width: $0, style: $1) },
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
