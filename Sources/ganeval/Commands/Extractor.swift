import ArgumentParser

struct Extractor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, add and verify feature extractors that are networks.",
        subcommands: [List.self, Add.self, Verify.self], defaultSubcommand: List.self)
}
