import ArgumentParser
import Foundation
import GANStore
import GANText

extension History {
    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forget old runs. Without --yes it only says which.",
            discussion: HelpText.discussion(
                """
                Written reports and cached features stay. With both limits, runs are forgotten that are beyond both.
                """,
                examples: .init("What would be forgotten", "ganeval history prune --keep 100"),
                .init("Forget it", "ganeval history prune --keep 100 --yes"),
                .init("Only what is old", "ganeval history prune --keep 20 --older-than 90 --yes")))

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
