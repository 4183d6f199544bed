import GANEvaluation
import GANMetrics
import GANSelfTest
import GANText
import OrderedCollections

/// A self-test as a document.
struct SelfTestPage {
    let report: SelfTestReport
    /// The images; nil leaves out what a page alone shows.
    var sprites: SelfTestSprites?

    private var words: SelfTestWords { SelfTestWords(report) }

    func document() -> Document {
        let judged = "\(FigureText.count(report.samples)) rows of \(report.reference.name)"
        var document = Document(
            title: "ganeval selftest: \(report.reference.name)", program: "selftest",
            kicker: "\(report.reference.name), held out \(report.heldOut.name) · \(report.run.startedAt)", blocks: [],
            textLimit: 400)
        document.blocks = [
            Block(.headline(words.sentence)),
            Block(
                .standing(
                    badge, lead: "Honest samples are called",
                    detail: "honest samples: \(judged), taken out of it; held out: \(report.heldOut.name)")),
            Block(.list(Items(texts: ([words.warning].compactMap { $0 } + [words.control]).map { RichText($0) }))),
            Block(.gap, .terminal),
            Block(.list(Items(texts: report.faults.map { RichText(words.sentence($0)) })), [.markdown, .page]),
            Block(.table(terminalTable), [.terminal, .markdown]),
            Block(.gap, .terminal),
        ]
        document.blocks += report.leftOut.map { kind, obstacle in
            Block(
                .note("Not tried: \(SelfTestWords.title(kind)), for \(SelfTestWords.said(obstacle))."),
                [.terminal, .markdown])
        }
        document.blocks += [
            Block(.note(RichText(words.advice)), [.terminal, .markdown]),
            Block(
                .note(
                    "\(link: "The whole self-test", to: "selftest.html") · protocol \(code: report.evaluationProtocol.fingerprint) · ganeval \(report.run.toolVersion) · \(report.run.startedAt)"
                ), .markdown),
        ]
        if let sprites { document.look = .init(spriteRules: sprites.rules) }
        document.blocks += ([honest] + report.faults.indices.map(section) + [metrics, method]).map {
            Block(.section($0), .page)
        }
        return document
    }

    /// The worst word that an honest set got.
    private var badge: Badge { (report.controls.compactMap(\.verdict?.grade).max() ?? .cannotTell).badge }

    // MARK: Tables

    private var terminalTable: Table {
        Table(
            columns: [("Fault", .left), ("Strength", .left), ("Report", .left), ("Audit", .left), ("Seen by", .left)],
            rows: report.faults.flatMap { finding in
                finding.trials.enumerated().map { index, trial -> [RichText] in
                    let seen = words.seenBy(trial)
                    let rest = seen.count > 3 ? " and \(seen.count - 3) more" : ""
                    return [
                        index == 0 ? RichText(words.title(finding)) : "",
                        .figure(words.strength(trial.strength, of: finding.kind)), RichText(word(trial)),
                        RichText(trial.audit.map { SelfTestWords.said($0.outcome) } ?? "–"),
                        RichText(seen.isEmpty ? "nothing" : seen.prefix(3).joined(separator: ", ") + rest),
                    ]
                }
            }, indent: 2, cellLimit: 80)
    }

    private func word(_ trial: SelfTestTrial) -> String {
        trial.refusal != nil ? "refused" : trial.verdict?.grade.rawValue ?? "–"
    }

    // MARK: Sections

    private var honest: PageSection {
        PageSection(
            anchor: "honest", heading: "Honest samples", badge: badge,
            blocks: [
                .opening(
                    "Rows of the reference were taken out of it at random and judged as a generator's samples. Nothing is wrong with them: a "
                        + "word other than good is about the data or the counts.")
            ] + ([words.warning].compactMap { $0 } + [words.control]).map { .finding($0) } + [
                .picture(
                    PictureView(
                        finding: sprites?.sheet == nil ? "What was said of each set." : "The first samples of a set.",
                        galleries: gallery(report.controls.prefix(1).map { ($0, "honest") }, first: 0),
                        tables: [
                            TableView(
                                title: "What was said of each set", head: ["Set", "Word", "Sentence"],
                                rows: report.controls.enumerated().map { index, trial in
                                    [
                                        "\(index + 1)", word(trial),
                                        trial.verdict.map { VerdictWords($0).sentence } ?? trial.refusal ?? "–",
                                    ]
                                }, style: "words")
                        ]))
            ])
    }

