import ArgumentParser
import GANStore

struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how metrics changed over the runs that the store keeps, or forget old runs.",
        subcommands: [Trend.self, Prune.self], defaultSubcommand: Trend.self)

    /// The store; nil where there is none yet.
    static func store(_ options: StoreOptions) throws -> Store? {
        if options.noStore { throw ValidationError("History is in the store; leave --no-store out.") }
        return try options.openExisting()
    }
}
