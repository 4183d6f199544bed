import GANAudit
import GANEvaluation
import GANMetrics
import GANText

extension AuditPage {
    /// Whether the splits can be trusted, and what repeats.
    var splits: PageSection? {
        let pool = findings.pool
        var said: [String] = []
        if findings.sources.heldOutCount == 0 {
            said.append("There are no held-out rows, so nothing says what an honest generator's matches are like.")
        } else if pool.overlap.isEmpty {
            said.append("No held-out row is equal to a training row.")
        } else {
            said.append(
                "\(FigureText.count(pool.overlap.count)) held-out rows are equal to training rows and took no part.")
        }
        said.append(
            pool.trainingRepeats == 0
                ? "No training row repeats another."
                : "\(FigureText.count(pool.trainingRepeats)) training rows repeat an earlier one; each competed once.")
        if pool.heldOutRepeats > 0 {
            said.append("\(FigureText.count(pool.heldOutRepeats)) held-out rows repeat an earlier one.")
        }
        let diversity = findings.diversity
        let total = findings.sources.sampleCount
        said.append(
            diversity.distinctSamples == total
                ? "No sample repeats another exactly."
                : "\(FigureText.count(diversity.distinctSamples)) of \(FigureText.count(total)) samples are different.")
        var tables: [TableView] = []
        if !pool.overlap.isEmpty {
            tables.append(
                TableView(
                    title: "Held-out rows that are training rows"
                        + (pool.overlap.count > 100 ? ", the first 100" : ""), head: ["Held-out row", "Training row"],
                    rows: pool.overlap.prefix(100).map { ["\($0.heldOutRow)", "\($0.trainingRow)"] }))
        }
        tables.append(
            TableView(
                title: "Rows that took part",
                facts: [
                    ("training rows that competed", FigureText.count(pool.trainingCompeting)),
                    ("held-out rows that competed", FigureText.count(pool.heldOutCompeting)),
                    ("real rows that calibrated", FigureText.count(pool.calibrationRows)),
                    (
                        "different samples, in effect",
                        FigureText.number(diversity.effectiveSamples, decimals: 0)
                    ),
                    (
                        "the same of as many real rows",
                        FigureText.number(diversity.effectiveReal, decimals: 0)
                    ),
                ]))
        let split = findings.tests.first { $0.name == "split_exchangeability" }
        let opening: String
        if let appearance = findings.appearance, !appearance.isAlike {
            opening = AuditWords.preparation(appearance)
        } else if let split {
            opening =
                (split.pValue ?? 0) >= SplitExchangeability.level
                ? "Training and held-out rows look like one set split at random (p \(AuditText.probability(split.pValue)))."
                : "Training and held-out rows differ in more than the split (p \(AuditText.probability(split.pValue)))."
        } else {
            opening = "Whether training and held-out rows are one set split at random was not tested."
        }
        return PageSection(
            anchor: "splits", heading: "Splits and duplicates", opening: opening, findings: said,
            pictures: [
                PictureView(
                    finding: diversity.isCollapsed
                        ? "The samples are few distinct images: a collapse."
                        : "The samples are \(FigureText.count(Int(saturating: diversity.effectiveSamples.rounded()))) different "
                            + "\(findings.noun)s in effect, where as many real rows are "
                            + "\(FigureText.count(Int(saturating: diversity.effectiveReal.rounded()))).", tables: tables
                )
            ])
    }

    /// How it was measured.
    var method: PageSection {
        let heldOut = report.heldOut.map { ", \(FigureText.count($0.count)) held out" } ?? ", no held-out data"
        let opening =
            "Protocol \(report.evaluationProtocol.fingerprint); \(FigureText.count(findings.sources.sampleCount)) samples, "
            + "\(FigureText.count(report.training.count)) training rows\(heldOut); "
            + "\(FigureText.duration(report.run.seconds)). Only audits with the same protocol may be compared."
        return .method(
            opening, command: report.run.command, of: "audit",
            tables: [
                .subject(report.subject), .data([("Training", report.training), ("Held-out data", report.heldOut)]),
                TableView(
                    title: "Comparisons", head: ["Comparison", "Search", "Samples whose nearest row is sure"],
                    rows: findings.search.map {
                        [$0.channel, $0.isExact ? "exact" : "screened", FigureText.percent($0.provenShare)]
                    }), .checks(CheckWords(findings)), .evaluationProtocol(report.evaluationProtocol), .run(report.run),
                .stages(report.run),
            ],
            doubts: .doubts(
                AuditWords(findings).doubts.map { DoubtView($0) }, none: "Nothing speaks against these figures."))
    }
}
