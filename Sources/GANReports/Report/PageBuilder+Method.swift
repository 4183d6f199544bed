import GANEvaluation

extension PageBuilder {
    var methodOpening: String {
        let count = report.heldOut.map { ", \(FigureText.count($0.count)) held out" } ?? ", no held-out data"
        return
            "Protocol \(report.evaluationProtocol.fingerprint); reference of \(FigureText.count(report.reference.count))"
            + "\(count); \(FigureText.duration(report.run.seconds)). "
            + "Only results with the same protocol fingerprint may be compared."
    }

    var methodTables: [TableView] {
        [
            .subject(report.subject), .data([("Reference", report.reference), ("Held-out data", report.heldOut)]),
            .evaluationProtocol(report.evaluationProtocol), .run(report.run), .stages(report.run),
        ].filter { !$0.rows.isEmpty }
    }
}
