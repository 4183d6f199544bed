import ArgumentParser

struct Extractor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, add and verify feature extractors that are networks.",
        discussion: HelpText.discussion(
            "`ganeval extractor list --help` lists the options of `ganeval extractor`.",
            examples: .init("Which can run", "ganeval extractor list"),
            .init("Add one", "ganeval extractor add my-encoder.yaml"),
            .init("Check one", "ganeval extractor verify my-encoder")),
        subcommands: [List.self, Add.self, Verify.self], defaultSubcommand: List.self)
}
