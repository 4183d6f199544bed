import Foundation
import TestSupport
import Testing

@testable import ganeval

@Suite struct ConsoleTests {
    /// Names from outside must not speak to the runner that shows the output, whoever's it is.
    @Test func commandsToTheRunnerAreTakenApart() {
        for name in ["GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI", "CI"] {
            let runner = [name: "true"]
            #expect(
                Console.harmless("a\n  ::stop-commands::x\nb::c", environment: runner)
                    == "a\n  : :stop-commands::x\nb::c")
            #expect(Console.harmless("see ##[add-mask]x", environment: runner) == "see ## [add-mask]x")
            #expect(Console.harmless("##vso[task.setvariable]y", environment: runner) == "## vso[task.setvariable]y")
            #expect(Console.harmless("section_start:1:a", environment: runner) == "section start:1:a")
        }
        #expect(Console.harmless("##teamcity[x]", environment: ["TEAMCITY_VERSION": "2026.1"]) == "## teamcity[x]")
        #expect(Console.harmless("::error::x ##[y]", environment: ["CI": "false"]) == "::error::x ##[y]")
    }

    @Test func whatSteersATerminalIsNotPrinted() {
        #expect(Console.harmless("a\u{1B}[31m\u{7}\nb", environment: [:]) == "a?[31m?\nb")
    }

    /// A name that is no UTF-8, output that can't be written, a stream that is closed: no crash, and the verdict's code stands.
    @Test(arguments: [">/dev/full", ">&-", "2>/dev/full", "2>&-", ">&- 2>&-", "| true"])
    func outputThatCannotBeWrittenNeitherCrashesNorLosesACode(_ redirection: String) throws {
        let program = try Program()
        let (gate, inspect) = (
            Fixture.url("gates/oracle/report.json").path, Fixture.url("checkpoints/files/tiny.pth").path
        )
        let pass = program.file("pass.yaml"), fail = program.file("fail.yaml")
        try "gates: [{metric: coverage, min: 0}]".write(toFile: pass, atomically: false, encoding: .utf8)
        try "gates: [{metric: coverage, min: 1}]".write(toFile: fail, atomically: false, encoding: .utf8)
        let script = """
            set -o pipefail; p="$0"
            "$p" gate \(gate) --policy \(pass) \(redirection); echo "pass $?" >&9
            "$p" gate \(gate) --policy \(fail) \(redirection); echo "fail $?" >&9
            "$p" inspect \(inspect) \(redirection); echo "inspect $?" >&9
            "$p" inspect /nowhere \(redirection); echo "nowhere $?" >&9
            "$p" --help \(redirection); echo "help $?" >&9
            """
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        shell.arguments = ["-c", "exec 9>\(program.file("codes")); \(script)", try Program.path()]
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        shell.waitUntilExit()
        let lost = redirection.hasPrefix(">") ? 1 : 0
        #expect(
            try String(contentsOfFile: program.file("codes"), encoding: .utf8)
                == "pass 0\nfail 3\ninspect \(lost)\nnowhere 1\nhelp \(lost)\n")
    }
}
