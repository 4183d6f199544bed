import Testing

@testable import ganeval

@Suite struct ConsoleTests {
    /// Names from outside must not speak to the runner that shows the output.
    @Test func commandsToTheRunnerAreTakenApart() {
        let actions = ["GITHUB_ACTIONS": "true"]
        #expect(
            Console.harmless("a\n  ::stop-commands::x\nb::c", environment: actions) == "a\n  : :stop-commands::x\nb::c")
        #expect(Console.harmless("see ##[add-mask]x", environment: actions) == "see ## [add-mask]x")
        #expect(Console.harmless("::error::x", environment: [:]) == "::error::x")
    }
}
