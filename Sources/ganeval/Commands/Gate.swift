import ArgumentParser

struct Gate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hold a report against a policy: may this be merged?",
        discussion: HelpText.discussion(
            """
            A policy is YAML: a list of gates, each a metric of the report, one of its parts or a figure of the audit, with max,
            min, equals, at_least_share_of_real, at_most_multiple_of_real or no_worse_than_baseline. `ganeval gate init` drafts
            one. A bound holds for the end of the interval: a gate passes, fails, or can't be decided.

            Exit codes: 0 passed, 3 a gate failed, 4 none failed but one can't be decided (the reason says how many samples
            would), 1 failed to run, 64 a mistake in the arguments.

            In GitHub Actions, each gate that did not pass becomes an annotation, and the Markdown the step's summary.

            `ganeval gate check --help` lists the options of `ganeval gate`.
            """,
            examples: .init("A draft from a good model's report", "ganeval gate init report/ --out policy.yaml"),
            .init("Judge another by it", "ganeval gate other-report/ --policy policy.yaml"),
            .init("Say why", "ganeval gate explain other-report/ --policy policy.yaml")),
        subcommands: [Check.self, Init.self, Explain.self], defaultSubcommand: Check.self)
}
