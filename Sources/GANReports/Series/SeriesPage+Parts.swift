import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

extension SeriesPage {
    // MARK: Film

    /// The samples from step to step; nil where no frame is.
    func filmSection(_ film: SeriesFilm) -> PageSection? {
        guard film.frames.contains(where: { !$0.isEmpty }) else { return nil }
        var blocks: [Block.Content] = [
            .opening(
                film.hasImages
                    ? "The same \(CheckpointMeasurement.filmImages) latents at every checkpoint, from the first to the last."
                    : "The same latents at every checkpoint, over real points.")
        ]
        if film.omitted > 0 {
            blocks.append(
                .finding("\(FigureText.count(film.omitted)) frames are left out, evenly, to keep the page small."))
        }
        return PageSection(
            anchor: "film", heading: "What it makes, step by step", blocks: blocks + [.film(films(film))])
    }

    /// The best's own trajectory first and open.
    private func films(_ film: SeriesFilm) -> [FilmView] {
        let first = findings.ranking.map { findings.candidates[$0.best].trajectory } ?? 0
        let order = [first] + findings.trajectories.indices.filter { $0 != first }
        let equal = Set(SeriesText.equals(findings))
        return order.compactMap { trajectory in
            guard film.frames.indices.contains(trajectory), !film.frames[trajectory].isEmpty else { return nil }
            return FilmView(
                filmName: SeriesText.capitalized(findings.trajectories[trajectory]) + " weights",
                isOpen: trajectory == first, filmStyle: film.hasImages ? "images" : "points",
                frames: film.frames[trajectory].map { frame in
                    FilmView.Frame(
                        caption: FigureText.count(findings.step(of: frame.candidate)),
                        standing: findings.ranking?.best == frame.candidate
                            ? "best" : equal.contains(frame.candidate) ? "not told from best" : "",
                        label: SeriesText.label(frame.candidate, findings), cells: frame.cells,
                        drawing: frame.drawing ?? "")
                })
        }
    }

    // MARK: Weights

    var weights: PageSection? {
        let measured = findings.candidates.indices.filter { findings.candidates[$0].health != nil }
        guard !measured.isEmpty else { return nil }
        let drawn = [
            figure("Change since the checkpoint before ↓", percent: true) { $0.drift?.change },
            figure("Norm of the weights", percent: false) { $0.health?.norm },
            figure("Dead outputs", percent: false) { $0.health.map { Double($0.deadUnits) } },
        ].compactMap { figure in
            var figure = figure
            figure?.namesAtEnds = false
            return figure?.svg(width: 340, height: 220, style: "multiple")
        }
        let warned = measured.filter { findings.candidates[$0].health?.warnings.isEmpty == false }
        let rows = measured.map { index -> [String] in
            let candidate = findings.candidates[index]
            return [
                SeriesText.label(index, findings), candidate.health.map { FigureText.number($0.norm) } ?? "–",
                candidate.drift?.change.map(FigureText.percent) ?? "–",
                moved(candidate.drift),
                candidate.health.map { "\($0.deadUnits) of \($0.units)" } ?? "–",
            ]
        }
        return section(
            "weights", "Weights",
            opening: warned.isEmpty
                ? "No checkpoint's weights show a fault."
                : "The weights of \(SeriesText.listed(warned, findings)) show faults.",
            findings: warned.prefix(6).flatMap { index in
                (findings.candidates[index].health?.warnings ?? []).prefix(2).map {
                    "\(SeriesText.capitalized(SeriesText.label(index, findings))): \($0)."
                }
            }, multiples: drawn,
            tables: [
                .folded(
                    TableView(
                        title: "Weights of every checkpoint",
                        head: ["Checkpoint", "Norm", "Change", "Moved most", "Dead outputs"], rows: rows,
                        style: "words"))
            ])
    }

    private func moved(_ drift: SeriesDrift?) -> String {
        guard let tensor = drift?.largestTensor, let change = drift?.largestChange else { return "–" }
        return "\(tensor), \(FigureText.percent(change))"
    }

