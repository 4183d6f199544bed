import ArgumentParser
import GANReports

extension Gate {
    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say of each rule why it came out as it did, and what it would have needed to flip.",
            discussion: HelpText.discussion(
                examples: .init("Each rule of a policy", "ganeval gate explain report/ --policy policy.yaml"),
                .init("Against the run before", "ganeval gate explain report/ --policy policy.yaml --baseline last"),
                .init(
                    "With rules on the audit",
                    "ganeval gate explain report/ --policy policy.yaml --audit audit/audit.json")))

        @OptionGroup var inputs: GateInputs
        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            Console.result(GateExplanation.lines(try inputs.record(), width: Console.width).joined(separator: "\n"))
        }
    }
}
