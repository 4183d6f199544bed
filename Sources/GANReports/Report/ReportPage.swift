import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// A report as a document.
struct ReportPage {
    let report: EvaluationReport
    /// The images; nil leaves out what a page alone shows.
    var sprites: GallerySprites?
    /// Where the images are at native size.
    var native: NativeImages?
    /// What else is known of the samples.
    var companions = ReportCompanions()

    private static let metricLimit = 24
    private static let findingLimit = 3
    private static let doubtLimit = 5

    func document() -> Document {
        let words = VerdictWords(report.verdict)
        let decision = DecisionWords(report.verdict)
        var document = Document(
            title: "ganeval: \(report.subject.name)", program: "report",
            kicker: "\(sources.unescaped) · \(report.run.startedAt)", blocks: [], textLimit: 240)
        document.blocks = [
            Block(.decision(decision.badge, reason: decision.reason)),
            Block(.note(RichText(words.sentence), overflow: .kept), [.terminal, .markdown]),
            Block(.finding(words.sentence), .page),
            Block(.next(NextStep(report))),
            Block(.standing(report.verdict.grade.badge, lead: "Overall", detail: sources), [.terminal, .markdown]),
        ]
        document.blocks += checks + gateLine + auditLine
        document.blocks += [
            Block(.tiles(measuredTiles.map(tile)), measuredTiles.isEmpty ? [] : .all),
            Block(.table(figures), metrics.isEmpty ? [] : .markdown),
            Block(
                .list(
                    Items(
                        texts: report.verdict.findings.map { RichText(words.said($0.finding)) },
                        markdownLimit: Self.findingLimit)),
                .markdown),
            Block(.list(doubts), .markdown),
        ]
        document.blocks += unseen
        document.blocks += omitted
        let warnings = doubts.texts.count
        if warnings > 0 {
            let count = FigureText.count(warnings, "warning")
            document.blocks.append(
                Block(.note("\(figure: count) about these figures: see the report.", overflow: .kept), .terminal))
        }
        let fingerprint = report.evaluationProtocol.fingerprint
        document.blocks += [
            Block(
                .note(
                    "protocol \(fingerprint), \(FigureText.duration(report.run.seconds)); \(readAs)", isDim: true,
                    overflow: .kept),
                .terminal),
            Block(
                .note(
                    "\(link: "The whole report", to: "index.html") · protocol \(code: fingerprint) · ganeval \(report.run.toolVersion) · \(report.run.startedAt)"
                ), .markdown),
        ]
        if let sprites {
            document.look = Document.Look(
                styles: PageTemplates.reportStyle, spriteRules: sprites.rules, script: PageTemplates.reportScript,
                hasContents: true)
            document.blocks += sections.map { Block(.section($0), .page) }
            if let views = native?.views, !views.isEmpty { document.blocks.append(Block(.views(views), .page)) }
        }
        return document
    }

    /// The page's sections, what one decides by first; what was not measured has none.
    private var sections: [PageSection] {
        [samples, classes, section(.quality), allMetrics].compactMap { $0 }
            + [.diversity, .modes, .memorization].compactMap { section($0) } + [strips].compactMap { $0 }
            + [.condition, .discriminator, .training].compactMap { section($0) }
            + [gatesSection, auditSection, comparable, glossary, notes, method].compactMap { $0 }
    }

    private var measuredTiles: [Verdict.Tile] { report.verdict.tiles.filter { $0.isLookedAt } }

    /// What was not looked at, and how it can be, a line each.
    private var unseen: [Block] {
        var lines = report.verdict.tiles.filter { !$0.isLookedAt }.map { tile in
            (tile.section, VerdictWords(report.verdict).said(tile))
        }
        if report.training.isEmpty { lines.append((.training, ReportSection.training.page.needed)) }
        if report.heldOut == nil, !lines.contains(where: { $0.0 == .memorization }) {
            lines.append((.memorization, "Nothing tells near copies from resemblance without --held-out SOURCE."))
        }
        if lines.isEmpty { return [] }
        let names = ReportText.list(lines.map(\.0.rawValue))
        return [
            Block(.note(RichText("Not looked at: \(names); the report says how."), overflow: .kept), .terminal),
            Block(.list(Items(texts: lines.map { "Not looked at: \($0.0.title). \($0.1)" })), [.markdown, .page]),
        ]
    }

    private var metrics: [DisplayedMetric] { report.metrics.values.map { DisplayedMetric($0) } }

    /// What was judged and against what.
    private var sources: RichText {
        var size = "\(report.reference.count)"
        if let classes = report.reference.guessedClasses {
            size += " in \(FigureText.count(classes, "class", "classes")), guessed from its folders"
        }
        let judged: RichText = "\(report.subject.name) against \(report.reference.name) (\(size))"
        return report.heldOut.map { "\(judged), held out \($0.name) (\($0.count))" } ?? judged
    }

    /// By which rules the real data were read: "read as idx uint8, grey levels".
    private var readAs: String {
        let rule = report.reference.rule
        guard let heldOut = report.heldOut?.rule, heldOut != rule else { return "read as \(rule)" }
        return "reference read as \(rule), held out as \(heldOut)"
    }

    private var checks: [Block] { CheckWords(report).blocks }

