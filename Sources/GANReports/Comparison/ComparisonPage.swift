import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// A comparison as a document.
struct ComparisonPage {
    let report: ComparisonReport
    /// The images; nil leaves out what a page alone shows.
    var sprites: ComparisonSprites?

    func document() -> Document {
        let words = ComparisonWords(report: report)
        let names = report.subjects.indices.map { ComparisonText.subject($0, report) }.joined(separator: ", ")
        let badge = Badge(
            word: ComparisonText.overallWord(report), style: ComparisonText.style(ComparisonText.overall(report)))
        var document = Document(
            title: "ganeval compare: \(report.subjects.map(\.name).joined(separator: ", "))", program: "compare",
            kicker: "\(names) against \(report.reference.name) · \(report.run.startedAt)", blocks: [], textLimit: 400)
        document.blocks = [
            Block(.headline(words.sentence)),
            Block(.note(RichText(ComparisonText.sources(report)), overflow: .cut), .terminal),
            Block(
                .standing(
                    badge, lead: "Against A",
                    detail: "\(ComparisonText.sources(report)), \(report.samples) samples of each"),
                [.markdown, .page]),
            Block(.subjects(subjects), .page),
            Block(.table(terminalTable), .terminal),
            Block(.list(Items(texts: words.reasons.map { RichText($0) }, markdownLimit: Self.reasonLimit))),
        ]
        document.blocks += ending
        if let sprites {
            document.look = .init(
                styles: PageTemplates.auditStyle + "\n" + PageTemplates.comparisonStyle.dropLast(),
                spriteRules: sprites.rules)
            let sections = [figures] + [best, classes].compactMap { $0 } + changes + [method]
            document.blocks.append(Block(.tiles(tiles, style: "tiles figures"), .page))
            document.blocks += sections.map { Block(.section($0), .page) }
        }
        return document
    }

    private var subjects: [SubjectView] {
        report.subjects.enumerated().map { index, subject in
            let facts = ["step", "weights", "parameters", "latent prior"].compactMap { name in
                subject.facts[name].map { "\(name) \($0)" }
            }
            return SubjectView(
                letter: ComparisonReport.letter(index), name: subject.name,
                detail: (facts + ["digest \(subject.digest.prefix(12))"]).joined(separator: " · "))
        }
    }

    private var tiles: [Tile] {
        report.metrics.map { metric in
            let title = ComparisonText.title(metric, report)
            let places = ComparisonText.decimals(metric)
            let values = metric.values.enumerated().map {
                "\(ComparisonReport.letter($0.offset)) \(FigureText.number($0.element, decimals: places))"
            }
            let ceiling = metric.ceiling.map { ", real data \(FigureText.number($0, decimals: places))" } ?? ""
            let outcome = tileOutcome(metric)
            return Tile(
                heading: title,
                badge: Badge(word: ComparisonText.word(outcome), style: ComparisonText.style(outcome)),
                caption: values.joined(separator: ", ") + ceiling, drawing: DifferenceFigure.svg(metric, title: title),
                said: metric.answers.indices.map { ComparisonText.sentence(metric, candidate: $0) })
        }
    }

    /// What all candidates' outcomes have in common; "different" where some are better and some worse.
    private func tileOutcome(_ metric: ComparisonReport.Metric) -> ComparisonVerdict.Outcome {
        let found = Set(metric.outcomes).subtracting([.noDifference, .unknown])
        guard let first = found.first else { return metric.outcomes.contains(.noDifference) ? .noDifference : .unknown }
        return found.count == 1 ? first : .different
    }

    private var figures: PageSection {
        var rows: [[String]] = []
        for metric in report.metrics {
            let places = ComparisonText.decimals(metric)
            for (candidate, answer) in metric.answers.enumerated() {
                rows.append([
                    ComparisonText.title(metric, report), ComparisonReport.letter(candidate + 1),
                    FigureText.number(metric.values[0], decimals: places),
                    FigureText.number(metric.values[candidate + 1], decimals: places),
                    metric.ceiling.map { FigureText.number($0, decimals: places) } ?? "–",
                    answer.map { ComparisonText.difference($0, decimals: places) } ?? "–",
                    answer.map { ComparisonText.interval($0, decimals: places) } ?? "–",
                    answer.map { ComparisonText.probability($0.pValue) } ?? "–",
                    answer.map { ComparisonText.probability($0.adjustedPValue) } ?? "–",
                    answer.map { FigureText.number($0.detectable) } ?? "–",
                ])
            }
        }
        return PageSection(
            anchor: "figures", heading: "All figures",
            blocks: [
                .opening(
                    "\(FigureText.count(report.samples)) samples of each. \(ComparisonWords(report: report).pairing)"),
                .finding(
                    "A difference is claimed where its p-value, adjusted over all metrics and candidates, is at most "
                        + "5 % and its interval does not hold 0."),
                .folded(
                    TableView(
                        title: "Every metric and candidate",
                        head: [
                            "Metric", "Set", "A", "Value", "Real data", "Difference", "Interval", "p",
                            "p adjusted", "Would be seen",
                        ], rows: rows), isOpen: true),
            ])
    }

    /// Which sets may be the best by each metric, where there are more than two.
    private var best: PageSection? {
        let rows = report.metrics.compactMap { metric -> [String]? in
            guard report.subjects.count > 2, let best = metric.best else { return nil }
            return [
                ComparisonText.title(metric, report), ComparisonReport.letter(best.best),
                best.indistinguishable.map { ComparisonReport.letter($0) }.joined(separator: ", "),
            ]
        }
        guard !rows.isEmpty else { return nil }
        return PageSection(
            anchor: "best", heading: "Which may be the best",
            opening: "The truly best set is among those named in 95 % of repeats, whichever was picked.",
            pictures: [
                PictureView(
                    finding: "Sets that are not told from the best, by metric.",
                    tables: [
                        TableView(title: "By metric", head: ["Metric", "Best value", "May be the best"], rows: rows)
                    ])
            ])
    }

    private var methodOpening: String {
        if report.isFromReports {
            return
                "Nothing was drawn: the reports' own intervals, and what each sample adds to a metric where both keep "
                + "it, say how far a difference may come from chance."
        }
        return report.pairing.isPaired
            ? "Both samples of each pair exchange their places at random, again and again; a difference is real where few "
                + "exchanges give one as large."
            : "Samples are dealt to the sets at random, again and again; a difference is real where few deals give one as large."
    }

    private var method: PageSection {
        .method(
            methodOpening, command: report.run.command, of: "comparison",
            tables: [
                .data([("Reference", report.reference), ("Held-out data", report.heldOut)]),
                .evaluationProtocol(report.evaluationProtocol), .run(report.run), .stages(report.run),
            ],
            doubts: .doubts(
                ComparisonWords(report: report).doubts.map { DoubtView($0) },
                none: "Nothing speaks against these figures."))
    }
}
