import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

extension ReportPage {
    /// How it was measured.
    var method: PageSection {
        let count = report.heldOut.map { ", \(FigureText.count($0.count)) held out" } ?? ", no held-out data"
        let opening =
            "Protocol \(report.evaluationProtocol.fingerprint); reference of \(FigureText.count(report.reference.count))"
            + "\(count); \(FigureText.duration(report.run.seconds)). "
            + "Only results with the same protocol fingerprint may be compared."
        let tables: [TableView] = [
            .subject(report.subject), .data([("Reference", report.reference), ("Held-out data", report.heldOut)]),
            .evaluationProtocol(report.evaluationProtocol), .checks(CheckWords(report)), .run(report.run),
            .stages(report.run),
        ]
        return PageSection(
            anchor: "method", heading: "For the record",
            blocks: [
                .opening(opening), .command(report.run.command, title: "The command that makes this report again"),
            ]
                + tables.filter { !$0.rows.isEmpty }.map { .folded($0) })
    }
}
