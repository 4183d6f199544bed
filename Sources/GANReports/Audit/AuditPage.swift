import GANAudit
import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// An audit as a document.
struct AuditPage {
    let report: AuditReport
    /// The images; nil leaves out what a page alone shows.
    var sprites: AuditSprites?
    /// The columns of the terminal, for a line that names as much as fits.
    var width = 100

    var findings: AuditFindings { report.findings }

    /// What the latent space says; empty without one.
    var reading: [String] { findings.latents.map { LatentWords.reading($0, noun: findings.noun) } ?? [] }

    /// Copies beyond these are in `copies.csv` only.
    static let listLimit = 500

    func document() -> Document {
        let outcome = findings.verdict.outcome
        var document = Document(
            title: "ganeval audit: \(report.subject.name)", program: "audit",
            kicker: "\(report.subject.name) against \(report.training.name) · \(report.run.startedAt)", blocks: [],
            textLimit: 400, mostLines: 11, cutsLines: true)
        document.blocks = [
            Block(.headline(AuditText.sentence(findings), overflow: .kept)),
            Block(.note(sources(counting: ""), overflow: .kept), .terminal),
            Block(.facts(Facts(rows: facts, column: 16)), .terminal),
            Block(
                .standing(
                    Badge(word: AuditText.word(outcome), style: AuditText.style(outcome)), lead: "Training data",
                    detail: sources(counting: " samples")), [.markdown, .page]),
        ]
        let advice = AuditAdvice(report)
        document.blocks.append(Block(.next(advice.next), .page))
        if let line = CheckWords(findings).line {
            document.blocks += [Block(.note(RichText(line)), [.terminal, .markdown]), Block(.finding(line), .page)]
        }
        document.blocks += comment.map { Block($0, .markdown) }
        if let sprites {
            document.look = .init(
                styles: PageTemplates.auditStyle, spriteRules: sprites.rules, script: PageTemplates.auditScript)
            let opening: [Block.Content] = [
                .list(Items(texts: AuditWords(findings).reasons.map { RichText($0) })),
                .limits(report.gates.map(limit)), .tiles(tiles, style: "tiles figures"),
            ]
            let sections = [whatToDo, copies, evidence, leaks, latents, tests, sensitivity, splits, method].compactMap {
                $0
            }
            document.blocks += opening.map { Block($0, .page) } + sections.map { Block(.section($0), .page) }
        }
        return document
    }

    private var whatToDo: PageSection? {
        let steps = AuditAdvice(report).steps
        return PageSection(
            anchor: "advice", heading: "What to do", opening: steps[0], findings: Array(steps.dropFirst()))
    }

    /// What was audited and against what.
    private func sources(counting noun: String) -> RichText {
        let count = RichText.figure(FigureText.count(findings.sources.sampleCount) + noun)
        let judged: RichText =
            "\(report.subject.name) (\(count)) against \(report.training.name) (\(report.training.count))"
        return report.heldOut.map { "\(judged), held out \($0.name) (\($0.count))" } ?? judged
    }

    private func limit(_ gate: AuditGate) -> Limit {
        Limit(
            outcome: Badge(
                word: gate.outcome.rawValue,
                style: gate.outcome == .passed ? "good" : gate.outcome == .failed ? "alarming" : "unknown"),
            rule: AuditText.rule(gate), reason: AuditWords(findings).advice(gate))
    }

