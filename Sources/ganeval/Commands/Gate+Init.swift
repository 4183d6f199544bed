import ArgumentParser
import Foundation
import GANGate
import GANReports
import GANText

extension Gate {
    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draft a commented policy from the report of a good model, with room for noise.",
            discussion: HelpText.discussion(
                examples: .init("To read first", "ganeval gate init report/"),
                .init("Into a file", "ganeval gate init report/ --out policy.yaml"),
                .init("With a rule on copies", "ganeval gate init report/ --audit audit/audit.json --out policy.yaml")))

        @Argument(
            help: ArgumentHelp("The good model's report: its folder or report.json.", valueName: "report"),
            completion: .file())
        var report: String

        @Option(
            help: ArgumentHelp("Its audit.json or the folder of it, for a rule on copies.", valueName: "audit.json"))
        var audit: String?

        @Option(help: ArgumentHelp("Write the policy to a new file instead of printing it.", valueName: "file.yaml"))
        var out: String?

        @OptionGroup var shared: SharedOptions

        func run() throws {
            shared.apply()
            let report = try GateReport.read(ReportFile.path(report))
            let audit = try audit.map { try GateAudit.read(ReportFile.path($0, holding: "audit.json")) }
            if let doubt = GateDraft.doubt(report, audit: audit) { Console.warning(doubt) }
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
