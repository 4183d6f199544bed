import ArgumentParser
import GANEvaluation
import GANReports
import GANStore
import OrderedCollections

extension History {
    struct Trend: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show metrics over runs; this is what `ganeval history` alone does.",
            discussion: HelpText.discussion(
                """
                Without --metric one line for each metric, with it one for each run. Values may be compared only within one
                protocol: where it changes, a line says what changed.
                """,
                examples: .init("A line for each metric", "ganeval history"),
                .init("Two metrics, run by run", "ganeval history --metric frechet_distance,precision --last 10"),
                .init("For a spreadsheet", "ganeval history --metric coverage --csv")))

        @Option(help: ArgumentHelp("Metrics with commas between them, run by run.", valueName: "name,…"))
        var metric: String?

        @Option(help: ArgumentHelp("One feature space only.", valueName: "name"))
        var extractor: String?

        @Option(help: ArgumentHelp("Runs of this protocol only.", valueName: "fingerprint"))
        var `protocol`: String?

        @Option(help: "The newest runs only.")
        var last: Int?

        @Flag(help: "Print JSON, schema \(HistoryDocument.schema).")
        var json = false

        @Flag(help: "Print CSV.")
        var csv = false

        @Flag(help: "Print Markdown.")
        var markdown = false

        @OptionGroup var storeOptions: StoreOptions
        @OptionGroup var shared: SharedOptions

        private func checkOptions() throws {
            if [json, csv, markdown].count(where: { $0 }) > 1 {
                throw ValidationError("--json, --csv and --markdown exclude each other.")
            }
            if let last, last < 1 { throw ValidationError("--last is \(last); expected at least 1.") }
        }

        func run() throws {
            try checkOptions()
            shared.apply()
            let names = try metric.map { try MetricNames.list($0) }
            let history =
                try History.store(storeOptions).map { store in
                    try HistoryQuery(
                        store: store, names: names, extractor: extractor, fingerprint: `protocol`, last: last
                    ).history()
                } ?? RunHistory(trends: [], protocols: [:])
            if json {
                Console.document(HistoryDocument.json(history))
            } else if csv {
                Console.raw(HistoryDocument.csv(history))
            } else if markdown {
                Console.result(String(HistoryTable.markdown(history).dropLast()))
            } else if history.trends.isEmpty {
                let isFiltered = metric != nil || extractor != nil || `protocol` != nil
                Console.result(
                    isFiltered
                        ? "\(storeOptions.path) has no such runs."
                        : "\(storeOptions.path) has no runs yet; `ganeval report` keeps each of its own there.")
            } else {
                let lines =
                    names == nil
                    ? HistoryTable.overview(history, width: Console.width)
                    : HistoryTable.runs(history, width: Console.width).dropLast()
                lines.forEach { Console.result($0) }
            }
        }
    }
}
