import Testing

@testable import ganeval

@Suite struct CommandTextTests {
    @Test func wordsAreQuotedWhereAShellNeedsIt() {
        #expect(
            CommandText.quoted(["/usr/bin/ganeval", "report", "--out", "a b", "x[0:5]", "", "it's", "/p/q_1.npy"])
                == "ganeval report --out 'a b' 'x[0:5]' '' 'it'\\''s' /p/q_1.npy")
    }
}