    /// The figures that carry the verdict.
    var tiles: [Tile] {
        var tiles: [Tile] = []
        if AuditText.isUncounted(findings) {
            tiles.append(
                Tile(
                    anchor: "evidence", heading: "Copied samples",
                    said: ["How many samples are copies: \(AuditText.uncountedShare(findings))."]))
        } else if let share = AuditRulers.share(findings), let estimate = findings.copiedShare {
            tiles.append(
                Tile(
                    anchor: "copies", heading: "Copied samples", caption: share.title,
                    drawing: RulerFigure.svg(share),
                    said: [
                        "\(FigureText.count(findings.copies.count)) samples are listed; copies: "
                            + "\(AuditText.share(estimate, listed: findings.copies.count))."
                    ]))
        }
        tiles.append(
            Tile(
                anchor: findings.extraction.distinctTrainingRows > 0 ? "leaks" : "copies", heading: "Given away",
                said: [leaksOpening], thumbs: thumbs, thumbsLabel: "The training images most given away"))
        if let test = findings.tests.first(where: { $0.name == "clearest_contests" })
            ?? findings.tests.first(where: AuditRulers.isDrawn)
        {
            let shown = AuditRulers.test(test)
            tiles.append(
                Tile(
                    anchor: "tests", heading: "The whole set", caption: shown.title,
                    drawing: RulerFigure.svg(shown), said: [AuditTestWords.reading(test)]))
        }
        tiles.append(
            Tile(
                anchor: "sensitivity", heading: "What would have been seen", said: [AuditText.sensitivity(findings)]))
        return tiles
    }

    /// The training images most given away, as many as fit a line.
    private var thumbs: [SpriteCell] {
        guard let sheet = sprites?.leaks, let leaks = report.gallery?.leaks else { return [] }
        let room = max(1, 280 / max(1, sheet.width * sheet.scale + 3))
        return leaks.prefix(room).enumerated().map { place, leak in
            sheet.cell(place, label: "training row \(leak.row.trainingRow)")
        }
    }

    private var evidence: PageSection? {
        guard let scores = findings.scores, !scores.samples.isEmpty else { return nil }
        let picture = PictureView(
            finding: AuditScoreDistribution.finding(scores),
            drawings: PageWidth.both { AuditScoreDistribution.svg(scores, width: $0, style: $1) },
            caption: "Distance to the nearest row by the mean distance of the next five, in whichever comparison it is "
                + "smallest for its kind: near 0 for a copy. Real rows stand in the samples' place, each without itself.",
            tables: [
                TableView(
                    title: "Quantiles", head: ["Quantile", "Samples", "Real rows"],
                    rows: AuditScoreDistribution.rows(scores))
            ])
        return PageSection(
            anchor: "evidence", heading: "The evidence",
            opening:
                "Each sample was compared with every training row and every held-out row. A sample that copies nothing "
                + "is as likely to be nearest to one as to another, so clear matches must be shared out by chance.",
            pictures: [picture])
    }

    private var tests: PageSection? {
        guard !findings.tests.isEmpty else { return nil }
        let drawn = findings.tests.filter(AuditRulers.isDrawn)
        let rows = findings.tests.map { test in
            let shown = AuditRulers.test(test)
            return [
                shown.title, shown.value, shown.interval ?? "–", shown.null ?? "–",
                AuditText.probability(test.pValue), AuditTestWords.reading(test),
            ]
        }
        let parts = findings.tests.flatMap { test in
            test.parts.sorted { $0.key < $1.key }.map {
                [AuditText.test(test.name).title, $0.key.replacing("_", with: " "), FigureText.number($0.value)]
            }
        }
        let least = findings.tests.filter { $0.name != "split_exchangeability" }.compactMap(\.pValue).min()
        var tables = [
            TableView(
                title: "All tests", head: ["Test", "Value", "Interval", "By chance", "p", "What it says"], rows: rows,
                style: "words")
        ]
        if !parts.isEmpty {
            tables.append(
                TableView(title: "Further figures", head: ["Test", "What", "Figure"], rows: parts, style: "words"))
        }
        return PageSection(
            anchor: "tests", heading: "Tests of the whole set",
            opening: least.map {
                "The smallest p-value of these tests is \(AuditText.probability($0)), each taken alone."
            }
                ?? "None of these tests has a p-value here.",
            pictures: [
                PictureView(
                    finding: "Every figure beside what chance gives.",
                    rulers: drawn.map {
                        let shown = AuditRulers.test($0)
                        return RulerView(metric: shown.title, svg: RulerFigure.svg(shown), doubts: [])
                    }, hasRulers: !drawn.isEmpty, tables: tables)
            ])
    }

    private var sensitivity: PageSection? {
        PageSection(
            anchor: "sensitivity", heading: "What would have been seen", opening: AuditText.sensitivity(findings),
            findings: AuditWords(findings).notSearched.map { [$0] } ?? [])
    }
}