    /// A figure of the weights over the steps; nil where it is nowhere, or always zero.
    private func figure(
        _ title: String, percent: Bool, _ value: (SeriesCandidate) -> Double?
    ) -> TrajectoryFigure? {
        let lines = findings.trajectories.indices.compactMap { trajectory -> TrajectoryFigure.Line? in
            let points = findings.candidates(of: trajectory).compactMap { index in
                value(findings.candidates[index]).map {
                    TrajectoryFigure.Point(step: Double(findings.step(of: index)), value: $0)
                }
            }
            guard points.count > 1 else { return nil }
            return TrajectoryFigure.Line(
                name: findings.trajectories[trajectory], trajectory: trajectory, points: points)
        }
        guard lines.contains(where: { line in line.points.contains { $0.value != 0 } }) else { return nil }
        var figure = TrajectoryFigure(
            title: title, axis: findings.stepBasis == .order ? "checkpoint" : "step", lines: lines,
            label: "\(title) over the steps")
        if percent { figure.format = FigureText.exactPercent }
        return figure
    }

    // MARK: Tables

    var everything: PageSection? {
        guard !findings.candidates.isEmpty else { return nil }
        let table = SeriesTable(report)
        let hasGates = report.gates.contains { !$0.isEmpty }
        let rows = table.rows.map { row in
            [row.step, row.weights, row.standing == "equal" ? "not told from best" : row.standing] + row.figures + [
                row.isOnFront ? "yes" : ""
            ]
                + (hasGates ? [row.gate?.rawValue ?? "–"] : [])
                + [findings.ranking.map { AuditText.probability($0.pValues[row.candidate]) } ?? "–"]
        }
        var tables: [Block.Content] = [
            .folded(
                TableView(
                    title: "All checkpoints",
                    head: ["Step", "Weights", "Standing"] + table.heads + ["On the front"]
                        + (hasGates ? ["Policy"] : []) + ["p of being best"], rows: rows), isOpen: true)
        ]
        if hasGates {
            let rules = report.gates.enumerated().flatMap { index, gates in
                gates.map { [SeriesText.label(index, findings), $0.outcome.rawValue, $0.rule, $0.reason] }
            }
            tables.append(
                .folded(
                    TableView(
                        title: "The policy's rules", head: ["Checkpoint", "Outcome", "Rule", "Reason"], rows: rules,
                        style: "words")))
        }
        return section(
            "checkpoints", "All checkpoints",
            opening: hasGates
                ? SeriesText.gates(report)
                : "\(findings.candidates.count) sets of weights of \(findings.checkpoints.count) checkpoints were measured.",
            tables: tables)
    }

    var faults: PageSection? {
        guard !findings.faults.isEmpty else { return nil }
        return section(
            "faults", "Not measured", opening: SeriesText.faults(findings),
            tables: [
                .folded(
                    TableView(
                        title: "What was wrong", head: ["File", "Weights", "What", "What to do"],
                        rows: findings.faults.map {
                            [$0.path, $0.trajectory ?? "all", "\($0.location): \($0.fact)", $0.remedy]
                        }, style: "words"), isOpen: true)
            ])
    }

    // MARK: Method

    private var methodOpening: String {
        let heldOut = report.heldOut.map { ", \(FigureText.count($0.count)) held out" } ?? ", no held-out data"
        return
            "Protocol \(findings.evaluationProtocol.fingerprint); \(FigureText.count(report.samples)) samples of each "
            + "checkpoint from the same latents, reference of \(FigureText.count(report.reference.count))\(heldOut). "
            + "Steps are \(findings.stepBasis.rawValue)."
    }

    /// How it was measured.
    var method: PageSection {
        let rules = [
            (
                "a change counts",
                "when the intervals of the two checkpoints do not touch, at \(SeriesRules.persistence) "
                    + "checkpoints in a row"
            ),
            (
                "divergence",
                "a distance at least \(FigureText.trimmed(SeriesRules.divergence)) times the smallest before"
            ),
            ("collapse", "coverage at most \(FigureText.percent(SeriesRules.collapse)) of the best before"),
            (
                "overfitting",
                "the share of samples suspiciously close to training data at least "
                    + "\(FigureText.trimmed(SeriesRules.overfitting)) times the least before, and above chance"
            ),
        ]
        return .method(
            methodOpening, command: report.command, of: "series",
            tables: [
                TableView(
                    title: "Checkpoints", head: ["Step", "File", "SHA-256"],
                    rows: findings.checkpoints.map { [FigureText.count($0.step), $0.path, $0.digest] }, style: "words"
                ),
                .data([("Reference", report.reference), ("Held-out data", report.heldOut)]),
                TableView(title: "When something counts as gone wrong", facts: rules),
                .evaluationProtocol(findings.evaluationProtocol),
                TableView(title: "Run", facts: [("ganeval", report.toolVersion)]),
            ])
    }
}
