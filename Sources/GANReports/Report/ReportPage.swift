import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// A report as a document.
struct ReportPage {
    let report: EvaluationReport
    /// The images; nil leaves out what a page alone shows.
    var sprites: GallerySprites?

    private static let metricLimit = 24
    private static let findingLimit = 3
    private static let doubtLimit = 5

    func document() -> Document {
        let verdict = report.verdict
        let words = VerdictWords(verdict)
        var document = Document(
            title: "ganeval: \(report.subject.name)", program: "report",
            kicker: "\(report.subject.name) against \(report.reference.name) · \(report.run.startedAt)", blocks: [],
            textLimit: 240)
        document.blocks = [
            Block(.headline(words.sentence, overflow: .kept)),
            Block(.standing(verdict.grade.badge, lead: "Overall", detail: sources)),
        ]
        document.blocks += checks
        document.blocks += [
            Block(.tiles(verdict.tiles.map(tile))),
            Block(.table(figures), metrics.isEmpty ? [] : .markdown),
            Block(
                .list(
                    Items(
                        texts: verdict.findings.map { RichText(words.said($0.finding)) },
                        markdownLimit: Self.findingLimit)),
                .markdown),
            Block(.list(doubts), .markdown),
        ]
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
                    "protocol \(fingerprint), \(FigureText.duration(report.run.seconds))", isDim: true, overflow: .kept),
                .terminal),
            Block(
                .note(
                    "\(link: "The whole report", to: "index.html") · protocol \(code: fingerprint) · ganeval \(report.run.toolVersion) · \(report.run.startedAt)"
                ), .markdown),
        ]
        if let sprites {
            document.look.spriteRules = sprites.rules
            document.blocks += ([samples] + ReportSection.allCases.map(section) + [method]).map {
                Block(.section($0), .page)
            }
        }
        return document
    }

    private var metrics: [DisplayedMetric] { report.metrics.values.map { DisplayedMetric($0) } }

    /// What was judged and against what.
    private var sources: RichText {
        let judged: RichText = "\(report.subject.name) against \(report.reference.name) (\(report.reference.count))"
        return report.heldOut.map { "\(judged), held out \($0.name) (\($0.count))" } ?? judged
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
            doubts: metric.map { DoubtView.of($0).filter { $0.severity == "Warning" } } ?? [],
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
            ]
        }
        let rest = metrics.count - rows.count
        if rest > 0 { rows.append(["\(rest) more in \(code: "report.json")"]) }
        return Table(
            columns: [("Metric", .left), ("Value", .right), ("Null", .right), ("Real data", .right)], rows: rows)
    }

    /// The warnings about all figures.
    private var doubts: Items {
        Items(
            texts: metrics.flatMap { metric in
                metric.result.diagnostics.filter { $0.severity == .warning }.map {
                    "(!) \(metric.title): \($0.message)"
                }
            }, markdownLimit: Self.doubtLimit,
            more: { "\($0) more doubts in \(code: "index.html")" })
    }

    // MARK: Sections

    private func section(_ section: ReportSection) -> PageSection {
        let words = VerdictWords(report.verdict)
        let tile = report.verdict.tiles.first { $0.section == section }
        let pictures = (rulers(of: section).map { [$0] } ?? []) + section.page.pictures(self)
        // The tile's sentence opens its section; what findings say beyond it follows.
        var said = report.verdict.findings.filter { $0.section == section }.map { words.said($0.finding) }
        let opening = tile.map { words.said($0) } ?? (said.isEmpty ? nil : said.removeFirst())
        said.removeAll { $0 == opening || $0 == tile.map { words.said($0.finding) } }
        var blocks: [Block.Content] = [
            .opening(opening ?? (pictures.isEmpty ? "Nothing was measured." : pictures[0].finding))
        ]
        blocks += said.map { .finding($0) }
        if pictures.isEmpty, tile == nil { blocks.append(.needed(section.page.needed)) }
        blocks += pictures.map { .picture($0) }
        return PageSection(
            anchor: section.rawValue, heading: section.title, badge: tile?.grade.badge, blocks: blocks)
    }

    /// Every metric of a section as a ruler, and all their figures as a table.
    private func rulers(of section: ReportSection) -> PictureView? {
        let metrics = metrics.filter { $0.label.section == section }
        guard let first = metrics.first else { return nil }
        let carrying = report.verdict.tiles.first { $0.section == section }?.metric.flatMap { report.metrics[$0] }
        let lead = carrying.map { DisplayedMetric($0) } ?? first
        var tables = [MetricTables.figures(metrics)]
        if let parts = MetricTables.parts(metrics) { tables.append(parts) }
        return PictureView(
            finding: lead.finding,
            rulers: metrics.map { RulerView(metric: $0.title, svg: RulerFigure.svg($0), doubts: DoubtView.of($0)) },
            hasRulers: true, tables: tables)
    }
}
