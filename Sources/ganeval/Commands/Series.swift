import ArgumentParser
import GANEvaluation
import GANMetrics
import GANReports

struct Series: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Find the best of a run's checkpoints, and those that can't be told from it: series.html, .md, .json.",
        discussion: HelpText.discussion(
            """
            Every checkpoint is sampled from the same latents and held against the same data by one protocol. Where a file
            holds a moving average and raw weights, both are measured. Results are kept in the store as soon as they are
            there: what is known is not measured again, and a series that was stopped or killed goes on where it was.

            Inputs are a folder that `ganeval train` writes, a folder of checkpoints, or checkpoints. Steps come from the files,
            else from the numbers in their names, else from their order.

            With --policy every checkpoint is held to it, and the best one decides the exit code.

            Exit codes: 0 done, 3 the best checkpoint fails a gate, 4 one can't be decided, 1 a checkpoint could not be measured (unless --keep-going) or nothing could, 64 a mistake in
            the arguments, 130 interrupted, 143 by SIGTERM.
            """,
            examples: .init(
                "A run of ganeval train",
                "ganeval series runs/fashion --reference train.npz --held-out test.npz --out series"),
            .init(
                "Checkpoints of another program, by their precision",
                "ganeval series checkpoints/ --reference train/ --metric precision --out series"),
            .init(
                "Beside a training that goes on",
                "ganeval series runs/fashion --reference train.npz --watch --quiet --out series")))

    @OptionGroup var arguments: SeriesArguments

    func run() throws {
        try arguments.check()
        arguments.shared.apply()
        let store = try arguments.storeOptions.open(isNeeded: arguments.comparison.readsStore)
        let judge = try arguments.judge(store)
        let report = try SeriesSession(
            inputs: arguments.inputs, plan: try arguments.plan(), metric: arguments.metric,
            model: try arguments.modelOptions(), discriminator: arguments.shown, out: arguments.out,
            watch: arguments.output.watch ? arguments.output.poll : nil, adversaries: arguments.adversaries,
            store: store, quiet: arguments.shared.quiet, judge: judge,
            command: CommandText.reproducing(CommandLine.arguments)
        ).run()
        if arguments.output.json {
            Console.document(SeriesDocument.json(report))
        } else {
            SeriesSummary.lines(for: report, width: Console.width).forEach { Console.result($0) }
            Console.result("Series: \(arguments.out)/series.html")
        }
        let faults = report.findings.faults
        for fault in faults {
            // Nearly always the place begins with the path, which nobody need read twice.
            let place =
                fault.location.hasPrefix(fault.path)
                ? fault.location.dropFirst(fault.path.count) : ", \(fault.location)"
            Console.warning("\(fault.path) was skipped\(place): \(fault.fact)")
        }
        let unmeasured = report.unmeasuredGates
        for gate in unmeasured { Console.warning("\(gate.path), \(gate.trajectory): \(gate.reason)") }
        if !faults.isEmpty || !unmeasured.isEmpty, !arguments.output.keepGoing {
            Console.note(
                "error: \(arguments.out): not every checkpoint was measured, as the warnings say\n"
                    + "  expected: checkpoints that all can be\n  to do: Repair or remove them, or accept that by --keep-going."
            )
            throw Verdict(code: 1)
        }
        if let judge, let best = report.findings.ranking?.best, report.gates.indices.contains(best) {
            throw Verdict(code: judge.outcome(report.gates[best]).exitCode)
        }
    }
}
