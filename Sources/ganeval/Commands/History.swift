import ArgumentParser
import GANStore

struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how metrics changed over the runs that the store keeps, or forget old runs.",
        discussion: HelpText.discussion(
            "`ganeval history trend --help` lists the options of `ganeval history`.",
            examples: .init("A line for each metric", "ganeval history"),
            .init("One metric, run by run", "ganeval history --metric frechet_distance"),
            .init("Forget all but the newest", "ganeval history prune --keep 100 --yes")),
        subcommands: [Trend.self, Prune.self], defaultSubcommand: Trend.self)

    /// The store; nil where there is none yet.
    static func store(_ options: StoreOptions) throws -> Store? {
        if options.noStore { throw ValidationError("History is in the store; leave --no-store out.") }
        return try options.openExisting()
    }
}
