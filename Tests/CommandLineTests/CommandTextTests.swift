import Testing

@testable import ganeval

@Suite struct CommandTextTests {
    @Test func wordsAreQuotedWhereAShellNeedsIt() {
        #expect(
            CommandText.quoted(["/usr/bin/ganeval", "report", "--out", "a b", "x[0:5]", "", "it's", "/p/q_1.npy"])
                == "ganeval report --out 'a b' 'x[0:5]' '' 'it'\\''s' /p/q_1.npy")
    }

    @Test func commandsAreCutToWhatDecidesResults() {
        let text = CommandText.reproducing([
            "/usr/bin/ganeval", "series", "run", "--watch", "--poll", "3", "--threads=2", "--store", "/s", "--out", "o",
            "--quiet", "--seed", "4",
        ])
        #expect(text == "ganeval series run --out o --seed 4")
    }
}
