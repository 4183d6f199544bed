import ArgumentParser
import Foundation
import GANEvaluation
import GANMetrics
import GANReports
import GANStore
import GANText
import OrderedCollections

struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how metrics changed over the runs that the store keeps, or forget old runs.",
        subcommands: [Trend.self, Prune.self], defaultSubcommand: Trend.self)

    /// The store; nil where there is none yet.
    fileprivate static func store(_ options: StoreOptions) throws -> Store? {
        if options.noStore { throw ValidationError("History is in the store; leave --no-store out.") }
        return try options.openExisting()
    }
}

extension History {
    struct Trend: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show metrics over runs; this is what `ganeval history` alone does.",
            discussion: """
                Without --metric one line for each metric, with it one for each run. Values may be compared only within one
                protocol: where it changes, a line says what changed.
                """)

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
                Console.result(String(HistoryDocument.json(history).dropLast()))
            } else if csv {
                Console.raw(HistoryDocument.csv(history))
            } else if markdown {
                Console.result(String(HistoryTable.markdown(history).dropLast()))
            } else if history.trends.isEmpty {
                Console.result("\(storeOptions.path) has no such runs.")
            } else {
                let lines =
                    names == nil
                    ? HistoryTable.overview(history) : HistoryTable.runs(history, width: Console.width).dropLast()
                lines.forEach { Console.result($0) }
            }
        }
    }

    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forget old runs. Without --yes it only says which.",
            discussion: """
                Written reports and cached features stay. With both limits, runs are forgotten that are beyond both.
                """)

        @Option(help: "Keep the newest so many.")
        var keep: Int?

        @Option(help: ArgumentHelp("Forget only what is older than this.", valueName: "days"))
        var olderThan: Int?

        @Flag(help: "Do it.")
        var yes = false

        @OptionGroup var storeOptions: StoreOptions
        @OptionGroup var shared: SharedOptions

        private static let listed = 20

        func run() throws {
            if keep == nil, olderThan == nil { throw ValidationError("Give --keep N or --older-than DAYS.") }
            if let keep, keep < 0 { throw ValidationError("--keep is \(keep); expected at least 0.") }
            if let olderThan, !(0...100_000).contains(olderThan) {
                throw ValidationError("--older-than is \(olderThan); expected 0 to 100000 days.")
            }
            shared.apply()
            guard let store = try History.store(storeOptions) else {
                Console.result("\(storeOptions.path) has no such runs.")
                return
            }
            let time = olderThan.map {
                ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: -Double($0) * 86_400))
            }
            let runs = try store.runs(beyondNewest: keep, startedBefore: time)
            let all = try store.runs().count
            for run in runs.prefix(Self.listed) {
                Console.result(
                    PrintableText.of("\(run.startedAt)  \(run.subjectName)  \(run.reportFolder)", limit: 400))
            }
            if runs.count > Self.listed { Console.result("and \(runs.count - Self.listed) more") }
            guard yes else {
                Console.result("\(runs.count) of \(all) runs would be forgotten. Nothing was changed; --yes does it.")
                return
            }
            let count = try store.delete(runs: runs.map(\.identifier))
            Console.result("\(count) of \(all) runs forgotten; their reports stay where they are.")
        }
    }
}
