import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// A series as a document.
struct SeriesPage {
    let report: SeriesReport
    /// The film; nil leaves out what a page alone shows.
    var film: SeriesFilm?

    private static let reasonLimit = 8
    private static let faultLimit = 5

    var findings: SeriesFindings { report.findings }

    /// A hue a trajectory; more than four share them.
    static func hue(_ trajectory: Int) -> String { ["hue2", "hue1", "hue3", "hue4"][trajectory % 4] }

    func document() -> Document {
        let fingerprint = findings.evaluationProtocol.fingerprint
        var document = Document(
            title: "ganeval series: \(runName) against \(report.reference.name)", program: "series",
            kicker: "\(runName) against \(report.reference.name)", blocks: [], textLimit: 300, cutsLines: true)
        document.blocks = [
            Block(.headline(SeriesText.sentence(report))),
            Block(.standing(SeriesText.word(report), lead: "Checkpoints", detail: ""), .page),
            Block(.note(RichText(runName), isDim: true, overflow: .cut), .terminal),
            Block(.note(measured), .markdown),
            Block(
                .list(
                    Items(texts: SeriesText.reasons(report).map { RichText($0) }, markdownLimit: Self.reasonLimit))),
        ]
        if let found = report.adversaries {
            let words = AdversaryWords(found, findings).sentences + found.notes
            document.blocks.append(
                Block(
                    .list(Items(texts: words.map { RichText($0) }, markdownLimit: Self.reasonLimit)),
                    [.terminal, .markdown]))
        }
        if let nextStep { document.blocks.append(Block(.next(nextStep))) }
        if !findings.candidates.isEmpty {
            document.blocks += [Block(.gap, .terminal), Block(.table(terminalTable), .terminal)]
            document.blocks += [
                Block(
                    .note(
                        "* best, = not told from it, F on the front; protocol \(fingerprint)", overflow: .kept),
                    .terminal)
            ]
            document.blocks += comment.map { Block($0, .markdown) }
        }
        document.blocks += [
            Block(
                .list(
                    Items(
                        texts: findings.faults.map { "(!) \($0.path): \($0.fact)" }, markdownLimit: Self.faultLimit)),
                .markdown),
            Block(
                .note(
                    "\(link: "The whole series", to: "series.html") · protocol \(code: fingerprint) · ganeval \(report.toolVersion)"
                ), .markdown),
        ]
        if let film {
            document.look = .init(
                styles: PageTemplates.seriesStyle, spriteRules: film.rules, script: PageTemplates.seriesScript)
            if let picture = mainPicture { document.blocks.append(Block(.picture(picture), .page)) }
            let sections = [
                filmSection(film), quality, memorization, discriminators, front, adversaries, weights, everything,
                faults,
                method,
            ].compactMap { $0 }
            document.blocks += sections.map { Block(.section($0), .page) }
        }
        return document
    }

    /// How much was measured and against what.
    private var measured: RichText {
        let count = "\(findings.candidates.count) measured"
        let judged: RichText =
            "\(strong: count) · \(report.samples) samples each against \(report.reference.name) (\(report.reference.count))"
        return report.heldOut.map { "\(judged), held out \($0.name) (\($0.count))" } ?? judged
    }

    /// A section whose small drawings stand above its pictures and tables.
    func section(
        _ anchor: String, _ heading: String, opening: String, findings: [String] = [], multiples: [String] = [],
        pictures: [PictureView] = [], tables: [Block.Content] = []
    ) -> PageSection {
        PageSection(
            anchor: anchor, heading: heading,
            blocks: [.opening(opening)] + findings.map { .finding($0) } + [.multiples(multiples)]
                + pictures.map { .picture($0) } + tables)
    }

    // MARK: Trajectories

    /// A metric over the steps; nil where no candidate has it.
    func trajectory(_ metric: String, isMain: Bool = false) -> TrajectoryFigure? {
        let equal = Set(SeriesText.equals(findings))
        let lines = findings.trajectories.indices.compactMap { trajectory -> TrajectoryFigure.Line? in
            let points = findings.candidates(of: trajectory).compactMap { index -> TrajectoryFigure.Point? in
                guard let reading = SeriesAnalysis.reading(metric, of: findings.candidates[index].measurement) else {
                    return nil
                }
                return TrajectoryFigure.Point(
                    step: Double(findings.step(of: index)), value: reading.value, low: reading.low, high: reading.high,
                    isBest: findings.ranking?.best == index, isEqual: isMain && equal.contains(index))
            }
            guard !points.isEmpty else { return nil }
            return TrajectoryFigure.Line(
                name: findings.trajectories[trajectory], trajectory: trajectory, points: points)
        }
        guard !lines.isEmpty else { return nil }
        let isShare = metric == DistanceRatio.name
        let name = isShare ? "Samples too close to training data" : MetricLabel(metric).title
        let arrow =
            isShare || MetricLabel(metric).direction == .lower
            ? " ↓" : MetricLabel(metric).direction == .higher ? " ↑" : ""
        var figure = TrajectoryFigure(
            title: name + arrow, axis: findings.stepBasis == .order ? "checkpoint" : "step", lines: lines,
            ceiling: ceiling(metric), label: label(name, lines))
        if isShare { figure.format = FigureText.exactPercent }
        figure.shaded = findings.marks.filter { $0.metric == metric || isMain }.map {
            Double(findings.step(of: $0.first))...Double(findings.step(of: $0.last))
        }
        return figure
    }

