import GANEvaluation
import GANMetrics
import OrderedCollections

/// Turns a series into what its template reads.
struct SeriesPageBuilder {
    let report: SeriesReport
    let film: SeriesFilm

    var findings: SeriesFindings { report.findings }

    /// A hue a trajectory; more than four share them.
    static func hue(_ trajectory: Int) -> String { ["hue2", "hue1", "hue3", "hue4"][trajectory % 4] }

    func page() -> SeriesPageView {
        let script = PageTemplates.seriesScript
        let word = SeriesText.word(report)
        return SeriesPageView(
            title: "ganeval series: \(report.reference.name)", css: PageTemplates.style + PageTemplates.seriesStyle,
            spriteRules: film.rules, script: script, scriptHash: AuditHTML.hash(of: script),
            reference: report.reference.name, sentence: SeriesText.sentence(report), word: word.text,
            wordStyle: word.style, reasons: SeriesText.reasons(report), main: mainPicture, filmOpening: filmOpening,
            filmNote: filmNote, films: films,
            sections: [quality, memorization, front, weights, everything, faults].compactMap { $0 },
            methodOpening: methodOpening, command: report.command, methodTables: methodTables)
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
                name: findings.trajectories[trajectory], style: Self.hue(trajectory), points: points)
        }
        guard !lines.isEmpty else { return nil }
        let isShare = metric == "distance_ratio"
        let name = isShare ? "Samples too close to training data" : MetricLabel(metric).title
        let arrow =
            isShare || MetricLabel(metric).direction == .lower
            ? " ↓" : MetricLabel(metric).direction == .higher ? " ↑" : ""
        var figure = TrajectoryFigure(
            title: name + arrow, axis: findings.stepBasis == .order ? "checkpoint" : "step", lines: lines,
            ceiling: ceiling(metric), label: label(name, lines))
        if isShare { figure.format = { FigureText.trimmed($0 * 100) + " %" } }
        figure.shaded = findings.marks.filter { $0.metric == metric || isMain }.map {
            Double(findings.step(of: $0.first))...Double(findings.step(of: $0.last))
        }
        return figure
    }

    /// What real data reach; for the share of close samples, what chance gives.
    private func ceiling(_ metric: String) -> Double? {
        guard let result = findings.candidates.first?.measurement.metrics[metric]?.result else { return nil }
        if metric == "distance_ratio" {
            guard case .number(let null)? = result.parts["tail_null"] else { return nil }
            return null
        }
        return result.ceiling?.value
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
            finding: SeriesText.sentence(report),
            drawings: figure.svg(width: PageBuilder.wide, height: 320, style: "wide")
                + figure.svg(width: PageBuilder.narrow, height: 260, style: "narrow"),
            caption:
                "Bands are 95 % intervals of each checkpoint alone. Rings: the best, and smaller ones for those that "
                + "differences on the same latents don't tell from it, corrected for having picked the best. "
                + "Checkpoints share latents and real data, so differences are surer than the bands suggest."
                + (findings.marks.isEmpty ? "" : " Grey stretches are where something went wrong."))
    }

    private func multiples(_ metrics: [String]) -> [String] {
        metrics.compactMap { trajectory($0)?.svg(width: 340, height: 220, style: "multiple") }
    }

    private var quality: SeriesSectionView? {
        let names = [
            "frechet_distance", "kernel_distance", "precision", "recall", "coverage", "density", "inception_score",
        ]
        let drawn = multiples(names.filter { $0 != findings.metric })
        guard !drawn.isEmpty else { return nil }
        let said = findings.marks.filter { $0.kind != .overfitting }.map { SeriesText.mark($0, findings) }
        return SeriesSectionView(
            anchor: "quality", heading: "Quality and diversity",
            opening: said.isEmpty
                ? "Neither quality nor diversity was lost beyond noise for more than one checkpoint."
                : "Something went wrong on the way.",
            findings: said, multiples: drawn)
    }

    private var memorization: SeriesSectionView? {
        let drawn = multiples(["distance_ratio", "authenticity"])
        let said = findings.marks.filter { $0.kind == .overfitting }.map { SeriesText.mark($0, findings) }
        let isMeasured = findings.candidates.contains {
            SeriesAnalysis.reading("distance_ratio", of: $0.measurement) != nil
        }
        let opening =
            !isMeasured
            ? "Whether samples come too close to training data needs --held-out data."
            : said.isEmpty
                ? "No checkpoint came closer to its training data than before, beyond noise and chance, and stayed so."
                : "Samples came closer to training data than chance allows."
        return SeriesSectionView(
            anchor: "memorization", heading: "Memorization", opening: opening, findings: said, multiples: drawn)
    }

    private var front: SeriesSectionView? {
        guard findings.frontMetrics.count > 1, findings.candidates.count > 1 else { return nil }
        let picture = PictureView(
            finding: SeriesText.front(findings),
            drawings: FrontFigure.svg(findings, width: PageBuilder.wide, style: "wide")
                + FrontFigure.svg(findings, width: PageBuilder.narrow, style: "narrow"),
            caption: "Filled: on the front. A checkpoint is off it only when another one is no worse in "
                + "\(ReportText.list(findings.frontMetrics.map(SeriesText.figureName))) and better in one of them beyond "
                + "noise. " + (findings.trajectories.count > 1 ? "Hues are those of the lines above." : ""))
        return SeriesSectionView(
            anchor: "front", heading: "The front",
            opening: "No one figure decides: these are the checkpoints worth choosing from.",
            pictures: [picture])
    }
}
