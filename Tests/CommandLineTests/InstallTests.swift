import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import ganeval

/// Manual pages, completions, and where `make install` puts them.
@Suite struct InstallTests {
    @Test func everyCommandHasAPage() throws {
        let pages = ManualPage.all(of: try CommandDump(GANEvalCommand._dumpHelp()).command, version: "1.2.3")
        let names = Set(pages.map(\.fileName))
        #expect(names.count == pages.count && names.contains("ganeval.1"))
        for command in HelpTests.commands {
            #expect(names.contains(command.split(separator: " ").joined(separator: "-") + ".1"), "\(command)")
        }
        #expect(!names.contains("ganeval-manual.1") && !names.contains("ganeval-help.1"))
        for page in pages {
            #expect(page.text.hasPrefix(".TH GANEVAL") && page.text.contains("\n.SH NAME\n"))
            // Whatever begins with a point is one of these requests.
            let requests = page.text.split(separator: "\n").filter { $0.hasPrefix(".") }.map {
                $0.prefix { $0 != " " }
            }
            #expect(
                Set(requests).isSubset(of: [".TH", ".SH", ".TP", ".B", ".BR", ".PP", ".nf", ".fi"]), "\(page.fileName)")
        }
        let report = try #require(pages.first { $0.fileName == "ganeval-report.1" }).text
        for part in [
            ".SH EXAMPLES", ".SH WHAT IS JUDGED", ".SH GATES", "\\fB\\-\\-held\\-out\\fR \\fIsource\\fR",
            "(default: 10000)", ".BR ganeval (1)",
        ] { #expect(report.contains(part), "\(part)") }
    }

    @Test func textIsNeverARequest() {
        #expect(ManualPage.escaped(".npy files") == "\\&.npy files" && ManualPage.escaped("'report'") == "\\&'report'")
        #expect(ManualPage.escaped("--out a\\b\nc") == "\\-\\-out a\\eb c")
    }

    /// What the target does after the build, with the program that was built.
    @Test func makeInstallsAllOfIt() throws {
        let folder = try TemporaryFolder()
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let make = Process()
        make.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        make.currentDirectoryURL = root
        make.arguments = [
            "make", "-s", "-o", "build", "install", "PREFIX=/usr", "DESTDIR=\(folder.path)",
            "program=\(try Program.path())",
        ]
        make.standardOutput = FileHandle.nullDevice
        try make.run()
        make.waitUntilExit()
        #expect(make.terminationStatus == 0)
        for (name, part) in [
            ("man/man1/ganeval-audit.1", ".SH HOW IT IS SEARCHED"),
            ("bash-completion/completions/ganeval", "--held-out"), ("zsh/site-functions/_ganeval", "#compdef ganeval"),
            ("fish/vendor_completions.d/ganeval.fish", "complete -c"),
        ] {
            let text = try String(contentsOfFile: folder.file("usr/share/\(name)"), encoding: .utf8)
            #expect(text.contains(part), "\(name)")
        }
        let link = folder.file("usr/bin/ganeval")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "../lib/ganeval/ganeval")
        #expect(FileManager.default.isExecutableFile(atPath: link))
    }
}
