import ArgumentParser
import GANGate
import GANReports

extension Gate {
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge, print a table and end with 0, 3 or 4; this is what `ganeval gate` alone does.",
            discussion: HelpText.discussion(
                examples: .init("A report and a policy", "ganeval gate report/ --policy policy.yaml"),
                .init(
                    "For a pull request",
                    "ganeval gate report/report.json --policy policy.yaml --junit gate.xml --markdown gate.md"),
                .init(
                    "No worse than the best run in the store",
                    "ganeval gate report/ --policy policy.yaml --baseline best:frechet_distance")))

        @OptionGroup var inputs: GateInputs

        @Option(help: ArgumentHelp("Write JUnit XML, which CI systems show as tests.", valueName: "file.xml"))
        var junit: String?

        @Option(help: ArgumentHelp("Write Markdown for a pull request.", valueName: "file.md"))
        var markdown: String?

        @Option(
            help: ArgumentHelp(
                "Write JSON, schema \(GateDocument.schema); - prints it instead of the table.", valueName: "file.json"))
        var json: String?

        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            try inputs.check(outputs: [junit, markdown, json == "-" ? nil : json].compactMap { $0 })
            let record = try inputs.record()
            try GateOutput(junit: junit, markdown: markdown, json: json == "-" ? nil : json).publish(record)
            if json == "-" {
                Console.document(GateDocument.json(record))
            } else {
                GateOutput.show(record)
            }
            throw Verdict(code: record.verdict.exitCode)
        }
    }
}
