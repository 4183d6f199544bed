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
        return .method(
            opening, command: report.run.command, of: "report",
            tables: [
                .subject(report.subject), .data([("Reference", report.reference), ("Held-out data", report.heldOut)]),
                .evaluationProtocol(report.evaluationProtocol), .checks(CheckWords(report)), .omitted(report.omitted),
                .run(report.run),
                .stages(report.run),
            ],
            doubts: .doubts(
                report.metrics.values.flatMap { DoubtView.of(DisplayedMetric($0)) },
                none: "No metric reported a doubt about its value."))
    }
}
