import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// Whether the model answers what it was given: inputs, outputs and targets beside each other, and what its mapping does to styles.
enum ConditionSection: SectionPage {
    static let title = "Condition"
    static let needed =
        "Needed: a generator of classes, or a model from images to images with --inputs SOURCE, and --targets SOURCE where there are pairs."
    static let rank = 1

    static func pictures(_ page: ReportPage) -> [PictureView] {
        let words = ConditionWords(noun: page.report.verdict.noun)
        let asked = page.report.classCondition.map { [classes($0)] } ?? []
        guard let panel = page.report.translation else { return asked }
        return asked + [examples(page, panel, words), styles(panel, words), origins(panel, words)].compactMap { $0 }
    }

    private static func examples(
        _ page: ReportPage, _ panel: TranslationPanel, _ words: ConditionWords
    ) -> PictureView? {
        guard let sheet = page.sprites?.translated else { return nil }
        var place = 0
        func gallery(_ title: String, _ examples: [TranslationPanel.Example]) -> GalleryView {
            let items = examples.map { example -> GalleryItem in
                var cells: [SpriteCell] = []
                for (name, image) in [("input", example.input), ("output", example.output), ("target", example.target)]
                where image != nil {
                    cells.append(sheet.cell(place, label: "\(name) \(example.row)"))
                    place += 1
                }
                return GalleryItem(cells: cells, lines: [words.value(example, panel), "#\(example.row)"])
            }
            return GalleryView(
                galleryTitle: title, style: "captioned", label: "\(title): \(order(examples))", items: items)
        }
        // In the order of the sheet.
        let galleries = [("The first rows", panel.plain), ("Worst", panel.worst), ("Best", panel.best)]
            .filter { !$0.1.isEmpty }.map { gallery($0.0, $0.1) }
        return PictureView(
            finding: words.examples(panel), galleries: galleries,
            caption: "From left to right: \(order(panel.plain)). Below, the row's number.")
    }

    /// What stands beside each other.
    private static func order(_ examples: [TranslationPanel.Example]) -> String {
        guard let first = examples.first else { return "nothing" }
        return [first.input.map { _ in "input" }, "output", first.target.map { _ in "target" }].compactMap { $0 }
            .joined(separator: ", ")
    }

    /// The error of images of each style to their translation in each style.
    private static func styles(_ panel: TranslationPanel, _ words: ConditionWords) -> PictureView? {
        guard case .numbers(let errors)? = panel.figures[TranslationError.name]?.parts["style_errors"],
            case .numbers(let shares)? = panel.figures[TranslationError.name]?.parts["mapped_share"],
            case .texts(let became)? = panel.figures[TranslationError.name]?.parts["mapped_to"],
            errors.count == panel.styles.count * panel.styles.count, became.count == panel.styles.count,
            shares.count == panel.styles.count
        else { return nil }
        let count = panel.styles.count
        let rows = panel.styles.indices.map { style in
            [panel.styles[style]]
                + (0..<count).map { FigureText.number(errors[style * count + $0], decimals: 1) }
                + [became[style], FigureText.percent(shares[style])]
        }
        let mapped = zip(panel.styles, became).map { "\($0)→\($1)" }
        return PictureView(
            finding: "What becomes of each style: \(ReportText.list(mapped)).",
            caption:
                "Mean absolute error in grey levels of images of a style (row) to their true translation, drawn in each style. A style becomes the one that surely more than half of its images are nearest to.",
            tables: [
                TableView(
                    title: "Errors by style",
                    head: ["Style"] + panel.styles.map { "as \($0)" } + ["becomes", "of its images"],
                    rows: rows)
            ])
    }

    /// Each class that was asked for.
    private static func classes(_ panel: ClassConditionPanel) -> PictureView {
        func share(_ value: Double?) -> String { value.map { FigureText.percent($0) } ?? "–" }
        func distance(_ value: Double?) -> String { value.map { FigureText.number($0) } ?? "–" }
        let rows = panel.classes.map { one in
            [
                one.name, FigureText.count(one.asked), share(one.accuracy), distance(one.distance),
                distance(one.heldOutDistance), share(one.taught), share(one.taughtByReal),
            ]
        }
        var tables: [TableView] = []
        if !panel.figures.isEmpty {
            tables.append(
                TableView(
                    title: "Class by class",
                    head: [
                        "Class", "Asked for", "Classified as asked", "Distance", "Held-out data", "GAN-train",
                        "Taught by real data",
                    ], rows: rows))
        }
        if !panel.omitted.isEmpty {
            tables.append(
                TableView(
                    title: "Figures that are not there", head: ["Figure", "Why"],
                    rows: panel.omitted.map { [MetricLabel($0.key).title, "It \($0.value)."] }, style: "words"))
        }
        let worst = panel.classes.filter { $0.accuracy != nil }.min { ($0.accuracy ?? 0) < ($1.accuracy ?? 0) }
        return PictureView(
            finding: worst.map { "Least as asked: \($0.name), \(share($0.accuracy)) of its samples." }
                ?? "Samples were asked for classes.",
            caption: "The classes are \(panel.origin)."
                + (panel.classifiers.map { " GAN-train and GAN-test: \($0)." } ?? ""),
            tables: tables)
    }

    /// What outputs were held against, and which figures are not there.
    private static func origins(_ panel: TranslationPanel, _ words: ConditionWords) -> PictureView {
        let sources = [("inputs", panel.inputs), ("targets", panel.targets)].compactMap { name, source in
            source.map { (name, "\($0.name), \($0.count) of \($0.shape), SHA-256 \($0.digest)") }
        }
        let missing = panel.omitted.map { [MetricLabel($0.key).title, "It \($0.value)."] }
        var tables: [TableView] = []
        if !sources.isEmpty { tables.append(TableView(title: "Sources of the condition", facts: sources)) }
        if !missing.isEmpty {
            tables.append(
                TableView(title: "Figures that are not there", head: ["Figure", "Why"], rows: missing, style: "words"))
        }
        return PictureView(
            finding: [words.given(panel), words.answers(panel)].compactMap { $0 }.joined(separator: " "),
            tables: tables)
    }
}
