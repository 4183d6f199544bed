import GANEvaluation
import GANMetrics
import OrderedCollections

/// Turns an audit into what its template reads.
struct AuditPageBuilder {
    let report: AuditReport
    let sprites: AuditSprites

    var findings: AuditFindings { report.findings }

    /// Copies beyond these are in `copies.csv` only.
    static let listLimit = 500

    func page() -> AuditPageView {
        let outcome = findings.verdict.outcome
        let script = PageTemplates.auditScript
        return AuditPageView(
            title: "ganeval audit: \(report.subject.name)", css: PageTemplates.style + PageTemplates.auditStyle,
            spriteRules: sprites.rules, script: script, scriptHash: AuditHTML.hash(of: script),
            subject: report.subject.name, training: report.training.name, date: report.run.startedAt,
            sentence: AuditText.sentence(findings), grade: AuditText.word(outcome),
            gradeStyle: AuditText.style(outcome), reasons: findings.verdict.reasons, gates: report.gates.map(gate),
            tiles: tiles, copiesOpening: copiesOpening, copiesNote: copiesNote, hasPairs: sprites.pairs != nil,
            least: sprites.pairs.map { max(200, 3 * ($0.width * $0.scale + 3)) }, pairs: pairs, copyTables: copyTables,
            sections: [evidence, leaks, latents, tests, sensitivity, splits].compactMap { $0 },
            methodOpening: methodOpening,
            command: report.run.command, methodTables: methodTables,
            allDoubts: findings.diagnostics.map {
                DoubtView(
                    severity: $0.severity == .warning ? "Warning" : "Note", about: "", message: $0.message,
                    code: $0.code)
            })
    }

    private func gate(_ gate: AuditGate) -> GateView {
        GateView(
            outcome: gate.outcome.rawValue,
            gateStyle: gate.outcome == .passed ? "good" : gate.outcome == .failed ? "alarming" : "unknown",
            rule: AuditText.rule(gate), reason: AuditText.reason(gate))
    }

    /// The figures that carry the verdict.
    private var tiles: [AuditTileView] {
        var tiles: [AuditTileView] = []
        if AuditText.isUncounted(findings) {
            tiles.append(
                AuditTileView(
                    anchor: "evidence", section: "Copied samples", metric: "", ruler: nil,
                    said: "How many samples are copies is not known: \(AuditText.uncounted)."))
        } else if let share = AuditRulers.share(findings), let estimate = findings.copiedShare {
            tiles.append(
                AuditTileView(
                    anchor: "copies", section: "Copied samples", metric: share.title, ruler: RulerFigure.svg(share),
                    said: "\(FigureText.count(findings.copies.count)) samples are listed; the share of copies is "
                        + "\(AuditText.share(estimate))."))
        }
        tiles.append(
            AuditTileView(
                anchor: findings.extraction.distinctTrainingRows > 0 ? "leaks" : "copies", section: "Given away",
                metric: "", ruler: nil, said: leaksOpening, hasThumbs: sprites.leaks != nil, thumbs: thumbs))
        if let test = findings.tests.first(where: { $0.name == "clearest_contests" })
            ?? findings.tests.first(where: AuditRulers.isDrawn)
        {
            let shown = AuditRulers.test(test)
            tiles.append(
                AuditTileView(
                    anchor: "tests", section: "The whole set", metric: shown.title, ruler: RulerFigure.svg(shown),
                    said: test.reading))
        }
        tiles.append(
            AuditTileView(
                anchor: "sensitivity", section: "What would have been seen", metric: "", ruler: nil,
                said: AuditText.sensitivity(findings)))
        return tiles
    }

    /// The training images most given away, as many as fit a line.
    private var thumbs: [SpriteCell] {
        guard let sheet = sprites.leaks, let leaks = report.gallery?.leaks else { return [] }
        let room = max(1, 280 / max(1, sheet.width * sheet.scale + 3))
        return leaks.prefix(room).enumerated().map { place, leak in
            sheet.cell(place, label: "training row \(leak.row.trainingRow)")
        }
    }

    private var evidence: AuditSectionView? {
        guard let scores = findings.scores, !scores.samples.isEmpty else { return nil }
        let picture = PictureView(
            finding: AuditScoreDistribution.finding(scores),
            drawings: Self.drawings { AuditScoreDistribution.svg(scores, width: $0, style: $1) },
            caption: "Distance to the nearest row by the mean distance of the next five, in whichever comparison it is "
                + "smallest for its kind: near 0 for a copy. Real rows stand in the samples' place, each without itself.",
            tables: [
                TableView(
                    title: "Quantiles", head: ["Quantile", "Samples", "Real rows"],
                    rows: AuditScoreDistribution.rows(scores))
            ])
        return AuditSectionView(
            anchor: "evidence", heading: "The evidence",
            opening:
                "Each sample was compared with every training row and every held-out row. A sample that copies nothing "
                + "is as likely to be nearest to one as to another, so clear matches must be shared out by chance.",
            pictures: [picture])
    }

    static func drawings(_ draw: (Double, String) -> String) -> String {
        draw(PageBuilder.wide, "wide") + draw(PageBuilder.narrow, "narrow")
    }

    private var tests: AuditSectionView? {
        guard !findings.tests.isEmpty else { return nil }
        let drawn = findings.tests.filter(AuditRulers.isDrawn)
        let rows = findings.tests.map { test in
            let shown = AuditRulers.test(test)
            return [
                shown.title, shown.value, shown.interval ?? "–", shown.null ?? "–",
                AuditText.probability(test.pValue), test.reading,
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
        return AuditSectionView(
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

    private var sensitivity: AuditSectionView? {
        AuditSectionView(
            anchor: "sensitivity", heading: "What would have been seen", opening: AuditText.sensitivity(findings))
    }
}
