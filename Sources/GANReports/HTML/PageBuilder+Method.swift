import GANEvaluation
import OrderedCollections

extension PageBuilder {
    var methodOpening: String {
        let count = report.heldOut.map { ", \(FigureText.count($0.count)) held out" } ?? ", no held-out data"
        return
            "Protocol \(report.evaluationProtocol.fingerprint); reference of \(FigureText.count(report.reference.count))"
            + "\(count); \(FigureText.duration(report.run.seconds)). "
            + "Only results with the same protocol fingerprint may be compared."
    }

    var methodTables: [TableView] {
        let run = report.run
        var sources = [source("Reference", report.reference)]
        if let heldOut = report.heldOut { sources.append(source("Held-out data", heldOut)) }
        let subject = [
            ("Name", report.subject.name), ("Path", report.subject.path), ("SHA-256", report.subject.digest),
        ]
        return [
            TableView(title: "Subject", facts: subject + report.subject.facts.map { ($0.key, $0.value) }),
            TableView(
                title: "Data", head: ["Role", "Source", "Count", "Shape", "Read as", "SHA-256"], rows: sources,
                style: "words"),
            TableView(
                title: "Protocol",
                facts: [("fingerprint", report.evaluationProtocol.fingerprint)]
                    + report.evaluationProtocol.fields.map { ($0.key, $0.value) }),
            TableView(
                title: "Run",
                facts: [
                    ("Identifier", run.identifier), ("ganeval", run.toolVersion), ("Started", run.startedAt),
                    ("Time", FigureText.duration(run.seconds)),
                ] + run.machine.map { ($0.key, $0.value) }),
            TableView(title: "Time by stage", facts: run.stages.map { ($0.key, FigureText.duration($0.value)) }),
        ].filter { !$0.rows.isEmpty }
    }

    private func source(_ role: String, _ source: SourceSummary) -> [String] {
        [role, source.name, FigureText.count(source.count), source.shape, source.rule, source.digest]
    }
}
