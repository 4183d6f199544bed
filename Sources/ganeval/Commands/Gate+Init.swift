import ArgumentParser
import Foundation
import GANGate
import GANReports
import GANText

extension Gate {
    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draft a commented policy from the report of a good model, with room for noise.")

        @Argument(help: ArgumentHelp("The good model's report.json.", valueName: "report.json"))
        var report: String

        @Option(help: ArgumentHelp("Its audit.json, for a rule on copies.", valueName: "audit.json"))
        var audit: String?

        @Option(help: ArgumentHelp("Write the policy to a new file instead of printing it.", valueName: "file.yaml"))
        var out: String?

        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            let report = try GateReport.read(report)
            let audit = try audit.map { try GateAudit.read($0) }
            let text = GateDraft.yaml(report, audit: audit, toolVersion: ToolVersion.current)
            // What is drafted must be readable, and the good model must pass it.
            _ = try GatePolicy(text: text, path: out ?? "the drafted policy")
            guard let out else {
                Console.result(String(text.dropLast()))
                return
            }
            try OutputFolder.checkFile(out)
            guard !FileManager.default.fileExists(atPath: out) else {
                throw ReportError.cannotWrite(path: out, reason: "it exists, and somebody may have edited it")
            }
            try ReportWriter.write(document: text, to: out)
            if !shared.quiet { Console.note("Policy: \(out)") }
        }
    }
}