    private func section(_ index: Int) -> PageSection {
        let finding = report.faults[index]
        let first = 1 + report.faults.prefix(index).reduce(0) { $0 + $1.trials.count }
        let opening: [Block.Content] = [.opening(words.done(finding)), .finding(words.sentence(finding))]
        let badge =
            finding.seenFrom == nil
            ? Badge(word: "not seen", style: "alarming")
            : (finding.trials.first?.isSeen ?? false)
                ? Badge(word: "seen", style: "good") : Badge(word: "seen from a strength on", style: "weak")
        return PageSection(
            anchor: finding.kind.rawValue, heading: words.title(finding), badge: badge,
            blocks: opening + pictures(finding, first: first) + [.titled(strengths(finding))])
    }

    private func strengths(_ finding: SelfTestFinding) -> TableView {
        TableView(
            title: "At each strength", head: ["Strength", "Word", "What shows it", "Metrics that moved"],
            rows: finding.trials.map { trial in
                let said = words.sentences(trial)
                return [
                    words.strength(trial.strength, of: finding.kind), word(trial),
                    said.isEmpty ? "Nothing." : said.joined(separator: " "),
                    trial.moved.isEmpty
                        ? "none" : trial.moved.map { MetricLabel($0).title }.joined(separator: ", "),
                ]
            }, style: "words")
    }

    /// The first samples at each strength; nothing of points.
    private func pictures(_ finding: SelfTestFinding, first: Int) -> [Block.Content] {
        guard sprites?.sheet != nil else { return [] }
        let trials = finding.trials.map { (trial: $0, label: words.strength($0.strength, of: finding.kind)) }
        return [
            .picture(
                PictureView(
                    finding: "The first samples at each strength.", galleries: gallery(trials, first: first)))
        ]
    }

    /// A line of pictures for each set, in which `first` is the first set's place among all that are kept.
    private func gallery(_ trials: [(trial: SelfTestTrial, label: String)], first: Int) -> [GalleryView] {
        guard let sheet = sprites?.sheet else { return [] }
        return trials.enumerated().map { index, item in
            let start = (first + index) * SelfTestTrial.pictureLimit
            let items = item.trial.pictures.indices.map {
                GalleryItem(cells: [sheet.cell(start + $0, label: "\(item.label), sample \($0)")], lines: [])
            }
            return GalleryView(
                galleryTitle: item.label, style: "plain", label: "The first samples: \(item.label)", items: items)
        }
    }

    /// From which strength on each metric leaves what honest sets have.
    private var metrics: PageSection {
        let names = MetricRegistry.reported.map(\.name).filter { name in
            report.controls.contains { $0.metrics[name] != nil }
        }
        let head = ["Metric", "Honest"] + report.faults.map { words.title($0) }
        let rows = names.map { name -> [String] in
            let honest = report.controls.first?.metrics[name].map { DisplayedMetric($0).valueWithInterval } ?? "–"
            return [MetricLabel(name).title, honest]
                + report.faults.map { finding in
                    let unmoved = finding.trials.lastIndex { !$0.moved.contains(name) }
                    let first = unmoved.map { $0 + 1 } ?? 0
                    return first < finding.trials.count
                        ? words.strength(finding.trials[first].strength, of: finding.kind) : "–"
                }
        }
        return PageSection(
            anchor: "metrics", heading: "Which metric sees what",
            blocks: [
                .opening(
                    "The least strength from which on a metric's interval lies outside of the intervals of every honest set. A metric without "
                        + "an interval can't be told."),
                .titled(TableView(title: "Metrics and faults", head: head, rows: rows)),
            ])
    }

    private var method: PageSection {
        .method(
            "\(report.controls.count) times \(FigureText.count(report.samples)) rows were taken out of the reference at random; what was left stands "
                + "for the training data, and the held-out data for what they are. Each set was judged by the driver and the judge of report, "
                + "copies by those of audit as well. A fault counts as seen where a rule or a check objects that objected to no "
                + "honest set. \(words.advice)",
            command: report.run.command, of: "self-test",
            tables: [
                TableView(
                    title: "Not tried",
                    facts: report.leftOut.map { (SelfTestWords.title($0.key), SelfTestWords.said($0.value)) }),
                .data([
                    ("Reference", report.reference), ("Training data", report.training),
                    ("Held-out data", report.heldOut),
                ]),
                .evaluationProtocol(report.evaluationProtocol), .run(report.run), .stages(report.run),
            ])
    }
}
