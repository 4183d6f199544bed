import GANEvaluation
import GANMetrics
import OrderedCollections

/// Turns a comparison into what its template reads.
struct ComparisonPageBuilder {
    let report: ComparisonReport
    let sprites: ComparisonSprites

    func page() -> ComparisonPageView {
        ComparisonPageView(
            title: "ganeval compare: \(report.subjects.map(\.name).joined(separator: ", "))",
            css: PageTemplates.style + PageTemplates.auditStyle, spriteRules: sprites.rules,
            names: report.subjects.indices.map { ComparisonText.subject($0, report) }.joined(separator: ", "),
            reference: report.reference.name, date: report.run.startedAt, sentence: report.verdict.sentence,
            grade: ComparisonText.overallWord(report), gradeStyle: ComparisonText.style(ComparisonText.overall(report)),
            reasons: report.verdict.reasons, subjects: subjects, tiles: tiles,
            sections: ([figures] + [best, classes].compactMap { $0 } + changes), command: report.run.command,
            methodOpening: methodOpening, methodTables: methodTables,
            allDoubts: report.diagnostics.map {
                DoubtView(
                    severity: $0.severity == .warning ? "Warning" : "Note", about: "", message: $0.message,
                    code: $0.code)
            })
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

    private var tiles: [DifferenceTileView] {
        report.metrics.compactMap { metric in
            let title = ComparisonText.title(metric, report)
            guard let figure = DifferenceFigure.svg(metric, title: title) else { return nil }
            let places = ComparisonText.decimals(metric)
            let values = metric.values.enumerated().map {
                "\(ComparisonReport.letter($0.offset)) \(FigureText.number($0.element, decimals: places))"
            }
            let ceiling = metric.ceiling.map { ", real data \(FigureText.number($0, decimals: places))" } ?? ""
            let outcome = tileOutcome(metric)
            return DifferenceTileView(
                metric: title, outcome: ComparisonText.word(outcome), outcomeStyle: ComparisonText.style(outcome),
                values: values.joined(separator: ", ") + ceiling, figure: figure,
                said: metric.answers.indices.map { ComparisonText.sentence(metric, candidate: $0) })
        }
    }

    /// What all candidates' outcomes have in common; "different" where some are better and some worse.
    private func tileOutcome(_ metric: ComparisonReport.Metric) -> ComparisonVerdict.Outcome {
        let found = Set(metric.outcomes).subtracting([.noDifference, .unknown])
        guard let first = found.first else { return metric.outcomes.contains(.noDifference) ? .noDifference : .unknown }
        return found.count == 1 ? first : .different
    }

    private var figures: AuditSectionView {
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
        return AuditSectionView(
            anchor: "figures", heading: "All figures",
            opening: "\(FigureText.count(report.samples)) samples of each. \(report.pairing.reason)",
            pictures: [
                PictureView(
                    finding:
                        "A difference is claimed where its p-value, adjusted over all metrics and candidates, is at most "
                        + "5 % and its interval does not hold 0.",
                    tables: [
                        TableView(
                            title: "Every metric and candidate",
                            head: [
                                "Metric", "Set", "A", "Value", "Real data", "Difference", "Interval", "p",
                                "p adjusted", "Would be seen",
                            ], rows: rows)
                    ])
            ])
    }

    /// Which sets may be the best by each metric, where there are more than two.
    private var best: AuditSectionView? {
        let rows = report.metrics.compactMap { metric -> [String]? in
            guard report.subjects.count > 2, let best = metric.best else { return nil }
            return [
                ComparisonText.title(metric, report), ComparisonReport.letter(best.best),
                best.indistinguishable.map { ComparisonReport.letter($0) }.joined(separator: ", "),
            ]
        }
        guard !rows.isEmpty else { return nil }
        return AuditSectionView(
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

    private var methodTables: [TableView] {
        [
            .data([("Reference", report.reference), ("Held-out data", report.heldOut)]),
            .evaluationProtocol(report.evaluationProtocol), .run(report.run), .stages(report.run),
        ].filter { !$0.rows.isEmpty }
    }
}
