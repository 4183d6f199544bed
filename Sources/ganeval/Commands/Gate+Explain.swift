import ArgumentParser
import GANReports

extension Gate {
    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say of each rule why it came out as it did, and what it would have needed to flip.")

        @OptionGroup var inputs: GateInputs
        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            Console.result(GateExplanation.lines(try inputs.record(), width: Console.width).joined(separator: "\n"))
        }
    }
}