    /// What real data reach; for the share of close samples, what chance gives.
    private func ceiling(_ metric: String) -> Double? {
        guard let result = findings.candidates.first?.measurement.metrics[metric]?.result else { return nil }
        if metric == DistanceRatio.name {
            guard case .number(let null)? = result.parts["tail_null"] else { return nil }
            return null
        }
        // The lines are of all samples.
        return result.matched == nil && result.besideReal?.source == .heldOut ? result.ceiling?.value : nil
    }

    private func label(_ name: String, _ lines: [TrajectoryFigure.Line]) -> String {
        let said = lines.map { line in
            "\(line.name) from \(FigureText.number(line.points.first?.value ?? 0)) "
                + "to \(FigureText.number(line.points.last?.value ?? 0))"
        }
        return "\(name) over the steps: \(said.joined(separator: "; "))."
    }

    private var mainPicture: PictureView? {
        guard let figure = trajectory(findings.metric, isMain: true) else { return nil }
        return PictureView(
            finding: "\(SeriesText.metric(findings)) at every checkpoint.",
            drawings: figure.svg(width: PageWidth.wide, height: 320, style: "wide")
                + figure.svg(width: PageWidth.narrow, height: 260, style: "narrow"),
            caption:
                "Bands are 95 % intervals of each checkpoint alone. Large hollow marks: the best, and smaller ones for those that "
                + "differences on the same latents don't tell from it, corrected for having picked the best. "
                + "Checkpoints share latents and real data, so differences are surer than the bands suggest."
                + (findings.marks.isEmpty ? "" : " Grey stretches are where something went wrong."))
    }

    func multiples(_ metrics: [String]) -> [String] {
        metrics.compactMap { metric in
            var figure = trajectory(metric)
            figure?.namesAtEnds = false
            return figure?.svg(width: 340, height: 220, style: "multiple")
        }
    }

    private var quality: PageSection? {
        let names = [
            FrechetDistance.name, KernelDistance.name, Precision.name, Recall.name, Coverage.name, Density.name,
            InceptionScore.name,
        ]
        let drawn = multiples(names.filter { $0 != findings.metric })
        guard !drawn.isEmpty else { return nil }
        let said = findings.marks.filter { $0.kind != .overfitting }.map { SeriesText.mark($0, findings) }
        return section(
            "quality", "Quality and diversity",
            opening: said.isEmpty
                ? "Neither quality nor diversity was lost beyond noise for more than one checkpoint."
                : "Something went wrong on the way.",
            findings: said, multiples: drawn)
    }

    private var memorization: PageSection? {
        let drawn = multiples([DistanceRatio.name, Authenticity.name])
        let said = findings.marks.filter { $0.kind == .overfitting }.map { SeriesText.mark($0, findings) }
        let isMeasured = findings.candidates.contains {
            SeriesAnalysis.reading(DistanceRatio.name, of: $0.measurement) != nil
        }
        let opening =
            !isMeasured
            ? "Whether samples come too close to training data needs --held-out data."
            : said.isEmpty
                ? "No checkpoint came closer to its training data than before, beyond noise and chance, and stayed so."
                : "Samples came closer to training data than chance allows."
        return section("memorization", "Memorization", opening: opening, findings: said, multiples: drawn)
    }

    private var front: PageSection? {
        guard findings.frontMetrics.count > 1, findings.candidates.count > 1 else { return nil }
        let picture = PictureView(
            finding: SeriesText.front(findings),
            drawings: PageWidth.both { FrontFigure.svg(findings, width: $0, style: $1) },
            caption:
                "Filled and named: on the front, as far as names have room. A checkpoint is off it only when another one is no worse in "
                + "\(ReportText.list(findings.frontMetrics.map(SeriesText.figureName))) and better in one of them beyond "
                + "noise. " + (findings.trajectories.count > 1 ? "Hues and shapes are those of the lines above." : ""))
        return section(
            "front", "The front",
            opening: "No one figure decides: these are the checkpoints worth choosing from.",
            pictures: [picture])
    }
}
