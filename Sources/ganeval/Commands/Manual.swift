import ArgumentParser
import Foundation
import GANReports
import GANText

/// Writes the manual pages; for `make install`, and so in no list.
struct Manual: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a manual page for each command.", shouldDisplay: false)

    @Option(help: ArgumentHelp("Where to write.", valueName: "folder"), completion: .directory)
    var out: String

    func run() throws {
        try OutputFolder.check(out)
        let pages = ManualPage.all(
            of: try CommandDump(GANEvalCommand._dumpHelp()).command, version: ToolVersion.current)
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        for page in pages { try ReportWriter.write(document: page.text, to: "\(out)/\(page.fileName)") }
        Console.result("\(pages.count) pages in \(out)")
    }
}
