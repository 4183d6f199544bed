import ArgumentParser
import GANAudit
import GANData
import GANEvaluation
import GANGate
import GANMetrics
import GANReports
import GANStore

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find copied training data among samples: audit.html, audit.md, audit.json, copies.csv.",
        discussion: HelpText.discussion(
            """
            Samples compete for the nearest rows of training and held-out data, as they are and through transformations. Without
            --held-out only exact and near-exact matches can be told.

            A source is \(SourceFormats.words). It may end in a range of rows, images.npy[5000:].

            Exit codes: 0 done, 3 more copies than --max-copied-share or --fdr allow, 4 can't tell (the summary says what
            would be needed), 1 failed, 64 a mistake in the arguments. With --policy, its gates decide as well: gate.json,
            gate.md and gate.xml are written beside the audit.
            """,
            examples: .init(
                "A generator against its training data",
                "ganeval audit --generator gan.pth --training train.npz --held-out test.npz --out audit"),
            .init(
                "Private data: no pictures, and an exit code of 3 above one copy in a thousand",
                "ganeval audit --generated samples/ --training train/ --held-out test/ --max-copied-share 0.001 --no-images --out audit"
            ),
            .init(
                "Mirrored copies alone, with less memory",
                "ganeval audit --generated samples/ --training train/ --views mirrored --memory 2G --out audit")))

    @OptionGroup var arguments: AuditArguments

    func run() throws {
        try arguments.check()
        arguments.shared.apply()
        let policy = try arguments.readPolicy()
        let gated = try arguments.report.map { try GateReport.read($0) }
        let store = try arguments.storeOptions.open(isNeeded: arguments.comparison.readsStore)
        // Before the work begins: a mistake shall not show after it, and nothing that is compared with be replaced.
        let baseline = try gated.flatMap { try arguments.comparison.search(store)?($0) }
        let out = arguments.out
        let report = try AuditSession(arguments, search: try arguments.search(policy), store: store).run()
        if arguments.json {
            Console.document(AuditDocument.json(report))
        } else {
            AuditSummary.lines(for: report, width: Console.width).forEach { Console.result($0) }
            Console.result("Audit: \(out)/audit.html")
        }
        var outcome = report.outcome
        if let note = report.undecidedNote { Console.note(note) }
        if let policy {
            let record = try GateRecord(
                judging: policy, report: gated, audit: try GateAudit.read("\(out)/audit.json"), baseline: baseline,
                inconclusive: arguments.comparison.inconclusive)
            try GateOutput(folder: out).publish(record)
            GateOutput.show(record, besideJSON: arguments.json)
            outcome = report.outcome(with: record.verdict)
        }
        throw Verdict(code: outcome.exitCode)
    }
}
