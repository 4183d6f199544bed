import ArgumentParser
import Foundation
import GANData
import GANEvaluation
import GANFiles
import GANGate
import GANReports

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure a generator and write a report: index.html, report.md, report.json.",
        discussion: HelpText.discussion(
            """
            A source is \(SourceFormats.words). It may end in a range of rows, images.npy[5000:].

            With --policy the report is held against it at once, as `ganeval gate` does: gate.json, gate.md and gate.xml are
            written beside the report. Exit codes: 0 done or passed, 3 a gate failed, 4 a gate can't be decided, 1 failed to
            run, 64 a mistake in the arguments.
            """,
            examples: .init(
                "A checkpoint, with real data that it was not trained on",
                "ganeval report --generator gan.pth --reference train.npz --held-out test.npz --out report"),
            .init(
                "Samples that another program made",
                "ganeval report --generated samples/ --reference train/ --held-out test/ --out report"),
            .init(
                "A model from images to images, with what it should make of each",
                "ganeval report --generator pix2pix.pth --inputs edges/ --targets photos/ --reference train-photos/ --out report"
            ),
            .init(
                "For a machine that decides",
                "ganeval report --generator gan.onnx --reference train/ --held-out test/ --policy policy.yaml --out report"
            )))

    @OptionGroup var arguments: ReportArguments

    func run() throws {
        try arguments.check()
        arguments.shared.apply()
        var (gate, store) = try arguments.gate {
            try arguments.storeOptions.open(isNeeded: arguments.comparison.readsStore)
        }
        let out = arguments.out
        let choice = try MetricNames.choice(arguments.measured.metrics)
        var plan = try arguments.measuring.plan(reference: arguments.reference, registry: arguments.registry)
        plan.bins = try arguments.measured.regions()
        plan.knownModes = arguments.truth.knownModes
        let report = try ReportSession(
            subject: arguments.judged.subject, model: try arguments.model.stated(),
            subjectReading: try arguments.subjectReading(), plan: plan,
            discriminator: arguments.judge, condition: arguments.condition,
            inputsOfSamples: arguments.judged.generator == nil ? arguments.judged.inputs : nil, metrics: choice,
            critics: arguments.critics(of: choice),
            sweepsTruncation: arguments.measured.truncationSweep,
            comparesPriors: arguments.measured.priorMismatch, embeds: arguments.output.embed, out: out,
            store: store,
            quiet: arguments.shared.quiet,
            command: CommandText.quoted(CommandLine.arguments)
        ).run { try gate?.prepare($0, path: "\(out)/report.json") }
        if arguments.json {
            Console.document(ReportDocument.json(report))
        } else {
            TerminalSummary.lines(
                for: report, companions: ReportCompanions(audit: ReportCompanions.audit(of: report, in: out))
            ).forEach { Console.result($0) }
            if arguments.output.explain { VerdictExplanation.lines(for: report).forEach { Console.result($0) } }
            Console.result("Report: \(out)/index.html")
        }
        guard let record = try gate?.judge("\(out)/report.json") else { return }
        try UnfinishedFiles.whole {
            try ReportWriter.writePage(
                report, to: URL(fileURLWithPath: out, isDirectory: true), embedded: arguments.output.embed,
                companions: ReportCompanions(
                    gates: record, audit: record.audit ?? ReportCompanions.audit(of: report, in: out)))
            try GateOutput(folder: out).publish(record)
        }
        GateOutput.show(record, besideJSON: arguments.json)
        throw Verdict(code: record.verdict.exitCode)
    }
}