    /// What was asked for and could not be measured; the page gives the reasons.
    private var omitted: [Block] {
        if report.omitted.isEmpty { return [] }
        let names = report.omitted.keys.joined(separator: ", ")
        return [
            Block(.note("Not measured, for reasons in the report: \(names).", overflow: .kept), .terminal),
            Block(.note("Not measured, for reasons in `index.html`: \(names)."), .markdown),
        ]
    }

    // MARK: Figures

    private func tile(_ tile: Verdict.Tile) -> Tile {
        let metric = tile.metric.flatMap { report.metrics[$0] }.map { DisplayedMetric($0) }
        let said = VerdictWords(report.verdict).said(tile)
        return Tile(
            anchor: tile.section.rawValue, heading: tile.section.title, badge: tile.grade.badge,
            caption: metric?.title ?? "", drawing: sprites == nil ? nil : metric.map { RulerFigure.svg($0) },
            said: [said],
            name: tile.section.rawValue, brief: metric.map(carrying) ?? said)
    }

    /// The figure that carries a tile, in a line.
    private func carrying(_ metric: DisplayedMetric) -> String {
        var text = "\(metric.title) \(metric.valueWithInterval)"
        if let real = metric.realData {
            text += ", real data \(real)"
        } else if let null = metric.null {
            text += ", null \(null)"
        }
        return metric.hasWarning ? text + " (!)" : text
    }

    private var figures: Table {
        let metrics = metrics
        var rows = metrics.prefix(Self.metricLimit).map { metric -> [RichText] in
            [
                "\(metric.title)",
                metric.hasWarning ? "\(figure: metric.valueWithInterval) (!)" : .figure(metric.valueWithInterval),
                .figure(metric.null ?? "–"), .figure(metric.realData ?? "–"),
            ] + (report.previous == nil ? [] : [.figure(MetricsView.change(metric, report.previous) ?? "–")])
        }
        let rest = metrics.count - rows.count
        if rest > 0 { rows.append(["\(rest) more in \(code: "report.json")"]) }
        return Table(
            columns: [("Metric", .left), ("Value", .right), ("Null", .right), ("Real data", .right)]
                + (report.previous == nil ? [] : [("Last run", .right)]), rows: rows)
    }

    /// The warnings about all figures, each once.
    private var doubts: Items {
        Items(
            texts: Footnotes(report).warnings, markdownLimit: Self.doubtLimit,
            more: { "\($0) more doubts in \(code: "index.html")" })
    }

    // MARK: Sections

    /// A section that something was measured for; else nil.
    private func section(_ section: ReportSection) -> PageSection? {
        let words = VerdictWords(report.verdict)
        let tile = measuredTiles.first { $0.section == section }
        let pictures = section.page.pictures(self)
        // The tile's sentence opens its section; what findings say beyond it follows.
        var said = report.verdict.findings.filter { $0.section == section }.map { words.said($0.finding) }
        guard let opening = tile.map({ words.said($0) }) ?? said.first ?? pictures.first?.finding else { return nil }
        said.removeAll { $0 == opening || $0 == tile.map { words.said($0.finding) } }
        return PageSection(
            anchor: section.rawValue, heading: section.title, badge: tile?.grade.badge,
            blocks: [.opening(opening)] + said.map { .finding($0) } + pictures.map { .picture($0) })
    }

    /// Every metric with its null, real data and interval.
    private var allMetrics: PageSection? {
        if report.metrics.isEmpty { return nil }
        let view = MetricsView(report, footnotes: Footnotes(report))
        var blocks: [Block.Content] = [.metrics(view)]
        if let parts = MetricTables.parts(metrics) { blocks.append(.folded(parts)) }
        let omitted = TableView.omitted(report.omitted)
        if !omitted.rows.isEmpty { blocks.append(.folded(omitted)) }
        return PageSection(anchor: "metrics", heading: "All metrics", blocks: blocks)
    }

    /// Each class with its images.
    private var classes: PageSection? {
        ClassTableView(self).map {
            PageSection(anchor: "classes", heading: "Class by class", blocks: [.classes($0)])
        }
    }

    /// Whether a paper's number may stand beside these; nothing where no distance was measured.
    private var comparable: PageSection? {
        guard report.metrics[FrechetDistance.name] != nil, report.gallery.imageShape != nil else { return nil }
        let words = ComparabilityWords(report)
        return PageSection(
            anchor: "comparable", heading: "Is this comparable with papers?",
            blocks: [.opening(words.answer), .list(Items(texts: words.conditions.map { RichText($0) }))]
                + (words.command.map { [.command($0, title: "A number like a paper’s")] } ?? []))
    }

    private var glossary: PageSection {
        PageSection(anchor: "glossary", heading: "What the words mean", blocks: [.glossary(GlossaryView(report))])
    }

    private var notes: PageSection? {
        let footnotes = Footnotes(report)
        if footnotes.isEmpty { return nil }
        return PageSection(anchor: "notes", heading: "Notes", blocks: [.footnotes(footnotes.views)])
    }
}

extension Verdict.Tile {
    /// Whether there is a figure, or a fault, to tell; else the section was not measured.
    var isLookedAt: Bool {
        if case .notMeasured = finding { return false }
        return true
    }
}
